/**
 * Adding the preferences of one resource to the node scores of another: for every node, the best score the source has
 * on a usable node with the same attribute value, weighed.
 * Behaviour: docs/pacemaker/colocation.md#preferences-of-dependents.
 */
import { addScores, INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import { applyLocation } from "../assignment/locations.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { colocationValue, looksThroughHost } from "../model/node-attribute.ts";
import { nodeAvailable } from "../model/node-availability.ts";
import type { NodeTable } from "../model/node-table.ts";
import { attributeValues } from "../model/node-values.ts";
import type { Colocation, Location, Node, Resource } from "../model/types.ts";
import { hasInfluence } from "./influence.ts";

/** Scores to add to, and how. */
export interface ScoreAddition {
  /** The resource that the scores are for. */
  readonly target?: Resource | undefined;
  /** Its nodes. */
  readonly nodes?: NodeTable | undefined;
  /** Between the target and the source. */
  readonly colocation?: Colocation | undefined;
  /** The colocation's weight; negative to repel. */
  readonly factor: number;
}

/** Which colocated resources have a say when preferences are added up, and how. */
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

/** A table to which preferences are added, on behalf of `target`. */
export class PreferenceSum {
  private readonly s: ClusterModel;
  private readonly nodes: NodeTable;
  private readonly target: Resource | undefined;
  /** A positive score may not be driven below zero. */
  private readonly nonnegative: boolean;
  private readonly before: NodeTable;
  private parked = false;

  constructor(s: ClusterModel, nodes: NodeTable, target: Resource | undefined, nonnegative: boolean) {
    this.s = s;
    this.nodes = nodes;
    this.target = target;
    this.nonnegative = nonnegative;
    this.before = nodes.copy();
  }

  add(source: Resource, colocation: Colocation, factor: number): void {
    this.before.takeScores(this.nodes);
    const best = bestScores(this.s, source, this.target, colocation);
    this.s.why?.because({ kind: "colocated", colocation, dependent: source });
    // Worked out at most once: whether the dependent's dislike of a node may drive the primary there.
    let dislikeCounts: boolean | undefined;
    for (const node of this.s.nodes) {
      if (!this.nodes.has(node)) continue;
      const score = best(node);
      if (score === 0) continue;
      if (factor < 0 && score < 0) {
        // In general an anti-colocated dependent's dislikes are not the primary's likes; but they are where the
        // dependent has nowhere else to go and the primary does not insist on staying.
        if (!this.s.dialect.yieldsToAnticolocated || colocation.primary.stickiness >= -score) continue;
        dislikeCounts ??= hasInfluence(colocation) && allowedOnOne(this.s, colocation.dependent);
        if (!dislikeCounts) continue;
      }
      this.addTo(node, weigh(score, factor));
    }
  }

  private addTo(node: Node, weighed: number): void {
    const before = this.nodes.score(node);
    if (before === UNUSABLE) return;
    const after = addScores(weighed, before);
    if (this.nonnegative && after < 0 && before > 0) {
      this.nodes.setScore(node, UNUSABLE);
      this.parked = true;
    } else if (!(this.nonnegative && after < 0 && before === 0)) {
      this.nodes.addScore(node, weighed);
    }
  }

  /** Takes back what was added last. */
  revoke(): void {
    this.nodes.takeScores(this.before);
  }

  /** What was parked becomes the least score that is still positive. */
  settle(): void {
    if (!this.parked) return;
    this.parked = false;
    for (const node of this.s.nodes) if (this.nodes.score(node) === UNUSABLE) this.nodes.setScore(node, 1);
  }
}

/** Half away from zero; what is not nothing does not become nothing. */
function weigh(score: number, factor: number): number {
  const exact = Math.fround(factor * score);
  const rounded = Math.trunc(exact < 0 ? exact - 0.5 : exact + 0.5);
  if (rounded === 0 && score !== 0) return factor > 0 ? 1 : factor < 0 ? -1 : 0;
  return rounded;
}

/** For a node of the target, the best score the source has on usable nodes with the same value. */
function bestScores(
  s: ClusterModel,
  source: Resource,
  target: Resource | undefined,
  colocation: Colocation,
): (node: Node) => number {
  const allowed =
    s.dialect.membersHeedGroupLocations && speaksForItself(source, colocation)
      ? withGroupLocations(s, source)
      : source.allowed;
  const attribute = colocation.nodeAttribute;
  if (!s.dialect.rolesOfBundles) return bestByOwnValue(s, allowed, attribute);
  if (looksThroughHost(source) || (target !== undefined && looksThroughHost(target))) {
    const best = new Map<string | undefined, number>();
    for (const node of allowed.list(s.nodes)) {
      if (!nodeAvailable(node)) continue;
      const key = matchKey(s, node, attribute, source);
      const score = allowed.score(node);
      if (score > (best.get(key) ?? MINUS_INFINITY)) best.set(key, score);
    }
    return (node) => best.get(matchKey(s, node, attribute, target)) ?? MINUS_INFINITY;
  }

  return bestByOwnValue(s, allowed, attribute);
}

/** The common case: both see the nodes' own attributes, whose values are numbered once for the whole run. */
function bestByOwnValue(s: ClusterModel, allowed: NodeTable, attribute: string): (node: Node) => number {
  const { of, count } = attributeValues(s, attribute);
  if (count === s.nodesByIndex.length) {
    // No two nodes share a value, as with node names.
    return (node) => (allowed.has(node) && nodeAvailable(node) ? allowed.score(node) : MINUS_INFINITY);
  }
  const best = new Int32Array(count).fill(MINUS_INFINITY);
  for (const node of s.nodes) {
    if (!allowed.has(node) || !nodeAvailable(node)) continue;
    const value = of[node.index] as number;
    const score = allowed.score(node);
    if (score > (best[value] as number)) best[value] = score;
  }
  return (node) => best[of[node.index] as number] as number;
}

function matchKey(s: ClusterModel, node: Node, attribute: string, rsc: Resource | undefined): string | undefined {
  return colocationValue(s, node, attribute, rsc)?.toLowerCase();
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
function withGroupLocations(s: ClusterModel, member: Resource): NodeTable {
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

function allowedOnOne(s: ClusterModel, rsc: Resource): boolean {
  let count = 0;
  for (const node of rsc.allowed.list(s.nodes)) if (rsc.allowed.score(node) >= 0) count++;
  return count === 1;
}
