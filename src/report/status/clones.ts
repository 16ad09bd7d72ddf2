/**
 * Clones: instances that are as they should be are listed by node, the others one by one. An instance is shown alone
 * when the clone is globally unique, or it is removed, unmanaged, failed, on a node in doubt, or only partly active.
 */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import { compareNodeNames } from "../../scheduler/model/nodes.ts";
import type {
  ReadonlyClone,
  ReadonlyNode,
  ReadonlyPrimitive,
  ReadonlyResource,
} from "../../scheduler/model/read-only.ts";
import { limitingTargetRole, primitivesOf } from "../../scheduler/model/roles.ts";
import { roleOf } from "../../scheduler/model/whereabouts.ts";
import type { CloneStatus, GroupStatus, PrimitiveStatus } from "./document.ts";
import { failedProbeText } from "./failures.ts";
import { groupStatus } from "./groups.ts";
import { primitiveStatus } from "./primitives.ts";

/** Active as far as a page is concerned: what ran on a node that is known to be down is gone. */
function isActive(p: ReadonlyPrimitive): boolean {
  return p.active.some((node) => node.unclean || node.online || !p.managed);
}

/** Where all of the instance is, if it is all in one place. */
function locationOf(instance: ReadonlyResource): ReadonlyNode | undefined {
  const nodes = new Set(primitivesOf(instance).flatMap((p) => p.active));
  const [only] = nodes;
  return nodes.size === 1 ? only : undefined;
}

function instanceStatus(s: ReadonlyModel, instance: ReadonlyResource): PrimitiveStatus | GroupStatus {
  return instance.kind === "group" ? groupStatus(s, instance) : primitiveStatus(s, instance as ReadonlyPrimitive);
}

export function cloneStatus(s: ReadonlyModel, rsc: ReadonlyClone): CloneStatus {
  const shown: (PrimitiveStatus | GroupStatus)[] = [];
  const promoted: string[] = [];
  const started: string[] = [];
  for (const instance of rsc.children) {
    const parts = primitivesOf(instance);
    const partly = parts.some(isActive);
    const wholly = parts.every(isActive);
    if (rsc.unique) {
      // An instance too many that runs nowhere is named for as long as its history is there.
      if (partly || !rsc.removed) shown.push(instanceStatus(s, instance));
      continue;
    }
    // What is done with it says more than that it is active nowhere.
    if (instance.kind === "primitive" && instance.pendingTask !== undefined) {
      shown.push(instanceStatus(s, instance));
      continue;
    }
    if (!partly) continue;
    const at = wholly ? locationOf(instance) : undefined;
    const doubtful =
      instance.removed ||
      [instance, ...parts].some((p) => !p.managed || p.failed) ||
      parts.some((p) => p.pendingTask !== undefined);
    if (at === undefined || doubtful || (!at.online && at.unclean)) shown.push(instanceStatus(s, instance));
    else (roleOf(instance, true) > Role.unpromoted ? promoted : started).push(at.name);
  }
  return {
    kind: "clone",
    id: rsc.id,
    child: childId(rsc),
    promotable: rsc.promotable,
    unique: rsc.unique,
    managed: rsc.managed,
    maintenance: rsc.maintenance,
    disabled: limitingTargetRole(rsc) !== undefined,
    targetRole: configuredRole(rsc) ?? null,
    shown,
    promoted: promoted.sort(compareNodeNames),
    started: started.sort(compareNodeNames),
    stopped: rsc.unique || rsc.cloneMax <= promoted.length + started.length ? [] : stoppedNodes(s, rsc),
  };
}

/** Tools other than Pacemaker's own put a clone's target role where its primitive is. */
export function configuredRole(rsc: ReadonlyClone): string | undefined {
  return rsc.meta.get("target-role") ?? rsc.children[0]?.meta.get("target-role");
}

function childId(rsc: ReadonlyClone): string {
  return rsc.childXml.attributes.get("id") ?? "";
}

function stoppedNodes(s: ReadonlyModel, rsc: ReadonlyClone): CloneStatus["stopped"] {
  const disabled = configuredRole(rsc)?.toLowerCase() === "stopped";
  const byState = new Map<string, string[]>();
  const active = new Set(rsc.children.flatMap(primitivesOf).flatMap((p) => p.active));
  // An asymmetric cluster allows nodes only once constraints are applied, which a status page does not do: those that
  // were asked serve instead.
  const candidates =
    rsc.allowed.size === 0 ? s.nodes.filter((node) => rsc.knownOn.has(node)) : rsc.allowed.list(s.nodes);
  for (const node of candidates) {
    if (active.has(node)) continue;
    const failure = failedProbeText(s, rsc, node);
    const state = failure === undefined ? (disabled ? "Stopped (disabled)" : "Stopped") : `Stopped (${failure})`;
    byState.set(state, [...(byState.get(state) ?? []), node.name]);
  }
  return [...byState].map(([state, nodes]) => ({ state, nodes })).sort((a, b) => (a.state < b.state ? -1 : 1));
}
