/** From the scheduler's reading of a CIB to the document of one resource. */
import { md5 } from "../../cib/md5.ts";
import { addScores } from "../../cib/value/score.ts";
import { type Element, elements } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import { primitivesOf, type RoleName } from "../../scheduler/model/roles.ts";
import { heldAbout } from "../held/read.ts";
import type { BesidesCib, InstanceDetail, PartDetail, ResourceDetail } from "./detail.ts";
import { allFailures } from "./failures.ts";
import { instanceDetails, pendingOperations } from "./parts.ts";
import { resourceVerdict } from "./verdict.ts";
import { windowsOfResource } from "./windows.ts";

const RANK: readonly RoleName[] = ["Unknown", "Stopped", "Started", "Unpromoted", "Promoted"];

/** The role of the whole, and where it has it. */
function roleOfWhole(
  rsc: ReadonlyResource,
  instances: readonly InstanceDetail[],
): { readonly role: RoleName; readonly nodes: string[] } {
  const ranks = instances.map((i) => RANK.indexOf(i.role));
  const highest = Math.max(...ranks);
  // Where nothing is known to run and something may, the whole is not stopped.
  const whole = highest <= RANK.indexOf("Stopped") ? Math.min(...ranks) : highest;
  const rank = instances.length === 0 ? 1 : rsc.kind === "group" ? Math.min(...ranks) : whole;
  const role = RANK[rank] ?? "Unknown";
  const nodes = instances.filter((i) => i.role === role && i.role !== "Stopped").map((i) => i.node);
  return { role, nodes: [...new Set(nodes)].filter((n) => n !== null) };
}

const partsOf = (i: InstanceDetail): PartDetail[] => [i, i.container, i.guest].filter((p) => p !== null);

/** The same text for the same definition, however it is laid out; templates are already filled in. */
function definitionText(e: Element): string {
  const attributes = [...e.attributes].sort(([a], [b]) => (a < b ? -1 : 1)).map((pair) => JSON.stringify(pair));
  return `${e.name}[${attributes.join()}](${elements(e).map(definitionText).join()})`;
}

/** The id of a bundled primitive, or of what is cloned, stands for all its instances. */
function resourceCalled(s: ReadonlyModel, id: string): ReadonlyResource | undefined {
  const found = findResource(s, id);
  return found?.parent !== undefined && found.id !== id ? topOf(found) : found;
}

/**
 * @param planned the same CIB with a whole run of the scheduler behind it
 * @returns undefined when there is no resource of that id
 */
export function resourceDetail(
  s: ReadonlyModel,
  planned: ReadonlyModel,
  id: string,
  { freshness, fencings }: BesidesCib,
): ResourceDetail | undefined {
  const rsc = resourceCalled(s, id);
  if (rsc === undefined) return undefined;
  const instances = instanceDetails(s, rsc);
  const parts = instances.flatMap(partsOf);
  const own = new Set(primitivesOf(rsc).map((p) => p.id));
  const { role, nodes } = roleOfWhole(rsc, instances);
  const results = parts.flatMap((p) => p.lastOperation ?? []).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  return {
    document: "resource",
    version: 3,
    id: rsc.id,
    kind: rsc.kind,
    ...resourceVerdict(s, rsc, planned, fencings ?? []),
    role,
    node: nodes[0] ?? null,
    nodes,
    managed: rsc.managed,
    maintenance: rsc.maintenance,
    windows: windowsOfResource(s, rsc),
    held: heldAbout(s.cib, s.now, rsc),
    targetRole: rsc.meta.get("target-role") ?? null,
    failCount: parts.map((p) => p.failCount).reduce(addScores, 0),
    pending: pendingOperations(rsc),
    lastOperation: results[0] ?? null,
    configurationDigest: md5(definitionText(rsc.xml)),
    instances,
    failures: allFailures(s).filter((f) => own.has(f.resource)),
    ...freshness,
  };
}
