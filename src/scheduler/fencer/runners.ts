/**
 * Which nodes can run a fence device. Every member can, whether it monitors the device or not, unless the scores of locations
 * and node health keep it away; the one that monitors it is asked first. Source: the fencer registers a device where the
 * scheduler's node score for it, from constraints alone, is not negative (`fenced_scheduler.c`), and prefers peers whose
 * access is verified (`stonith_choose_peer`).
 */
import type { Element } from "../../cib/xml/tree.ts";
import { applyLocations } from "../assignment/locations.ts";
import { healthLocations } from "../constraints/health.ts";
import { unpackConstraints } from "../constraints/unpack.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Resource } from "../model/types.ts";
import { momentOf } from "../reading.ts";
import { unpackForPhases } from "../unpack.ts";

/** A cluster node, as far as one device is concerned. */
export interface DeviceRunner {
  readonly node: string;
  readonly online: boolean;
  /** The device is monitored there. */
  readonly monitors: boolean;
  /** Sum of the locations; a negative one keeps the device away. */
  readonly score: number;
}

/**
 * By device: each cluster node, the one that monitors the device first and then in the order of the configuration.
 * @param now epoch seconds
 */
export function deviceRunners(cib: Element, now: number): ReadonlyMap<string, readonly DeviceRunner[]> {
  const s = unpackForPhases(cib, now, momentOf(cib, now));
  healthLocations(s);
  unpackConstraints(s);
  applyLocations(s);
  const found = new Map<string, readonly DeviceRunner[]>();
  for (const rsc of s.resourcesById.values()) {
    if (rsc.kind === "primitive" && rsc.fenceDevice) found.set(rsc.id, runnersOf(s, rsc));
  }
  return found;
}

function runnersOf(s: ClusterModel, rsc: Resource): DeviceRunner[] {
  const group = rsc.parent?.kind === "group" ? rsc.parent : undefined;
  const runners = s.nodes
    .filter(({ kind }) => kind === "cluster")
    .map((node) => ({
      node: node.name,
      online: node.online,
      monitors: rsc.active.includes(node),
      score: Math.min(
        rsc.allowed.score(node),
        group === undefined ? Number.POSITIVE_INFINITY : group.allowed.score(node),
      ),
    }));
  return [...runners.filter(({ monitors }) => monitors), ...runners.filter(({ monitors }) => !monitors)];
}
