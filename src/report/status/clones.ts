/**
 * Clones: instances that are as they should be are listed by node, the others one by one. An instance is shown alone
 * when the clone is globally unique, or it is removed, unmanaged, failed, on a node in doubt, or only partly active.
 */
import { compareNodeNames } from "../../scheduler/model/nodes.ts";
import type { Node } from "../../scheduler/model/node.ts";
import { type Clone, type Primitive, type Resource, Role } from "../../scheduler/model/resource.ts";
import type { Scheduler } from "../../scheduler/model/scheduler.ts";
import type { CloneStatus, GroupStatus, PrimitiveStatus } from "./document.ts";
import { failedProbeText } from "./failures.ts";
import { readGroup } from "./groups.ts";
import { limitingTargetRole, readPrimitive } from "./primitives.ts";

function primitivesOf(rsc: Resource): Primitive[] {
  return rsc.kind === "primitive" ? [rsc] : rsc.children.flatMap(primitivesOf);
}

/** Where all of the instance is, if it is all in one place. */
function locationOf(instance: Resource): Node | undefined {
  const nodes = new Set(primitivesOf(instance).flatMap((p) => p.active));
  const [only] = nodes;
  return nodes.size === 1 ? only : undefined;
}

function roleOf(instance: Resource): Role {
  return Math.max(...primitivesOf(instance).map((p) => p.role)) as Role;
}

function readInstance(instance: Resource): PrimitiveStatus | GroupStatus {
  return instance.kind === "group" ? readGroup(instance) : readPrimitive(instance as Primitive);
}

export function readClone(s: Scheduler, rsc: Clone): CloneStatus {
  const shown: (PrimitiveStatus | GroupStatus)[] = [];
  const promoted: string[] = [];
  const started: string[] = [];
  let activeInstances = 0;
  for (const instance of rsc.children) {
    const parts = primitivesOf(instance);
    const partly = parts.some((p) => p.active.length > 0);
    const wholly = parts.every((p) => p.active.length > 0);
    if (partly) activeInstances++;
    if (rsc.unique) {
      if (partly || !instance.removed) shown.push(readInstance(instance));
      continue;
    }
    if (!partly) continue;
    const at = wholly ? locationOf(instance) : undefined;
    const doubtful = instance.removed || !instance.managed || instance.failed || parts.some((p) => p.pendingTask !== undefined);
    if (at === undefined || doubtful || (!at.online && at.unclean)) shown.push(readInstance(instance));
    else (roleOf(instance) > Role.unpromoted ? promoted : started).push(at.name);
  }
  return {
    kind: "clone",
    id: rsc.id,
    child: childId(rsc),
    promotable: rsc.promotable,
    unique: rsc.unique,
    managed: rsc.managed,
    maintenance: rsc.maintenance,
    disabled: limitingTargetRole(rsc) === "Stopped",
    shown,
    promoted: promoted.sort(compareNodeNames),
    started: started.sort(compareNodeNames),
    stopped: rsc.unique || rsc.cloneMax <= activeInstances ? [] : stoppedNodes(s, rsc),
  };
}

function childId(rsc: Clone): string {
  return rsc.childXml.attributes.get("id") ?? "";
}

function stoppedNodes(s: Scheduler, rsc: Clone): CloneStatus["stopped"] {
  const disabled = limitingTargetRole(rsc) === "Stopped";
  const byState = new Map<string, string[]>();
  const active = new Set(rsc.children.flatMap(primitivesOf).flatMap((p) => p.active));
  for (const node of rsc.allowed.list(s.nodes)) {
    if (active.has(node)) continue;
    const failure = failedProbeText(s, rsc, node);
    const state = failure === undefined ? (disabled ? "Stopped (disabled)" : "Stopped") : `Stopped (${failure})`;
    byState.set(state, [...(byState.get(state) ?? []), node.name]);
  }
  return [...byState].map(([state, nodes]) => ({ state, nodes })).sort((a, b) => (a.state < b.state ? -1 : 1));
}
