/**
 * Choosing which instances of a promotable clone are promoted, once all have their nodes.
 * Behaviour: docs/pacemaker/assignment.md#choosing-roles (pcmk_sched_promotable.c).
 */
import { addScores, INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import { thisWithColocations, withThisColocations } from "../action/colocation-lists.ts";
import { banEverywhere } from "../assignment/assignment.ts";
import { applyColocation } from "../colocation/apply.ts";
import { colocationFactor, hasInfluence } from "../colocation/influence.ts";
import { addColocatedNodeScores } from "../colocation/preferences.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import { mergeSort } from "../model/merge-sort.ts";
import { nodeAvailable } from "../model/node-availability.ts";
import { topOf } from "../model/resource.ts";
import type { Clone, Location, Node, Resource } from "../model/types.ts";
import { onlyNodeOf, roleOf } from "../model/whereabouts.ts";
import type { Cause } from "../model/why.ts";
import { instanceComparison } from "./instance-order.ts";
import { promotionScore } from "./promotion-score.ts";
import { logPromotionScore } from "./score-lines.ts";

/** Sets the next role of every instance, those promoted first in the clone's list. */
export function chooseRoles(s: ClusterModel, clone: Clone): void {
  // From here on the clone's table counts promoted instances per node.
  for (const node of clone.allowed.list(s.nodes)) clone.allowed.setCount(node, 0);

  for (const instance of clone.children) setPriority(s, clone, instance);
  sortByPromotion(s, clone);

  let promoted = 0;
  for (const instance of clone.children) {
    logPromotionScore(s, instance, onlyNodeOf(instance, false));
    const node =
      instance.promotionPriority < 0 || (promoted >= clone.promotedMax && clone.managed)
        ? undefined
        : promotionNode(s, instance);
    const frozen = instance.role < Role.promoted && !s.quorate && s.options.quorumPolicy === "freeze";
    if (node === undefined || frozen) {
      demote(instance);
    } else {
      clone.allowed.setCount(node, clone.allowed.count(node) + 1);
      promote(instance);
      promoted++;
    }
  }
}

/** What an instance's promotion priority is made of: its promotion score, locations and colocations of the Promoted role. */
function setPriority(s: ClusterModel, clone: Clone, instance: Resource): void {
  // Instances of a promotable clone are never just started.
  if (roleOf(instance, true) === Role.started) replaceStarted(instance);
  const node = onlyNodeOf(instance, false);
  if (node === undefined) return;

  const nextRole = roleOf(instance, false);
  switch (nextRole) {
    case Role.started:
    case Role.unknown:
      // With neither a score nor a constraint in favour, nothing is promoted: hence -1, which a constraint can lift.
      instance.priority = promotionScore(s, instance, node) ?? -1;
      s.why?.priority(instance, promotionCause(instance), instance.priority);
      break;
    case Role.unpromoted:
    case Role.stopped:
      instance.priority = MINUS_INFINITY;
      s.why?.priority(instance, { kind: "role" }, MINUS_INFINITY);
      break;
    case Role.promoted:
      s.why?.priority(instance, { kind: "role" }, INFINITY);
      break;
  }

  addLocations(s, instance, instance.locations, node);
  addLocations(s, instance, clone.locations, node);
  for (const colocation of thisWithColocations(s, instance)) {
    applyColocation(s, instance, colocation.primary, colocation, true);
  }
  instance.promotionPriority = nextRole === Role.promoted ? INFINITY : instance.priority;
}

function promotionCause(instance: Resource): Cause {
  return instance.priority === -1 ? { kind: "no-promotion" } : { kind: "promotion", instance };
}

function replaceStarted(rsc: Resource): void {
  if (rsc.role === Role.started) rsc.role = Role.unpromoted;
  for (const child of rsc.children) replaceStarted(child);
}

function addLocations(s: ClusterModel, instance: Resource, locations: readonly Location[], node: Node): void {
  for (let i = locations.length - 1; i >= 0; i--) {
    const location = locations[i] as Location;
    const score = location.role === Role.promoted ? location.nodes.get(node) : undefined;
    if (score === undefined) continue;
    instance.priority = addScores(instance.priority, score);
    s.why?.addPriority(instance, score, { kind: "location", location });
  }
}

/**
 * Weighs the instances by their nodes, with the preferences of what is colocated with the Promoted role and the tickets
 * it needs, and sorts them. What the Promoted role itself is colocated with is in the instances' priorities already.
 */
function sortByPromotion(s: ClusterModel, clone: Clone): void {
  clone.updatingNodes = true;
  clone.promotionConstrained = true;
  for (const instance of clone.children) {
    const node = onlyNodeOf(instance, false);
    if (instance.promotionPriority < 0 || node === undefined) continue;
    s.why?.because({ kind: "promotion-priority", instance });
    clone.allowed.addScore(node, instance.promotionPriority);
  }

  if (!s.dialect.promotedWithOnce) weighPrimaries(s, clone);
  for (const colocation of withThisColocations(s, clone)) {
    if (colocation.primaryRole !== Role.promoted || !hasInfluence(colocation)) continue;
    const select = { active: true, nonnegative: true };
    const factor = colocationFactor(colocation);
    clone.allowed = addColocatedNodeScores(
      s,
      colocation.dependent,
      { target: clone, nodes: clone.allowed, colocation, factor },
      select,
    );
  }
  requireTickets(s, clone);

  for (const instance of clone.children) {
    const node = onlyNodeOf(instance, false);
    s.why?.weighedPromotion(clone, instance, node);
    if (!instance.managed && instance.nextRole === Role.promoted) instance.promotionPriority = INFINITY;
    else if (node === undefined) instance.promotionPriority = s.dialect.unplacedLast ? MINUS_INFINITY : 0;
    else if (instance.promotionPriority >= 0) instance.promotionPriority = clone.allowed.score(node);
  }

  const byDefault = instanceComparison(s);
  mergeSort(clone.children, (a, b) => {
    if (a.promotionPriority !== b.promotionPriority) return b.promotionPriority - a.promotionPriority;
    const role = roleOf(b, true) - roleOf(a, true);
    return role !== 0 ? role : byDefault(a, b);
  });
  clone.updatingNodes = false;
}

/** Until 2.1.7 the nodes weigh what the Promoted role is to be with, though the instances' priorities did already. */
function weighPrimaries(s: ClusterModel, clone: Clone): void {
  for (const colocation of thisWithColocations(s, clone)) {
    const { primary, dependentRole, score } = colocation;
    if (dependentRole !== Role.promoted) continue;
    const select = { active: score < INFINITY };
    const factor = colocationFactor(colocation);
    clone.allowed = addColocatedNodeScores(
      s,
      primary,
      { target: clone, nodes: clone.allowed, colocation, factor },
      select,
    );
  }
}

/** Without a ticket for the Promoted role, promotion is out everywhere. */
function requireTickets(s: ClusterModel, clone: Clone): void {
  for (const constraint of s.ticketConstraints) {
    const { rsc, role, ticket } = constraint;
    if (rsc !== clone || role !== Role.promoted || (ticket.granted && !ticket.standby)) continue;
    s.why?.because({ kind: "ticket", constraint });
    banEverywhere(s, clone);
  }
}

/** The node an instance (of a cloned group: with every member) can be promoted on; an unmanaged one only stays promoted. */
function promotionNode(s: ClusterModel, rsc: Resource): Node | undefined {
  if (rsc.children.some((member) => promotionNode(s, member) === undefined)) return undefined;
  const node = onlyNodeOf(rsc, false);
  if (node === undefined) return undefined;
  if (!rsc.managed) {
    if (roleOf(rsc, true) !== Role.promoted) return undefined;
  } else if (rsc.priority < 0 || !nodeAvailable(node, { guests: true })) {
    return undefined;
  }
  const clone = topOf(rsc, false);
  if (clone.kind !== "clone" || !clone.allowed.has(node)) return undefined;
  if (rsc.managed && clone.allowed.count(node) >= clone.promotedNodeMax) return undefined;
  return node;
}

function promote(rsc: Resource): void {
  if (rsc.nextRole === Role.unknown) rsc.nextRole = Role.promoted;
  for (const child of rsc.children) promote(child);
}

function demote(rsc: Resource): void {
  rsc.nextRole = isAssigned(rsc) ? Role.unpromoted : Role.stopped;
  for (const child of rsc.children) demote(child);
}

function isAssigned(rsc: Resource): boolean {
  return rsc.children.length > 0 ? rsc.children.some(isAssigned) : rsc.assigned !== undefined;
}
