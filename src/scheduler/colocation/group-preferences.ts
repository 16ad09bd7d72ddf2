/**
 * Preferences as they were added up until 2.1.5, when a group kept its own colocations until it was assigned: its first
 * member speaks for it, and then what is with its last member once more. How much a colocation on the way counts does
 * not depend on those before it, but for the sign.
 * Behaviour: docs/pacemaker/colocation.md#preferences-of-dependents.
 */
import { INFINITY } from "../../cib/value/score.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { anyNodeAvailable } from "../model/node-availability.ts";
import type { NodeTable } from "../model/node-table.ts";
import type { Colocation, Resource } from "../model/types.ts";
import { hasInfluence } from "./influence.ts";
import { PreferenceSum, type ScoreAddition, type ScoreSelection } from "./preference-sum.ts";

/** Chains can be thousands of resources long: what is still to be done is kept in a list of our own. */
type Step =
  /** Add the preferences of a resource; without `by`, its own scores are the beginning. */
  | {
      readonly visit: Resource;
      readonly by: Colocation | undefined;
      readonly factor: number;
      readonly revocable: boolean;
    }
  /** Continue with what is colocated with it. */
  | { readonly spread: Resource; readonly factor: number }
  | { readonly leave: Resource };

/** See addColocatedNodeScores. */
export function addWithGroupsOwn(
  s: ClusterModel,
  source: Resource,
  { target, nodes, colocation, factor }: ScoreAddition,
  select: ScoreSelection,
): NodeTable {
  const work = (nodes ?? memberOf(source, true).allowed).copy();
  const sum = new PreferenceSum(s, work, target, select.nonnegative === true);
  const by = nodes === undefined ? undefined : colocation;
  const pending: Step[] = [{ visit: source, by, factor, revocable: select.active === true && by !== undefined }];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if ("visit" in step) {
      const { visit, revocable } = step;
      if (visit.updatingNodes) continue;
      if (visit.kind !== "group" && step.by !== undefined) sum.add(visit, step.by, step.factor);
      if (visit.kind !== "group" && revocable && !anyNodeAvailable(s, work)) {
        sum.revoke();
        continue;
      }
      visit.updatingNodes = true;
      pending.push({ leave: visit }, { spread: visit, factor: step.factor });
      if (visit.kind === "group") pending.push({ ...step, visit: memberOf(visit, step.by === undefined) });
    } else if ("spread" in step) {
      if (anyNodeAvailable(s, work)) pending.push(...further(step.spread, step.factor, select).reverse());
    } else {
      sum.settle();
      step.leave.updatingNodes = false;
    }
  }
  return work;
}

/** The member that stands for a group: the last one where its own scores are asked for. */
function memberOf(rsc: Resource, last: boolean): Resource {
  return (rsc.kind === "group" ? rsc.children.at(last ? -1 : 0) : undefined) ?? rsc;
}

function further(rsc: Resource, factor: number, select: ScoreSelection): Step[] {
  const forward = select.thisWith === true;
  const colocations = forward ? rsc.thisWith : memberOf(rsc, true).withThis.filter((c) => hasInfluence(c));
  return colocations.map((by) => ({
    visit: forward ? by.primary : by.dependent,
    by,
    factor: Math.fround((factor < 0 ? -by.score : by.score) / INFINITY),
    revocable: true,
  }));
}
