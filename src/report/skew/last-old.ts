/** `skew-dc`. Source: Pacemaker's election (the older feature set is DC) and join (the DC takes none older than itself). */
import { mayJoin, sameStep } from "../../cib/release/compatible.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import { listText } from "../explain/place-text.ts";
import type { SkewFinding } from "./finding.ts";

export interface NodeStanding {
  readonly name: string;
  readonly online: boolean;
  /** Undefined where it is not known, as of most nodes that are away. */
  readonly featureSet: string | undefined;
}

/** Said while one node of the old step is left, and another one that is away may be of it too. */
export function lastOldNode(nodes: readonly NodeStanding[]): SkewFinding[] {
  const online = nodes
    .flatMap(({ name, featureSet, online: is }) => (is && featureSet !== undefined ? [{ name, featureSet }] : []))
    .sort((a, b) => compareDottedVersions(a.featureSet, b.featureSet));
  const [oldest, newest] = [online[0], online.at(-1)];
  if (oldest === undefined || newest === undefined || sameStep(oldest.featureSet, newest.featureSet)) return [];
  const olds = online.filter(({ featureSet }) => sameStep(featureSet, oldest.featureSet));
  const away = nodes.filter(
    ({ online: is, featureSet }) => !is && (featureSet === undefined || !mayJoin(featureSet, newest.featureSet).ok),
  );
  if (olds.length !== 1 || away.length === 0) return [];
  const names = listText(away.map(({ name }) => name));
  return [
    {
      gate: "skew-dc",
      severity: "warning",
      object: oldest.name,
      text: `${oldest.name} is the last node of feature set ${oldest.featureSet}, and ${names} is away`,
      reason: `once ${oldest.name} stops, the DC has ${newest.featureSet} and takes no older node back`,
      wayRound: `bring ${names} back before ${oldest.name} stops, or upgrade it while it is away`,
    },
  ];
}
