/**
 * Where a resource of any variant is or will be, and in which role, as the phases ask it: a collective is where its
 * parts are, and has one place only when all of them share it.
 * Behaviour: docs/pacemaker/assignment.md#where-a-resource-is (native.c, group.c, clone.c, bundle.c, complex.c).
 */
import { Role } from "./enums.ts";
import type { ReadonlyNode, ReadonlyResource } from "./read-only.ts";
import type { Node, Resource } from "./types.ts";

export interface Activity<N = Node> {
  /** The node to treat as the resource's current one when it is active on several. */
  readonly node: N | undefined;
  /** Nodes it is active on. */
  readonly all: number;
  /** Those of them that are online and clean. */
  readonly clean: number;
}

/**
 * Counts the nodes a resource is active on and picks its current one: the source of a migration in progress; else, for
 * a resource that does not wait for fencing, the first usable node (it is not thought active on a lost one); else the first.
 */
export function activity(rsc: Resource): Activity;
export function activity(rsc: ReadonlyResource): Activity<ReadonlyNode>;
export function activity(rsc: ReadonlyResource): Activity<ReadonlyNode> {
  if (rsc.kind === "bundle") {
    const containers = rsc.replicas
      .map((replica) => replica.container)
      .filter((container) => container.active.length > 0);
    const only = containers.length === 1 ? containers[0] : undefined;
    if (only !== undefined) return activity(only);
    return judge(rsc, [...new Set(containers.flatMap((container) => container.active))]);
  }
  return judge(rsc, rsc.active);
}

/** Where a bundle counts as active until 2.1.5: wherever a part of it is. */
export function currentNodeOfAnyPart(rsc: Resource): Node | undefined;
export function currentNodeOfAnyPart(rsc: ReadonlyResource): ReadonlyNode | undefined {
  return judge(rsc, rsc.active).node;
}

function judge(rsc: ReadonlyResource, nodes: readonly ReadonlyNode[]): Activity<ReadonlyNode> {
  let chosen: ReadonlyNode | undefined;
  let clean = 0;
  for (const node of nodes) {
    const healthy = isHealthy(node);
    if (healthy) clean++;
    if (rsc.partialMigrationSource !== undefined) {
      if (node === rsc.partialMigrationSource) chosen = node;
    } else if (!rsc.needsFencing && healthy && (chosen === undefined || !isHealthy(chosen))) {
      chosen = node;
    }
    chosen ??= node;
  }
  return { node: chosen, all: nodes.length, clean };
}

function isHealthy(node: ReadonlyNode): boolean {
  return node.online && !node.unclean;
}

/** The node to treat as the resource's current one; see {@link activity}. */
export function currentNode(rsc: Resource): Node | undefined;
export function currentNode(rsc: ReadonlyResource): ReadonlyNode | undefined;
export function currentNode(rsc: ReadonlyResource): ReadonlyNode | undefined {
  // The common cases need no counting.
  if (rsc.kind !== "bundle" && rsc.active.length < 2) return rsc.active[0];
  return activity(rsc).node;
}

/** Every node the resource's primitives are active on (`current`) or assigned to, each once. */
export function nodesOf(rsc: Resource, current: boolean): Node[];
export function nodesOf(rsc: ReadonlyResource, current: boolean): ReadonlyNode[];
export function nodesOf(rsc: ReadonlyResource, current: boolean): ReadonlyNode[] {
  if (rsc.children.length > 0) return [...new Set(rsc.children.flatMap((child) => nodesOf(child, current)))];
  if (current) return [...rsc.active];
  return rsc.assigned === undefined ? [] : [rsc.assigned];
}

/** The one node of {@link nodesOf}; undefined for no node or more than one. */
export function onlyNodeOf(rsc: Resource, current: boolean): Node | undefined;
export function onlyNodeOf(rsc: ReadonlyResource, current: boolean): ReadonlyNode | undefined;
export function onlyNodeOf(rsc: ReadonlyResource, current: boolean): ReadonlyNode | undefined {
  const node = firstNodeOf(rsc, current);
  return node !== undefined && isNowhereElse(rsc, current, node) ? node : undefined;
}

function firstNodeOf(rsc: ReadonlyResource, current: boolean): ReadonlyNode | undefined {
  if (rsc.children.length === 0) return current ? rsc.active[0] : rsc.assigned;
  for (const child of rsc.children) {
    const node = firstNodeOf(child, current);
    if (node !== undefined) return node;
  }
  return undefined;
}

function isNowhereElse(rsc: ReadonlyResource, current: boolean, node: ReadonlyNode): boolean {
  if (rsc.children.length > 0) return rsc.children.every((child) => isNowhereElse(child, current, node));
  if (current) return rsc.active.every((other) => other === node);
  return rsc.assigned === undefined || rsc.assigned === node;
}

/** The role from the history (`current`) or the one it is to have; the highest of its parts, and unknown for a bundle. */
export function roleOf(rsc: ReadonlyResource, current: boolean): Role {
  if (rsc.kind === "bundle") return Role.unknown;
  if (rsc.kind === "primitive") return current ? rsc.role : rsc.nextRole;
  let highest: Role = Role.unknown;
  for (const child of rsc.children) {
    const role = roleOf(child, current);
    if (role > highest) highest = role;
  }
  return highest;
}

/** True when the resource or any part of it is blocked. */
export function anyBlocked(rsc: ReadonlyResource): boolean {
  return rsc.blocked || rsc.children.some(anyBlocked);
}

/** True when the resource or any part of it has failed. */
export function anyFailed(rsc: ReadonlyResource): boolean {
  return rsc.failed || rsc.children.some(anyFailed);
}
