/**
 * Assigning the instances of a clone, or the containers of a bundle: as many as possible stay where they are.
 * Behaviour: docs/pacemaker/assignment.md#instances (pcmk_sched_instances.c).
 */
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import { banEverywhere, unassign } from "../assignment/assignment.ts";
import { handToInstance } from "../colocation/handed-down.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { nodeAvailable } from "../model/node-availability.ts";
import type { NodeTable } from "../model/node-table.ts";
import type { Bundle, Clone, Node, Resource } from "../model/types.ts";
import { currentNode } from "../model/whereabouts.ts";
import { parentTable } from "./instance-order.ts";
import type { Assign } from "./primitive.ts";

/** How many instances there may be, and how many of them on one node. */
export interface InstanceLimits {
  readonly total: number;
  readonly perNode: number;
}

/** Assigns instances, in the order given, within the limits. */
export function assignInstances(
  s: ClusterModel,
  assign: Assign,
  collective: Clone | Bundle,
  instances: readonly Resource[],
  limits: InstanceLimits,
): void {
  const { total, perNode } = limits;
  const available = resetCounts(s, collective);
  const optimal = Math.max(1, available > 0 ? Math.floor(total / available) : 0);
  let assigned = 0;
  const handDown = (instance: Resource): void => {
    if (s.dialect.handsColocationsDown) handToInstance(collective, instance, total < available);
  };

  for (const instance of instances) {
    if (assigned >= total) break;
    if (!instance.unassigned) continue;
    const current = nodeToKeep(instance, optimal);
    if (current === undefined) continue;
    handDown(instance);
    const kept = s.dialect.handsColocationsDown
      ? keepOnce(s, assign, instance, current, perNode)
      : keepInPlace(s, assign, instance, current, { total: total - assigned, perNode });
    if (kept) assigned++;
  }

  for (const instance of instances) {
    if (!instance.unassigned) continue;
    s.why?.because({ kind: "enough", collective });
    if (assigned >= total) {
      banEverywhere(s, instance);
      continue;
    }
    handDown(instance);
    if (tryInstance(s, assign, instance, undefined, perNode) !== undefined) assigned++;
  }
}

/** The collective's table counts instances per node from now on; returns how many of its nodes can run anything. */
function resetCounts(s: ClusterModel, collective: Resource): number {
  let available = 0;
  for (const node of collective.allowed.list(s.nodes)) {
    collective.allowed.setCount(node, 0);
    if (nodeAvailable(node)) available++;
  }
  return available;
}

/** The current node of a healthy instance, if it can still run there and the node has not had its fair share yet. */
function nodeToKeep(instance: Resource, optimal: number): Node | undefined {
  if (instance.active.length === 0 || instance.failed) return undefined;
  const node = currentNode(instance);
  if (!nodeAvailable(node, { noNegativeScore: "base" }) || node === undefined) return undefined;
  return parentTable(instance).count(node) >= optimal ? undefined : node;
}

/**
 * Tries to assign an instance to the node where it is. If it prefers another node, one instance is set aside for
 * that node and the instance tries again: nodes then get as many instances as preferences give them, but those already
 * running there first. Once as many are set aside as there are left to assign, the others are more important.
 */
function keepInPlace(
  s: ClusterModel,
  assign: Assign,
  instance: Resource,
  current: Node,
  left: InstanceLimits,
): boolean {
  const parent = instance.parent;
  if (parent === undefined) return false;
  if (!instance.allowed.has(current) || !nodeAvailable(current, { noNegativeScore: instance.allowed })) return false;

  const tables = saveTables(instance, new Map());
  const counts = parent.allowed;
  parent.allowed = counts.copy();
  let kept = false;
  const tries = s.dialect.instancesStay ? left.total : 1;
  for (let reserved = 0; reserved < tries; reserved++) {
    const chosen = tryInstance(s, assign, instance, current, left.perNode);
    if (chosen === current) {
      kept = true;
      break;
    }
    restoreTables(instance, tables);
    if (chosen === undefined) {
      instance.unassigned = true;
      break;
    }
    // The scratch counts remember what is set aside.
    unassign(s, instance);
  }
  parent.allowed = counts;
  if (kept) countOn(instance, current);
  return kept;
}

/**
 * Until 2.1.5 an instance has one try. Without any node it is settled; of a cloned group that prefers another node the
 * members are there for good, and count for nothing.
 */
function keepOnce(s: ClusterModel, assign: Assign, instance: Resource, current: Node, maxPerNode: number): boolean {
  if (instance.assigning || !instance.allowed.has(current) || instance.allowed.score(current) < 0) return false;
  banUnusableNodes(s, instance, maxPerNode);
  const before = instance.allowed.copy();
  const chosen = assign(s, instance, current, true);
  if (chosen === current) countOn(instance, current);
  if (chosen === undefined || chosen === current) return chosen === current;
  instance.allowed = before;
  if (instance.children.length === 0) unassign(s, instance);
  return false;
}

function tryInstance(
  s: ClusterModel,
  assign: Assign,
  instance: Resource,
  prefer: Node | undefined,
  maxPerNode: number,
): Node | undefined {
  if (instance.assigning) return undefined;
  banUnusableNodes(s, instance, maxPerNode);
  // An attempt to keep an instance in place has to be reversible.
  const chosen = assign(s, instance, prefer, prefer === undefined);
  if (chosen !== undefined) countOn(instance, chosen);
  return chosen;
}

function countOn(instance: Resource, node: Node): void {
  const table = parentTable(instance);
  table.setCount(node, table.count(node) + 1);
}

/** Nodes that are unavailable, not for the whole, or full, are forbidden to the instance and to a cloned group's members. */
function banUnusableNodes(s: ClusterModel, instance: Resource, maxPerNode: number): void {
  const table = parentTable(instance);
  for (const node of s.nodes) {
    if (!instance.allowed.has(node)) continue;
    const usable =
      !instance.removed &&
      nodeAvailable(node) &&
      table.has(node) &&
      table.score(node) >= 0 &&
      table.count(node) < maxPerNode;
    if (usable) continue;
    s.why?.because({ kind: "instance", because: unusableBecause(instance, node) });
    instance.allowed.setScore(node, MINUS_INFINITY);
    for (const member of instance.children) member.allowed.setScore(node, MINUS_INFINITY);
  }
}

function unusableBecause(instance: Resource, node: Node): "unavailable" | "whole" | "full" | "removed" {
  if (instance.removed) return "removed";
  if (!nodeAvailable(node)) return "unavailable";
  const table = parentTable(instance);
  return table.has(node) && table.score(node) >= 0 ? "full" : "whole";
}

type SavedTables = Map<Resource, NodeTable>;

function saveTables(rsc: Resource, into: SavedTables): SavedTables {
  into.set(rsc, rsc.allowed.copy());
  for (const child of rsc.children) saveTables(child, into);
  return into;
}

function restoreTables(rsc: Resource, saved: SavedTables): void {
  const table = saved.get(rsc);
  if (table !== undefined) rsc.allowed = table.copy();
  for (const child of rsc.children) restoreTables(child, saved);
}
