/**
 * The direct relation between two actions: "first" comes before "then", in a manner given by {@link Relation} bits.
 * A relation that shares any bit with one that already holds between the same two actions adds nothing and is left
 * out; which of two overlapping relations was made first can therefore be seen in the result.
 * Behaviour: docs/pacemaker/ordering.md#applying-orderings.
 */
import type { Action } from "../model/types.ts";
import { UndecidableError } from "../model/undecidable.ts";

/**
 * Relates two actions. False when nothing was added: no bits, or a relation with one of the bits exists already.
 * @throws UndecidableError when they are the same: Pacemaker's scheduler (2.1.5 and 3.0.3) ends with an assertion then
 */
export function orderActions(first: Action, then: Action, type: number): boolean {
  if (type === 0) return false;
  if (first === then)
    throw new UndecidableError(
      `by its constraints ${first.key} waits for itself: Pacemaker's scheduler dies of such a CIB`,
    );
  if (related(first, then, type)) return false;
  first.after.push({ action: then, type, declared: type, graphed: false });
  then.before.push({ action: first, type, declared: type, graphed: false });
  return true;
}

/**
 * Whether some relation between the two was declared with one of the bits. Both ends list every relation, so the
 * shorter list answers; a collective's actions have hundreds of neighbours, their neighbours only few.
 */
function related(first: Action, then: Action, type: number): boolean {
  if (first.after.length <= then.before.length) {
    for (const relation of first.after) {
      if (relation.action === then && (relation.declared & type) !== 0) return true;
    }
    return false;
  }
  for (const relation of then.before) {
    if (relation.action === first && (relation.declared & type) !== 0) return true;
  }
  return false;
}
