/**
 * Assigning a clone: what it is colocated with first, then its instances, then, for a promotable one, their roles.
 * Behaviour: docs/pacemaker/assignment.md#clones (pcmk_sched_clone.c).
 */
import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import { thisWithColocations, withThisColocations } from "../action/colocation-lists.ts";
import { addDependentScores } from "../colocation/preferences.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { mergeSort } from "../model/merge-sort.ts";
import type { Clone, Node } from "../model/types.ts";
import { UndecidableError } from "../model/undecidable.ts";
import { assignInstances } from "./instance-assignment.ts";
import { instanceComparison } from "./instance-order.ts";
import type { Assign } from "./primitive.ts";
import { chooseRoles } from "./promotion.ts";
import { addPromotionScores } from "./promotion-score.ts";
import { logScores } from "./score-lines.ts";

/**
 * Assigns a clone and its instances; see `Assign`. Always undefined, as a clone has no single node.
 * @throws UndecidableError when colocations make a clone's assignment depend on itself without end
 */
export function assignClone(
  s: ClusterModel,
  assign: Assign,
  rsc: Clone,
  prefer: Node | undefined,
  stopIfFail: boolean,
): undefined {
  if (!rsc.unassigned || rsc.assigning) return undefined;
  if (++rsc.assignments > MOST_ASSIGNMENTS) throw new UndecidableError(circular(rsc));
  rsc.assigning = true;

  if (rsc.promotable) addPromotionScores(s, rsc);
  for (const colocation of thisWithColocations(s, rsc)) assign(s, colocation.primary, prefer, stopIfFail);
  for (const colocation of withThisColocations(s, rsc)) addDependentScores(s, colocation, rsc);
  logScores(s, "pcmk__clone_assign", rsc);

  mergeSort(rsc.children, instanceComparison(s));
  assignInstances(s, assign, rsc, rsc.children, { total: rsc.cloneMax, perNode: rsc.cloneNodeMax });
  if (rsc.promotable) chooseRoles(s, rsc);

  rsc.assignments--;
  rsc.unassigned = false;
  rsc.assigning = false;
  return undefined;
}

/**
 * A bundle that assigns its replicas takes away the mark which keeps the clone in it from being assigned within its own
 * assignment. That does no harm unless the clone is colocated with the bundle: then each finds the other as it was the
 * round before, and Pacemaker runs out of stack (3.0.3 dies of SIGSEGV).
 */
const MOST_ASSIGNMENTS = 3;

function circular({ parent, children }: Clone): string {
  const [first] = children;
  const inside = first === undefined ? "what runs in it" : withoutInstanceNumber(first.id);
  return `the place of bundle ${parent?.id} depends on that of ${inside} and the other way round, by colocations: Pacemaker's scheduler dies of such a CIB`;
}
