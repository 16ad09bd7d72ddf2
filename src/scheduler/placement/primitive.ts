/**
 * Assigning a primitive: weigh the colocations, then take the best node.
 * Behaviour: docs/pacemaker/assignment.md#primitives, docs/pacemaker/assignment.md#best-node (pcmk_sched_primitive.c).
 */
import { INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import { thisWithColocations, withThisColocations } from "../action/colocation-lists.ts";
import { assignTo, banEverywhere } from "../assignment/assignment.ts";
import { sortNodes } from "../assignment/node-order.ts";
import { applyColocation } from "../colocation/apply.ts";
import { addDependentScores } from "../colocation/preferences.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import { anyNodeAvailable, nodeAvailable } from "../model/node-availability.ts";
import type { NodeTable } from "../model/node-table.ts";
import type { Colocation, Node, Primitive, Resource } from "../model/types.ts";
import { currentNode } from "../model/whereabouts.ts";
import { logScores } from "./score-lines.ts";
import { banForCapacity } from "./utilization.ts";

/**
 * Assigns a resource of any variant: `assign` of assign.ts, handed to the variants because assigning one resource may
 * demand that others (its whole, its parts, what it is colocated with) are assigned first.
 * `prefer` is taken when no node is better. With `stopIfFail` unset, the attempt can be undone completely.
 * Returns the node when all of the resource went to one.
 */
export type Assign = (
  s: ClusterModel,
  rsc: Resource,
  prefer: Node | undefined,
  stopIfFail: boolean,
) => Node | undefined;

/**
 * Returns the node; undefined if the primitive runs nowhere, or is already being assigned (colocations in a circle).
 */
export function assignPrimitive(
  s: ClusterModel,
  assign: Assign,
  rsc: Primitive,
  prefer: Node | undefined,
  stopIfFail: boolean,
): Node | undefined {
  // A part is only assigned in the course of assigning its whole.
  if (rsc.parent !== undefined && !rsc.parent.assigning) assign(s, rsc.parent, prefer, stopIfFail);
  if (!rsc.unassigned) return rsc.assigned;
  // Colocated in a circle: the first one decides.
  if (rsc.assigning) return undefined;

  // What it follows is assigned before it, and before that what that follows: chains can be thousands long, so who waits
  // for whom is kept in a list of our own.
  const pending = [begin(s, rsc, prefer, stopIfFail)];
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const primary = weighUntilPrimary(s, top);
    if (primary === undefined) {
      finish(s, top);
      pending.pop();
    } else if (primary.kind === "primitive" && !primary.assigning && primary.parent?.assigning !== false) {
      pending.push(begin(s, primary, undefined, true));
    } else {
      assign(s, primary, undefined, true);
    }
  }
  return rsc.assigned;
}

/** An assignment that was begun. */
interface Assignment {
  readonly rsc: Primitive;
  readonly prefer: Node | undefined;
  readonly stopIfFail: boolean;
  /** Mandatory colocations before optional ones; of each kind, those it follows before those that follow it. */
  readonly colocations: readonly Weighed[];
  next: number;
  /** The next colocation has its primary assigned as well as can be. */
  ready: boolean;
  /** Node scores as they were before the next colocation, where that may have to be taken back. */
  before: NodeTable | undefined;
}

interface Weighed {
  readonly colocation: Colocation;
  readonly isDependent: boolean;
}

function begin(s: ClusterModel, rsc: Primitive, prefer: Node | undefined, stopIfFail: boolean): Assignment {
  rsc.assigning = true;
  const colocations: Weighed[] = [];
  const thisWith = thisWithColocations(s, rsc);
  const withThis = withThisColocations(s, rsc);
  if (!s.dialect.mandatoryColocationsFirst) {
    for (const colocation of thisWith) colocations.push({ colocation, isDependent: true });
    for (const colocation of withThis) colocations.push({ colocation, isDependent: false });
    return { rsc, prefer, stopIfFail, colocations, next: 0, ready: false, before: undefined };
  }
  for (const mandatory of [true, false]) {
    for (const colocation of thisWith) {
      if (isMandatory(colocation) === mandatory) colocations.push({ colocation, isDependent: true });
    }
    for (const colocation of withThis) {
      if (isMandatory(colocation) === mandatory) colocations.push({ colocation, isDependent: false });
    }
  }
  return { rsc, prefer, stopIfFail, colocations, next: 0, ready: false, before: undefined };
}

function isMandatory(colocation: Colocation): boolean {
  return colocation.score <= MINUS_INFINITY || colocation.score >= INFINITY;
}

