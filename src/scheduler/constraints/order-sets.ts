/**
 * Resource sets in order constraints: the order inside a set, and that of a set after another. Beware of
 * `sequential`: inside a set its default is true, but between sets only an explicit true makes the set count as a
 * chain with two ends.
 * Behaviour: docs/pacemaker/ordering-constraints.md#order-sets.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { type Element, get, idOf } from "../../cib/xml/tree.ts";
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Resource } from "../model/types.ts";
import { orderAfterEnough } from "./order-after-enough.ts";
import { invertAction, type OrderKind, orderKind, orderRelation, orderSymmetry, type Symmetry } from "./order-kind.ts";
import { setMembers } from "./reference.ts";

/** Orders the members of a set; false when a member does not exist, which ends the reading of the constraint. */
export function unpackOrderSet(
  s: ClusterModel,
  set: Element,
  inherited: { readonly kind: OrderKind; readonly symmetrical: string | undefined },
): boolean {
  const members = setMembers(s, set);
  if (members === undefined) return false;
  if (members.length === 1) return true;
  const action = get(set, "action") ?? "start";
  const kind = get(set, "kind") === undefined ? inherited.kind : orderKind(set);
  const sequential = get(set, "sequential") === undefined || parseBoolean(get(set, "sequential")) === true;
  const symmetry = orderSymmetry(set, inherited);
  const relation = orderRelation(s, kind, action, symmetry);

  if (kind === "serialize") {
    members.forEach((rsc, i) => {
      for (const later of members.slice(i + 1))
        newOrdering(s, { rsc, task: action }, { rsc: later, task: action }, relation);
    });
  } else if (sequential) {
    forNeighbours(members, (earlier, later) =>
      newOrdering(s, { rsc: earlier, task: action }, { rsc: later, task: action }, relation),
    );
  }

  const undo = invertAction(action);
  if (symmetry === "asymmetric" || !sequential || undo === undefined) return true;
  const inverse = orderRelation(s, kind, undo, "inverse");
  forNeighbours(members, (earlier, later) =>
    newOrdering(s, { rsc: later, task: undo }, { rsc: earlier, task: undo }, inverse),
  );
  return true;
}

function forNeighbours(members: readonly Resource[], visit: (earlier: Resource, later: Resource) => void): void {
  for (let i = 1; i < members.length; i++) visit(members[i - 1] as Resource, members[i] as Resource);
}

/**
 * Orders the members of `first` before those of `then`; for the inverse, the caller has swapped the two already. False
 * when a member does not exist.
 */
export function orderSets(
  s: ClusterModel,
  first: Element,
  then: Element,
  kind: OrderKind,
  symmetry: Symmetry,
): boolean {
  const inverse = symmetry === "inverse";
  const firstAction = setAction(first, inverse);
  const thenAction = setAction(then, inverse);
  const relation = orderRelation(s, kind, s.dialect.setsBlockByFirst ? firstAction : thenAction, symmetry);
  // One member suffices for going up only: on the way down all must wait.
  const goesDown = firstAction === "stop" || firstAction === "demote";
  const anyWillDo = !goesDown && parseBoolean(get(first, "require-all")) === false;

  const firstMembers = setMembers(s, first);
  const thenMembers = setMembers(s, then);
  if (firstMembers === undefined || thenMembers === undefined) return false;
  if (firstAction === undefined || thenAction === undefined) return true;
  if (anyWillDo) {
    orderAfterEnough(
      s,
      { key: `one-or-more:${idOf(first)}`, minimum: 1 },
      { members: firstMembers, task: firstAction },
      { members: thenMembers, task: thenAction },
      relation,
    );
    return true;
  }
  for (const a of boundary(first, firstMembers, inverse ? "start" : "end")) {
    for (const b of boundary(then, thenMembers, inverse ? "end" : "start")) {
      newOrdering(s, { rsc: a, task: firstAction }, { rsc: b, task: thenAction }, relation);
    }
  }
  return true;
}

function setAction(set: Element, inverse: boolean): string | undefined {
  const action = get(set, "action") ?? "start";
  return inverse ? invertAction(action) : action;
}

/** The members that other sets are ordered against. */
function boundary(set: Element, members: readonly Resource[], end: "start" | "end"): readonly Resource[] {
  if (parseBoolean(get(set, "sequential")) !== true) return members;
  const one = members.at(end === "start" ? 0 : -1);
  return one === undefined ? [] : [one];
}
