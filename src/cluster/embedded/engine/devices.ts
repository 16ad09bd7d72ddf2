/**
 * Which fence devices can fence a node, in which order: the topology's levels if it has some for the node, else every
 * device that lists the node. Source: Pacemaker Explained, "Fencing"; parameters `pcmk_*` of fence devices.
 */

import { type FenceDevice, fenceDevices, listsTarget, pairs } from "../../../cib/fence-devices.ts";
import { descend, type Element, elements, get } from "../../../cib/xml/tree.ts";
import { posixMatcher } from "../../../scheduler/constraints/posix.ts";
import { leadingInteger } from "../../../scheduler/model/integer.ts";
import type { FenceStep } from "./state.ts";

/** The devices' alternatives for fencing `target`: one of them, all its steps done, is enough. */
export function fencePlan(cib: Element, target: string, action: string): FenceStep[][] {
  const devices = fenceDevices(cib);
  if (action === "on") {
    return devices.filter((d) => listsTarget(d, target)).map((d) => [{ device: d.id, action, level: undefined }]);
  }
  const levels = topologyLevels(cib, target);
  if (levels.length === 0) {
    return devices
      .filter((d) => listsTarget(d, target))
      .sort((a, b) => priorityOf(b) - priorityOf(a))
      .map((d) => [{ device: d.id, action, level: undefined }]);
  }
  return levels.map(({ index, devices: ids }) => {
    // A reboot by several devices is: all off, then all on.
    const actions = action === "reboot" && ids.length > 1 ? ["off", "on"] : [action];
    return actions.flatMap((a) => ids.map((device) => ({ device, action: a, level: index })));
  });
}

function topologyLevels(cib: Element, target: string): { index: number; devices: string[] }[] {
  const topology = descend(cib, "configuration", "fencing-topology");
  const found: { index: number; devices: string[] }[] = [];
  for (const level of topology === undefined ? [] : elements(topology, "fencing-level")) {
    if (!levelMatches(cib, level, target)) continue;
    const devices = (get(level, "devices") ?? "").split(",").map((d) => d.trim());
    found.push({ index: leadingInteger(get(level, "index")) ?? 1, devices: devices.filter((d) => d !== "") });
  }
  return found.sort((a, b) => a.index - b.index);
}

function levelMatches(cib: Element, level: Element, target: string): boolean {
  const name = get(level, "target");
  if (name !== undefined) return name === target;
  const pattern = get(level, "target-pattern");
  // A pattern that is no regular expression matches nothing.
  if (pattern !== undefined) return posixMatcher(pattern)?.(target) !== undefined;
  const attribute = get(level, "target-attribute");
  const nodes = descend(cib, "configuration", "nodes");
  const node = nodes === undefined ? undefined : elements(nodes, "node").find((n) => get(n, "uname") === target);
  return (
    attribute !== undefined &&
    node !== undefined &&
    pairs(node, "instance_attributes")[attribute] === get(level, "target-value")
  );
}

function priorityOf(device: FenceDevice): number {
  return leadingInteger(device.parameters.priority) ?? 0;
}
