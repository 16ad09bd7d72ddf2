/**
 * What the preferences of colocated resources are worth to a resource: for every node, the best score the other has on
 * a node with the same attribute value, times the colocation's weight; and so on through whatever is colocated with
 * the other, with the weights multiplied. Weights are computed in single precision, as Pacemaker does; sums that
 * depend on it are visible in its score listings. How one resource's preferences are added is in preference-sum.ts.
 * Behaviour: docs/pacemaker/colocation.md#preferences-of-dependents, docs/pacemaker/values.md#single-precision-weights.
 */
import { INFINITY } from "../../cib/value/score.ts";
import { thisWithColocations, withThisColocations } from "../action/colocation-lists.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { anyNodeAvailable } from "../model/node-availability.ts";
import { NodeTable } from "../model/node-table.ts";
import type { Colocation, Group, Resource } from "../model/types.ts";
import { addWithGroupsOwn } from "./group-preferences.ts";
import { colocationFactor, hasInfluence } from "./influence.ts";
import { PreferenceSum, type ScoreAddition, type ScoreSelection } from "./preference-sum.ts";

/** One resource whose preferences are being added: next come those colocated with it. */
interface Visit {
  readonly source: Resource;
  /** The group the source speaks for. */
  readonly group: Group | undefined;
  readonly further: readonly Colocation[];
  next: number;
  readonly factor: number;
}

/**
 * `nodes` with the weighed preferences of `source` and of all colocated with it added, on behalf of `target`. Without
 * `nodes`, starts from the source's own (then there is no target and no colocation either).
 *
 * Chains of colocations can be thousands of resources long, so what is still to be visited is kept in a list of our
 * own, and all visits work on one table.
 */
export function addColocatedNodeScores(
  s: ClusterModel,
  source: Resource,
  addition: ScoreAddition,
  select: ScoreSelection,
): NodeTable {
  const { target, nodes, colocation, factor } = addition;
  if (source.updatingNodes) return nodes ?? new NodeTable();
  if (s.dialect.handsColocationsDown) return addWithGroupsOwn(s, source, addition, select);
  const speaker = speakerOf(source, nodes === undefined);
  if (speaker === undefined) return nodes ?? new NodeTable();
  const work = (nodes ?? speaker.allowed).copy();
  const sum = new PreferenceSum(s, work, nodes === undefined ? speaker : target, select.nonnegative === true);
  const pending: Visit[] = [];

  const visit = (of: Resource, by: Colocation | undefined, weight: number, revocable: boolean, own: boolean): void => {
    // Colocated in a circle: each counts once.
    if (of.updatingNodes) return;
    const one = speakerOf(of, own);
    if (one === undefined || one.updatingNodes) return;
    if (by !== undefined) sum.add(one, by, weight);
    let further: readonly Colocation[] = NONE;
    if (anyNodeAvailable(s, work)) {
      further = select.thisWith === true ? thisWithColocations(s, one) : withThisColocations(s, one);
    } else if (revocable) {
      sum.revoke();
      return;
    }
    if (further.length === 0) {
      sum.settle();
      return;
    }
    of.updatingNodes = true;
    one.updatingNodes = true;
    pending.push({ source: one, group: of.kind === "group" ? of : undefined, further, next: 0, factor: weight });
  };

  const added = nodes === undefined ? undefined : colocation;
  visit(source, added, factor, select.active === true && nodes !== undefined, nodes === undefined);
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const next = top.further[top.next++];
    if (next === undefined) {
      sum.settle();
      top.source.updatingNodes = false;
      if (top.group !== undefined) top.group.updatingNodes = false;
      pending.pop();
    } else if (select.thisWith === true || hasInfluence(next)) {
      const other = select.thisWith === true ? next.primary : next.dependent;
      visit(other, next, Math.fround(Math.fround(top.factor * next.score) / INFINITY), true, false);
    }
  }
  return work;
}

/** Adds the preferences of the colocation's dependent to the node scores of `rsc`, its primary or an instance of it. */
export function addDependentScores(s: ClusterModel, colocation: Colocation, rsc: Resource): void {
  if (!hasInfluence(colocation)) return;
  const select = { active: true, nonnegative: rsc.kind === "clone" };
  const factor = colocationFactor(colocation);
  rsc.allowed = addColocatedNodeScores(
    s,
    colocation.dependent,
    { target: rsc, nodes: rsc.allowed, colocation, factor },
    select,
  );
}

const NONE: readonly Colocation[] = [];

/**
 * Through its members' own colocations one member speaks for a whole group: the first for what is with the group, the
 * last for the group itself.
 */
function speakerOf(source: Resource, own: boolean): Resource | undefined {
  if (source.kind !== "group") return source;
  return own ? source.children.at(-1) : source.children[0];
}