/** Weighs colocations until one has a primary that has to be assigned first, which it returns. */
function weighUntilPrimary(s: ClusterModel, assignment: Assignment): Resource | undefined {
  const { rsc, colocations } = assignment;
  for (; assignment.next < colocations.length; assignment.next++) {
    const { colocation, isDependent } = colocations[assignment.next] as Weighed;
    if (!isDependent) {
      addDependentScores(s, colocation, rsc);
      continue;
    }
    if (!assignment.ready) {
      assignment.before = isRevocable(colocation) ? rsc.allowed.copy() : undefined;
      if (colocation.primary.unassigned || isAssignedAnew(s, colocation.primary)) {
        assignment.ready = true;
        return colocation.primary;
      }
    }
    assignment.ready = false;
    applyColocation(s, rsc, colocation.primary, colocation, true);
    if (assignment.before !== undefined && !anyNodeAvailable(s, rsc.allowed)) rsc.allowed = assignment.before;
  }
  return undefined;
}

/** Until 2.1.5 a bundle does not know that it has been assigned. */
function isAssignedAnew(s: ClusterModel, primary: Resource): boolean {
  return !s.dialect.assignsBundlesOnce && primary.kind === "bundle";
}

/**
 * One that only concerns the Promoted role, or only advises against the primary's node, must not keep the dependent from
 * running at all.
 */
function isRevocable({ dependentRole, score }: Colocation): boolean {
  return dependentRole >= Role.promoted || (score < 0 && score > MINUS_INFINITY);
}

function finish(s: ClusterModel, { rsc, prefer, stopIfFail }: Assignment): void {
  limitRole(s, rsc);
  logScores(s, "pcmk__primitive_assign", rsc);
  place(s, rsc, prefer, stopIfFail);
  rsc.assigning = false;
  if (rsc.isRemoteConnection) expectRemoteNode(s, rsc);
}

function limitRole(s: ClusterModel, rsc: Primitive): void {
  if (rsc.nextRole === Role.stopped) {
    s.why?.because({ kind: "role" });
    banEverywhere(s, rsc);
  } else if (rsc.nextRole > rsc.role && !s.quorate && s.options.quorumPolicy === "freeze") {
    rsc.nextRole = rsc.role;
  }
}

function place(s: ClusterModel, rsc: Primitive, prefer: Node | undefined, stopIfFail: boolean): void {
  // Without the means to fence, nothing may be started or stopped at all.
  if (s.options.fencingEnabled && !s.haveFencingDevice) rsc.managed = false;

  if (!rsc.managed) {
    rsc.nextRole = rsc.role;
    assignTo(s, rsc, currentNode(rsc), true, stopIfFail);
  } else if (s.options.stopAll) {
    assignTo(s, rsc, undefined, true, stopIfFail);
  } else {
    const mostFree = banForCapacity(s, rsc);
    if (!rsc.unassigned) return;
    assignTo(s, rsc, bestNode(s, rsc, prefer ?? mostFree), false, stopIfFail);
  }
}

/**
 * The preferred node if no other scores higher; else the node sorted first, or, among equals with a positive score, the
 * one where the resource runs. Instances of a unique clone are not drawn to where they run: the early pass of instance
 * assignment has kept those that should stay, and the others must not crowd a node.
 */
function bestNode(s: ClusterModel, rsc: Primitive, prefer: Node | undefined): Node | undefined {
  const active = currentNode(rsc);
  const nodes = sortNodes(s, rsc.allowed.list(s.nodes), rsc.allowed, active);
  s.why?.chooses({ active, prefer }, rsc, nodes, (node) => nodeAvailable(node));
  const best = nodes[0];
  if (best === undefined) return undefined;
  const bestScore = rsc.allowed.score(best);

  if (prefer !== undefined && rsc.allowed.has(prefer)) {
    if (rsc.allowed.score(prefer) >= bestScore && nodeAvailable(prefer, { noNegativeScore: rsc.allowed }))
      return prefer;
  }

  const inUniqueClone = rsc.parent?.kind === "clone" && rsc.parent.unique;
  if (inUniqueClone || bestScore <= 0 || !nodeAvailable(best)) return best;
  if (active === undefined || !nodeAvailable(active, { noNegativeScore: "base" })) return best;
  for (const node of nodes) {
    if (rsc.allowed.score(node) !== bestScore) break;
    if (node === active) return node;
  }
  return best;
}

/** Once a connection has its node, its remote node counts as up; without one, as shutting down. */
function expectRemoteNode(s: ClusterModel, connection: Primitive): void {
  const node = s.nodesByName.get(connection.id);
  if (node === undefined) return;
  if (connection.assigned !== undefined && connection.nextRole !== Role.stopped) {
    node.online = true;
    // A node the cluster has never seen need not be fenced first: the attempt to connect will show its state.
    if (!node.seen) node.unclean = false;
  } else {
    node.shutdown = true;
  }
}
