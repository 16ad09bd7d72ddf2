/** The instances that do a resource's work, the role each of them has, and the roles that are missing. */
import { Role } from "./enums.ts";
import type { ReadonlyPrimitive, ReadonlyResource } from "./read-only.ts";
import { topOf } from "./resource.ts";
import type { Primitive, Resource } from "./types.ts";

/** Roles in words, by rank. */
export const ROLE_NAMES = ["Unknown", "Stopped", "Started", "Unpromoted", "Promoted"] as const;

export type RoleName = (typeof ROLE_NAMES)[number];

/** The role in words, `Unknown` for a rank that has none. */
export function roleName(role: Role): RoleName {
  return ROLE_NAMES[role] ?? "Unknown";
}

/** The target role where it holds the resource below what it could be. */
export function limitingTargetRole(rsc: ReadonlyResource): "Stopped" | "Unpromoted" | undefined {
  const target = rsc.meta.get("target-role")?.toLowerCase();
  if (target === "stopped") return "Stopped";
  if ((target === "unpromoted" || target === "slave") && topOf(rsc, false).promotable) return "Unpromoted";
  return undefined;
}

/** The resource itself when it is a primitive, else every primitive below it, in order. */
export function primitivesOf(rsc: Resource): Primitive[];
export function primitivesOf(rsc: ReadonlyResource): ReadonlyPrimitive[];
export function primitivesOf(rsc: ReadonlyResource): ReadonlyPrimitive[] {
  return rsc.kind === "primitive" ? [rsc] : rsc.children.flatMap((child) => primitivesOf(child));
}

/** The instances of a resource; a bundle's are its services, or its containers when it has no service. */
export function instancesOf(rsc: ReadonlyResource): ReadonlyResource[] {
  if (rsc.kind === "clone") return rsc.children.filter((c) => !c.removed);
  if (rsc.kind === "bundle") return rsc.replicas.map((r) => r.inner ?? r.container);
  return [rsc];
}

/** The role on nodes that are online and clean; stopped when it runs on none of them. */
export function runningRole(p: ReadonlyPrimitive): Role {
  return p.active.some((n) => n.online && !n.unclean) ? p.role : Role.stopped;
}

/** It may still run on a node that is unclean; nothing is known until that node is fenced or comes back. */
const isInDoubt = (p: ReadonlyPrimitive): boolean => p.active.some((n) => n.unclean && !n.online);

/** The role in words: what may be promoted and is not is Unpromoted; what may still run on a lost node is Unknown. */
export function roleNameOf(p: ReadonlyPrimitive): RoleName {
  const role = runningRole(p);
  if (role === Role.stopped && isInDoubt(p)) return "Unknown";
  return role === Role.started && p.promotable ? "Unpromoted" : roleName(role);
}

/** An operation in flight, in words; a recurring monitor that has just been begun holds nothing up. */
export function inFlight(p: ReadonlyPrimitive): string | undefined {
  const { id, pendingTask, pendingNode } = p;
  if (pendingTask === undefined || pendingTask === "monitor") return undefined;
  return `${id}: ${pendingTask} is under way${pendingNode === undefined ? "" : ` on ${pendingNode.name}`}`;
}

/** Whether every primitive of the resource is Started or above on a node that is online and clean. */
export const runs = (rsc: ReadonlyResource): boolean => primitivesOf(rsc).every((p) => runningRole(p) >= Role.started);
/** Whether a primitive of the resource is Promoted on a node that is online and clean. */
export const isPromoted = (rsc: ReadonlyResource): boolean =>
  primitivesOf(rsc).some((p) => runningRole(p) === Role.promoted);

/** How many instances are to be promoted at once. */
export function promotedMax(rsc: ReadonlyResource): number {
  return rsc.kind === "clone" || rsc.kind === "bundle" ? rsc.promotedMax : 0;
}

/** How many instances should be promoted and are not; as many as run can be. */
export function lackingPromotion(rsc: ReadonlyResource): string | undefined {
  const instances = instancesOf(rsc);
  const able = limitingTargetRole(rsc) === "Unpromoted" ? 0 : instances.filter(runs).length;
  const wanted = Math.min(promotedMax(rsc), able);
  const leading = instances.filter(isPromoted).length;
  return leading >= wanted ? undefined : `${leading} of ${wanted} instances of ${rsc.id} are promoted`;
}
