/**
 * Orders that ask for some of several: a pseudo-action becomes runnable once enough of the first ones can run, and
 * what follows waits for it. `require-all` of sets and `clone-min` of clones end here.
 * Behaviour: docs/pacemaker/ordering-constraints.md#clone-min-and-require-all.
 */
import { operationKey } from "../../cib/operation.ts";
import { pseudoAction, setFlag } from "../action/create.ts";
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { Resource } from "../model/types.ts";

interface Tasks {
  readonly members: readonly Resource[];
  readonly task: string;
}

/** Orders the tasks of `then` after `minimum` of the tasks of `first`, by way of a pseudo-action called `key`. */
export function orderAfterEnough(
  s: ClusterModel,
  { key, minimum }: { readonly key: string; readonly minimum: number },
  first: Tasks,
  then: Tasks,
  relation: number,
): void {
  const enough = pseudoAction(s, key);
  enough.requiredRunnableBefore = minimum;
  setFlag(enough, ActionFlag.minRunnable);
  for (const rsc of first.members) {
    const side = { rsc, key: operationKey(rsc.id, first.task, 0) };
    newOrdering(s, side, { action: enough }, Relation.minRunnable | Relation.firstImpliesThenGraphed);
  }
  for (const rsc of then.members) {
    const side = { rsc, key: operationKey(rsc.id, then.task, 0) };
    newOrdering(s, { action: enough }, side, relation | Relation.unrunnableFirstBlocks);
  }
}
