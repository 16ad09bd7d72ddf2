/**
 * Noting a location constraint whose scores are known.
 * Behaviour: docs/pacemaker/location.md#nodes-and-scores.
 */
import { type Element, get } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { ProbeMode, Role } from "./enums.ts";
import type { Location, Node, Resource } from "./types.ts";

/** Notes a location constraint for scores already known. */
export function addLocation(s: ClusterModel, location: Location): Location {
  const { rsc, probeMode } = location;
  if (probeMode === ProbeMode.exclusive) rsc.exclusiveProbes = true;
  s.locations.push(location);
  rsc.locations.push(location);
  return location;
}

/** A location constraint that concerns one node, or none at all. */
export function newLocation(
  s: ClusterModel,
  id: string,
  rsc: Resource,
  score: number,
  node: Node | undefined,
): Location {
  const nodes = node === undefined ? new Map<Node, number>() : new Map([[node, score]]);
  return addLocation(s, { id, rsc, role: Role.unknown, nodes, probeMode: ProbeMode.always });
}

/** The probe mode that `resource-discovery` asks for. */
export function probeModeOf(s: ClusterModel, constraint: Element): ProbeMode {
  const text = get(constraint, "resource-discovery");
  switch (text?.toLowerCase()) {
    case undefined:
    case "always":
      return ProbeMode.always;
    case "never":
      return ProbeMode.never;
    case "exclusive":
      return ProbeMode.exclusive;
    default:
      s.problems.push(`Invalid resource-discovery value ${text} in location constraint`);
      return ProbeMode.always;
  }
}
