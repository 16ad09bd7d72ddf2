/** `skew-minor`. Source: SUSE's "Upgrading your cluster": a rolling upgrade ends within a week. */
import { sameStep } from "../../cib/release/compatible.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import type { SkewFinding } from "./finding.ts";

export interface UpgradedNode {
  readonly name: string;
  readonly featureSet: string;
  /** When its Pacemaker was installed, epoch seconds; undefined where that is not known. */
  readonly since: number | undefined;
}

const DAY = 24 * 60 * 60;
/** Days after which an upgrade that is half done is an error. */
const MOST_DAYS = 7;

/** @param now epoch seconds */
export function minorSkew(nodes: readonly UpgradedNode[], now: number): SkewFinding[] {
  const sorted = [...nodes].sort((a, b) => compareDottedVersions(a.featureSet, b.featureSet));
  const [oldest, newest] = [sorted[0], sorted.at(-1)];
  if (oldest === undefined || newest === undefined || sameStep(oldest.featureSet, newest.featureSet)) return [];
  const began = sorted
    .filter(({ featureSet }) => !sameStep(featureSet, oldest.featureSet))
    .flatMap(({ since }) => since ?? []);
  const days = began.length === 0 ? undefined : Math.floor((now - Math.min(...began)) / DAY);
  const long = days === undefined ? "" : `, for ${days === 1 ? "1 day" : `${days} days`}`;
  return [
    {
      gate: "skew-minor",
      severity: days !== undefined && days >= MOST_DAYS ? "error" : "warning",
      object: oldest.name,
      text: `${oldest.name} has feature set ${oldest.featureSet} and ${newest.name} ${newest.featureSet}${long}`,
      reason: "an older node that drops out when a newer one is DC cannot come back before it is upgraded",
      wayRound: "upgrade the older nodes, the DC last",
    },
  ];
}
