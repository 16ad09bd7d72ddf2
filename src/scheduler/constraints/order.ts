/**
 * Order constraints: one action of a resource after one of another, and (unless the constraint says otherwise) their opposites the
 * other way round. A clone that comes first may be enough in part: with `clone-min`, a pseudo-action in between waits
 * for that many instances.
 * Behaviour: docs/pacemaker/ordering-constraints.md#clone-min-and-require-all.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { dereference } from "../../cib/value/element-index.ts";
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Clone, Resource } from "../model/types.ts";
import { expandReferences } from "./expand.ts";
import { orderAfterEnough } from "./order-after-enough.ts";
import { invertAction, orderKind, orderRelation, orderSymmetry } from "./order-kind.ts";
import { orderSets, unpackOrderSet } from "./order-sets.ts";
import { findConstraintResource } from "./reference.ts";

/**
 * Notes the orderings of one `rsc_order`, simple or between sets, and their opposites when it is symmetric. A missing
 * resource, or an action without an opposite, is noted in `s.problems`.
 */
export function unpackOrder(s: ClusterModel, constraint: Element): void {
  const kind = orderKind(constraint);
  const symmetry = orderSymmetry(constraint, { kind, symmetrical: undefined });
  const expansion = expandReferences(s, constraint, [
    { name: "first", qualifier: "first-action", qualifierInSet: "action" },
    { name: "then", qualifier: "then-action", qualifierInSet: "action" },
  ]);
  if (!expansion.ok) return;

  let last: Element | undefined;
  for (const written of elements(expansion.xml, "resource_set")) {
    const set = dereference(written, s.byId);
    if (set === undefined) return;
    if (!unpackOrderSet(s, set, { kind, symmetrical: get(constraint, "symmetrical") })) return;
    if (last !== undefined) {
      if (!orderSets(s, last, set, kind, symmetry)) return;
      if (symmetry === "symmetric" && !orderSets(s, set, last, kind, "inverse")) return;
    }
    last = set;
  }
  if (last === undefined) unpackSimple(s, constraint);
}

function unpackSimple(s: ClusterModel, constraint: Element): void {
  const first = orderedResource(s, constraint, "first");
  if (first === undefined) return;
  const then = orderedResource(s, constraint, "then");
  if (then === undefined) return;
  const firstAction = get(constraint, "first-action") ?? "start";
  const thenAction = get(constraint, "then-action") ?? firstAction;
  const kind = orderKind(constraint);
  const symmetry = orderSymmetry(constraint, { kind, symmetrical: undefined });
  const relation = orderRelation(s, kind, firstAction, symmetry);

  const minimum = first.kind === "clone" ? minimumInstances(first, constraint) : 0;
  if (first.kind === "clone" && minimum > 0)
    orderAfterEnough(
      s,
      { key: `clone-one-or-more:${idOf(constraint)}`, minimum },
      { members: first.children, task: firstAction },
      { members: [then], task: thenAction },
      relation,
    );
  else newOrdering(s, { rsc: first, task: firstAction }, { rsc: then, task: thenAction }, relation);

  if (symmetry !== "symmetric") return;
  const undoFirst = invertAction(firstAction);
  const undoThen = invertAction(thenAction);
  if (undoFirst === undefined || undoThen === undefined) {
    s.problems.push(`Cannot invert constraint '${idOf(constraint)}' (please specify inverse manually)`);
    return;
  }
  newOrdering(
    s,
    { rsc: then, task: undoThen },
    { rsc: first, task: undoFirst },
    orderRelation(s, kind, undoFirst, "inverse"),
  );
}

function orderedResource(s: ClusterModel, constraint: Element, attribute: "first" | "then"): Resource | undefined {
  const id = get(constraint, attribute);
  const rsc = findConstraintResource(s, id);
  if (rsc === undefined) {
    const why = id === undefined ? `it has no ${attribute}` : `resource '${id}' does not exist`;
    s.problems.push(`Ignoring constraint '${idOf(constraint)}' because ${why}`);
  }
  return rsc;
}

/** How many instances of the clone suffice; 0 = the clone as a whole counts. */
function minimumInstances(clone: Clone, constraint: Element): number {
  const configured = clone.meta.get("clone-min");
  if (configured !== undefined) {
    const number = /^\s*[+-]?\d+/.exec(configured);
    return number === null ? 0 : Math.max(0, Number(number[0]));
  }
  const requireAll = get(constraint, "require-all");
  return requireAll !== undefined && parseBoolean(requireAll) !== true ? 1 : 0;
}
