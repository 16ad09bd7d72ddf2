/**
 * Assigning a clone: what it is colocated with first, then its instances, then, for a promotable one, their roles.
 * Behaviour: facts of the scheduler §21 "Clone" (pcmk_sched_clone.c).
 */
import type { Node } from "../model/node.ts";
import type { Clone } from "../model/resource.ts";
import type { Scheduler } from "../model/scheduler.ts";
import type { Assign } from "./assigning.ts";
import { thisWithColocations, withThisColocations } from "./colocation-lists.ts";
import { addDependentScores } from "./dependent-scores.ts";
import { assignInstances } from "./instance-assignment.ts";
import { instanceComparison } from "./instance-order.ts";
import { mergeSort } from "./merge-sort.ts";
import { chooseRoles } from "./promotion.ts";
import { addPromotionScores } from "./promotion-score.ts";
import { logScores } from "./score-lines.ts";

export function assignClone(
  s: Scheduler,
  assign: Assign,
  rsc: Clone,
  prefer: Node | undefined,
  stopIfFail: boolean,
): undefined {
  if (!rsc.unassigned || rsc.assigning) return undefined;
  rsc.assigning = true;

  if (rsc.promotable) addPromotionScores(s, rsc);
  for (const colocation of thisWithColocations(s, rsc)) assign(s, colocation.primary, prefer, stopIfFail);
  for (const colocation of withThisColocations(s, rsc)) addDependentScores(s, colocation, rsc);
  logScores(s, "pcmk__clone_assign", rsc);

  mergeSort(rsc.children, instanceComparison(s));
  assignInstances(s, assign, rsc, rsc.children, rsc.cloneMax, rsc.cloneNodeMax);
  if (rsc.promotable) chooseRoles(s, rsc);

  rsc.unassigned = false;
  rsc.assigning = false;
  return undefined;
}
