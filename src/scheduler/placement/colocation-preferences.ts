/**
 * What the preferences of colocated resources are worth to a resource: for every node, the best score the other has on
 * a node with the same attribute value, times the colocation's weight; and so on through whatever is colocated with
 * the other, with the weights multiplied. Weights are computed in single precision, as Pacemaker does; sums that
 * depend on it are visible in its score listings. Behaviour: facts of the scheduler §3, §16.
 */
import { addScores, INFINITY, MINUS_INFINITY } from "../../cib/score.ts";
import type { Colocation, Location } from "../model/constraint.ts";
import { type Node, NodeTable } from "../model/node.ts";
import type { Group, Resource } from "../model/resource.ts";
import type { Scheduler } from "../model/scheduler.ts";
import { thisWithColocations, withThisColocations } from "./colocation-lists.ts";
import { hasInfluence } from "./influence.ts";
import { applyLocation } from "./locations.ts";
import { colocationValue } from "./node-attribute.ts";
import { anyNodeAvailable, nodeAvailable } from "./node-availability.ts";

export interface ScoreSelection {
  /** A positive score may not be driven below zero. */
  readonly nonnegative?: boolean;
  /** A contribution that leaves no node available is discarded. */
  readonly active?: boolean;
  /** Follow what the source is with, instead of what is with it. */
  readonly thisWith?: boolean;
}

/** Parks a score that would have become negative; far below any score, so that nothing lifts it by accident. */
const UNUSABLE = -100 * INFINITY;

/**
 * `nodes` with the weighed preferences of `source` and of all colocated with it added, on behalf of `target`. Without
 * `nodes`, starts from the source's own (then there is no target and no colocation either).
 */
export function addColocatedNodeScores(
  s: Scheduler,
  source: Resource,
  target: Resource | undefined,
  logId: string | undefined,
  nodes: NodeTable | undefined,
  colocation: Colocation | undefined,
  factor: number,
  select: ScoreSelection,
): NodeTable {
  // Colocated in a circle: each counts once.
  if (source.updatingNodes) return nodes ?? new NodeTable();
  source.updatingNodes = true;
  const result =
    source.kind === "group"
      ? addGroup(s, source, target, logId, nodes, colocation, factor, select)
      : addOne(s, source, target, logId, nodes, colocation, factor, select);
  source.updatingNodes = false;
  return result;
}

/** Through its members' own colocations one member speaks for all: the first for what is with the group, else the last. */
function addGroup(s: Scheduler, group: Group, ...[target, logId, nodes, colocation, factor, select]: Rest): NodeTable {
  const member = nodes === undefined ? group.children.at(-1) : group.children[0];
  if (member === undefined) return nodes ?? new NodeTable();
  return addColocatedNodeScores(s, member, target, logId, nodes, colocation, factor, select);
}

type Rest = [
  target: Resource | undefined,
  logId: string | undefined,
  nodes: NodeTable | undefined,
  colocation: Colocation | undefined,
  factor: number,
  select: ScoreSelection,
];

function addOne(
  s: Scheduler,
  source: Resource,
  ...[givenTarget, logId, nodes, colocation, factor, select]: Rest
): NodeTable {
  const target = nodes === undefined ? source : givenTarget;
  let work = (nodes ?? source.allowed).copy();
  if (nodes !== undefined && colocation !== undefined)
    addMatching(s, work, source, target, colocation, factor, select.nonnegative === true);

  if (anyNodeAvailable(s, work)) {
    const further = select.thisWith === true ? thisWithColocations(s, source) : withThisColocations(s, source);
    for (const next of further) {
      if (select.thisWith !== true && !hasInfluence(next)) continue;
      const other = select.thisWith === true ? next.primary : next.dependent;
      const nextFactor = Math.fround(Math.fround(factor * next.score) / INFINITY);
      work = addColocatedNodeScores(s, other, target, logId, work, next, nextFactor, { ...select, active: true });
    }
  } else if (select.active === true && nodes !== undefined) {
    return nodes;
  }

  if (select.nonnegative === true) {
    for (const node of work.list(s.nodes)) if (work.score(node) === UNUSABLE) work.setScore(node, 1);
  }
  return work;
}

function addMatching(
  s: Scheduler,
  nodes: NodeTable,
  source: Resource,
  target: Resource | undefined,
  colocation: Colocation,
  factor: number,
  nonnegative: boolean,
): void {
  const best = bestScores(s, source, colocation);
  // Worked out at most once: whether the dependent's dislike of a node may drive the primary there.
  let dislikeCounts: boolean | undefined;
  for (const node of nodes.list(s.nodes)) {
    const score = best.get(matchKey(node, colocation.nodeAttribute, target)) ?? MINUS_INFINITY;
    if (factor < 0 && score < 0) {
      // In general an anti-colocated dependent's dislikes are not the primary's likes; but they are where the dependent
      // has nowhere else to go and the primary does not insist on staying.
      if (colocation.primary.stickiness >= -score) continue;
      dislikeCounts ??= hasInfluence(colocation) && allowedOnOne(s, colocation.dependent);
      if (!dislikeCounts) continue;
    }
    const before = nodes.score(node);
    if (before === UNUSABLE) continue;
    const after = addScores(weigh(score, factor), before);
    if (nonnegative && after < 0 && before > 0) nodes.setScore(node, UNUSABLE);
    else if (!(nonnegative && after < 0 && before === 0)) nodes.setScore(node, after);
  }
}

/** Half away from zero; what is not nothing does not become nothing. */
function weigh(score: number, factor: number): number {
  const exact = Math.fround(factor * score);
  const rounded = Math.trunc(exact < 0 ? exact - 0.5 : exact + 0.5);
  if (rounded === 0 && score !== 0) return factor > 0 ? 1 : factor < 0 ? -1 : 0;
  return rounded;
}

/** By attribute value, the source's best score among its usable nodes. */
function bestScores(s: Scheduler, source: Resource, colocation: Colocation): Map<string | undefined, number> {
  const allowed = speaksForItself(source, colocation) ? withGroupLocations(s, source) : source.allowed;
  const best = new Map<string | undefined, number>();
  for (const node of allowed.list(s.nodes)) {
    if (!nodeAvailable(s, node)) continue;
    const key = matchKey(node, colocation.nodeAttribute, source);
    const score = allowed.score(node);
    if (score > (best.get(key) ?? MINUS_INFINITY)) best.set(key, score);
  }
  return best;
}

function matchKey(node: Node, attribute: string, rsc: Resource | undefined): string | undefined {
  return colocationValue(node, attribute, rsc)?.toLowerCase();
}

/** A member behind the first of a group that someone colocated on its own. */
function speaksForItself(source: Resource, colocation: Colocation): boolean {
  return (
    colocation.explicit &&
    source === colocation.dependent &&
    source.parent?.kind === "group" &&
    source !== source.parent.children[0]
  );
}

/** Members behind the first have no part in the scores of their group's locations; here they are to be heard. */
function withGroupLocations(s: Scheduler, member: Resource): NodeTable {
  const own = member.allowed;
  member.allowed = own.copy();
  for (let i = s.locations.length - 1; i >= 0; i--) {
    const location = s.locations[i] as Location;
    if (location.rsc === member.parent) applyLocation(s, member, location);
  }
  const heard = member.allowed;
  member.allowed = own;
  return heard;
}

function allowedOnOne(s: Scheduler, rsc: Resource): boolean {
  let count = 0;
  for (const node of rsc.allowed.list(s.nodes)) if (rsc.allowed.score(node) >= 0) count++;
  return count === 1;
}
