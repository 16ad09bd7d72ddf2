/**
 * The order in which instances of a clone or containers of a bundle are assigned: those first that would lose most.
 * Behaviour: docs/pacemaker/assignment.md#order-of-instances (pcmk_sched_instances.c).
 */
import { thisWithColocations, withThisColocations } from "../action/colocation-lists.ts";
import { colocationFactor, hasInfluence } from "../colocation/influence.ts";
import { addColocatedNodeScores } from "../colocation/preferences.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { nodeAvailable } from "../model/node-availability.ts";
import { NodeTable } from "../model/node-table.ts";
import type { Node, Resource } from "../model/types.ts";
import { activity, anyFailed, currentNode } from "../model/whereabouts.ts";

type Comparison = (a: Resource, b: Resource) => number;

/**
 * The comparison for one sort. What colocations add up to for an instance is costly to find out and cannot change during
 * a sort, so it is remembered: make a new comparison for each sort.
 */
export function instanceComparison(s: ClusterModel): Comparison {
  const colocationScores = new Map<Resource, number>();
  const colocationScore = (instance: Resource): number => {
    let score = colocationScores.get(instance);
    if (score === undefined) {
      score = scoreOnCurrentNode(s, instance);
      colocationScores.set(instance, score);
    }
    return score;
  };
  return (a, b) => compareInstances(a, b, colocationScore);
}

/** By the number at the end of the id, after a colon (clones) or a dash (bundles). */
export function compareInstanceNumbers(a: Resource, b: Resource): number {
  return instanceNumber(a.id) - instanceNumber(b.id);
}

function instanceNumber(id: string): number {
  const colon = id.lastIndexOf(":");
  const digits = id.slice((colon < 0 ? id.lastIndexOf("-") : colon) + 1);
  return Number.parseInt(digits, 10) || 0;
}

function compareInstances(a: Resource, b: Resource, colocationScore: (instance: Resource) => number): number {
  const activeA = activity(a);
  const activeB = activity(b);
  if (activeA.all > 0 && activeB.all > 0 && activeA.all !== activeB.all) return activeA.all - activeB.all;

  // Being active where it is no longer allowed counts against an instance, and from here on as being inactive.
  const keptA = isAllowed(a, activeA.node);
  const keptB = isAllowed(b, activeB.node);
  if (keptA !== keptB) return keptA ? -1 : 1;
  const nodeA = keptA ? activeA.node : undefined;
  const nodeB = keptB ? activeB.node : undefined;

  if (a.priority !== b.priority) return b.priority - a.priority;

  if (nodeA === undefined || nodeB === undefined) return prefer(nodeA !== undefined, nodeB !== undefined);

  const availability = prefer(nodeAvailable(nodeA), nodeAvailable(nodeB));
  if (availability !== 0) return availability;

  const parentA = parentTable(a);
  const parentB = parentTable(b);
  if (!parentA.has(nodeA) || !parentB.has(nodeB)) return prefer(parentA.has(nodeA), parentB.has(nodeB));
  const crowding = parentA.count(nodeA) - parentB.count(nodeB);
  if (crowding !== 0) return crowding;

  const health = prefer(!anyFailed(a), !anyFailed(b));
  if (health !== 0) return health;

  const byColocation = colocationScore(b) - colocationScore(a);
  return byColocation !== 0 ? byColocation : compareInstanceNumbers(a, b);
}

function prefer(a: boolean, b: boolean): number {
  return Number(b) - Number(a);
}

function isAllowed(instance: Resource, node: Node | undefined): boolean {
  return node === undefined || (instance.allowed.has(node) && instance.allowed.score(node) >= 0);
}

/** Where the whole is allowed, and how many of its instances each node has. */
export function parentTable(instance: Resource): NodeTable {
  return (instance.parent ?? instance).allowed;
}

/** What the colocations of an active instance, direct and indirect, add up to on the node where it is. */
function scoreOnCurrentNode(s: ClusterModel, instance: Resource): number {
  const node = currentNode(instance);
  if (node === undefined) return 0;
  let nodes = new NodeTable();
  nodes.set(node, node.score);
  // What is yet to be handed down is with the whole.
  const bearer = s.dialect.handsColocationsDown ? (instance.parent ?? instance) : instance;
  for (const colocation of thisWithColocations(s, bearer)) {
    const factor = colocationFactor(colocation);
    nodes = addColocatedNodeScores(s, colocation.primary, { target: instance, nodes, colocation, factor }, {});
  }
  for (const colocation of withThisColocations(s, bearer)) {
    if (!hasInfluence(colocation, instance)) continue;
    const factor = colocationFactor(colocation);
    const select = { nonnegative: true };
    nodes = addColocatedNodeScores(s, colocation.dependent, { target: instance, nodes, colocation, factor }, select);
  }
  return nodes.score(node);
}
