/**
 * Colocation with a clone. Interleaved, an instance of the dependent goes by the one instance that shares its node;
 * else a mandatory dependent goes where any instance is, and an optional one weighs every instance. For a role of a
 * promotable clone only instances of that role count.
 * Behaviour: docs/pacemaker/colocation.md#with-a-clone.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { addScores, INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import { assignTo } from "../assignment/assignment.ts";
import { compatibleInstance, instanceMatches, maxPerNode } from "../assignment/instances.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import { colocationValue, sameValue } from "../model/node-attribute.ts";
import { isCollective } from "../model/resource.ts";
import type { Clone, Colocation, Node, Resource } from "../model/types.ts";
import { anyBlocked, nodesOf, onlyNodeOf, roleOf } from "../model/whereabouts.ts";

/**
 * Applies a colocation between resources of any variant: `applyColocation` of apply.ts, handed to the
 * variants because they pass it on to their parts. Returns what was added to the dependent's priority.
 */
export type Apply = (
  s: ClusterModel,
  dependent: Resource,
  primary: Resource,
  colocation: Colocation,
  forDependent: boolean,
) => number;

/** Returns what was added to the dependent's priority; 0, without effect, while the clone is not assigned. */
export function applyWithClone(
  s: ClusterModel,
  apply: Apply,
  dependent: Resource,
  clone: Clone,
  colocation: Colocation,
): number {
  if (clone.unassigned) return 0;
  if (clone.promotable && colocation.primaryRole !== Role.unknown) {
    if (dependent.unassigned) {
      followRole(s, dependent, clone, colocation);
      return 0;
    }
    if (colocation.dependentRole === Role.promoted) return promoteWith(s, dependent, clone, colocation);
  }
  if (interleaves(s, colocation)) {
    return applyWithInstance(
      s,
      apply,
      dependent,
      compatibleInstance(s, dependent, clone, Role.unknown, false),
      colocation,
    );
  }
  if (colocation.score >= INFINITY) {
    const nodes = new Set<Node>();
    for (const instance of clone.children) {
      const node = onlyNodeOf(instance, false);
      if (node !== undefined && !anyBlocked(instance)) nodes.add(node);
    }
    restrictTo(s, dependent, nodes);
    return 0;
  }
  let delta = 0;
  for (const instance of clone.children) delta = addScores(delta, apply(s, dependent, instance, colocation, false));
  return delta;
}

/** Applies the colocation to the one instance that suits the dependent; without one, a mandatory dependent cannot run. */
export function applyWithInstance(
  s: ClusterModel,
  apply: Apply,
  dependent: Resource,
  instance: Resource | undefined,
  colocation: Colocation,
): number {
  if (instance !== undefined) return apply(s, dependent, instance, colocation, true);
  if (colocation.score >= INFINITY) {
    s.why?.unplaced.set(dependent, colocation);
    assignTo(s, dependent, undefined, true, true);
  }
  return 0;
}

/** Bans the dependent from all nodes but these. */
export function restrictTo(s: ClusterModel, dependent: Resource, nodes: ReadonlySet<Node>): void {
  for (const node of dependent.allowed.list(s.nodes)) {
    if (!nodes.has(node)) dependent.allowed.setScore(node, MINUS_INFINITY);
  }
  noteWherePrimariesAre(s, dependent, nodes);
}

/** Bans the dependent, where it did not know of them, from nodes of what it is with: it is probed there. */
function noteWherePrimariesAre(s: ClusterModel, dependent: Resource, nodes: Iterable<Node>): void {
  if (!s.dialect.looksWherePrimariesAre) return;
  for (const node of nodes) if (!dependent.allowed.has(node)) dependent.allowed.set(node, MINUS_INFINITY);
}

function interleaves(s: ClusterModel, colocation: Colocation): boolean {
  const { dependent, primary } = colocation;
  if (!isCollective(dependent) || parseBoolean(dependent.meta.get("interleave")) !== true) return false;
  if (maxPerNode(dependent) === maxPerNode(primary)) return true;
  s.problems.push(
    `Cannot interleave ${dependent.id} and ${primary.id} because they do not support the same number of instances per node`,
  );
  return false;
}

/** The dependent, which has no node yet, goes where the clone has instances of the role. */
function followRole(s: ClusterModel, dependent: Resource, clone: Clone, colocation: Colocation): void {
  const affected = new Map<Node, number>();
  for (const instance of clone.children) {
    const node = onlyNodeOf(instance, false);
    if (node === undefined || roleOf(instance, false) !== colocation.primaryRole) continue;
    if (colocation.score < INFINITY) preferLike(s, dependent, clone, node, colocation);
    affected.set(node, assignedScore(instance, node));
  }
  // Promoted with promoted: instances that will not be promoted must be able to start nevertheless.
  const bothPromoted = colocation.dependentRole === Role.promoted && colocation.primaryRole === Role.promoted;
  if (colocation.score < INFINITY || bothPromoted) return;
  for (const node of dependent.allowed.list(s.nodes)) {
    const score = affected.get(node);
    if (score === undefined) dependent.allowed.setScore(node, MINUS_INFINITY);
    else dependent.allowed.addScore(node, score);
  }
  noteWherePrimariesAre(s, dependent, affected.keys());
}

function preferLike(s: ClusterModel, dependent: Resource, clone: Clone, where: Node, colocation: Colocation): void {
  const wanted = colocationValue(s, where, colocation.nodeAttribute, clone);
  for (const node of dependent.allowed.list(s.nodes)) {
    if (sameValue(wanted, colocationValue(s, node, colocation.nodeAttribute, dependent)))
      dependent.allowed.addScore(node, colocation.score);
  }
}

/**
 * The score with which the instance got its node; for a cloned group, that of its first member there. What is unmanaged
 * got its node for being there, whatever its score: it counts with the node's base score.
 */
function assignedScore(instance: Resource, node: Node): number {
  if (instance.children.length === 0) return instance.managed ? instance.assignedScore : node.score;
  const member = instance.children.find((child) => nodesOf(child, false).includes(node));
  return member === undefined ? MINUS_INFINITY : assignedScore(member, node);
}

/** The dependent, an instance of a promotable clone, is worth promoting where the clone has the role. */
function promoteWith(s: ClusterModel, dependent: Resource, clone: Clone, colocation: Colocation): number {
  if (hasRoleNear(s, dependent, clone, colocation)) {
    dependent.priority = addScores(dependent.priority, colocation.score);
    s.why?.addPriority(dependent, colocation.score);
    return colocation.score;
  }
  if (colocation.score < INFINITY) return 0;
  dependent.priority = MINUS_INFINITY;
  s.why?.addPriority(dependent, MINUS_INFINITY);
  return MINUS_INFINITY;
}

/** "Where" is every node with the same value of the colocation's attribute, as the clone's kind of resource looks it up. */
function hasRoleNear(s: ClusterModel, dependent: Resource, clone: Clone, colocation: Colocation): boolean {
  const { nodeAttribute, primaryRole } = colocation;
  const own = onlyNodeOf(dependent, false);
  if (own === undefined || !s.dialect.rolesOfBundles)
    return compatibleInstance(s, dependent, clone, primaryRole, false) !== undefined;
  const wanted = colocationValue(s, own, nodeAttribute, clone);
  return clone.children.some((instance) => {
    const node = onlyNodeOf(instance, false);
    if (node === undefined || !instanceMatches(instance, node, primaryRole, false)) return false;
    return sameValue(colocationValue(s, node, nodeAttribute, clone), wanted);
  });
}
