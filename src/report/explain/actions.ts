/** The chain of causes of each action that is due for a resource, from action to action back to the first cause. */
import { hasFlag } from "../../scheduler/action/action-state.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { ActionFlag } from "../../scheduler/model/enums.ts";
import type { ReadonlyAction, ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import type { ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { rootReasons } from "./action-roots.ts";
import { actionText } from "./action-text.ts";
import { blameChain, blockedStart } from "./blame.ts";
import type { ActionExplanation, Reason } from "./document.ts";
import { isDroppedMigration } from "./migration-text.ts";
import { orderingSource } from "./ordering-source.ts";

/** In the order of execution. */
const SHOWN = ["migrate_to", "migrate_from", "demote", "stop", "start", "promote", "reload", "reload-agent"];

export function explainActions(s: ReadonlyModel, why: ReadonlyWhy, rsc: ReadonlyPrimitive): ActionExplanation[] {
  const held = blockedStart(rsc);
  return rsc.actions
    .filter((a) => SHOWN.includes(a.task) && isDue(a, held))
    .sort((a, b) => SHOWN.indexOf(a.task) - SHOWN.indexOf(b.task))
    .map((a) => {
      const blocked = !hasFlag(a, ActionFlag.runnable);
      return {
        task: a.task,
        ...(a.node === undefined ? {} : { node: a.node.name }),
        blocked,
        chain: actionChain(s, why, a).reasons,
      };
    });
}

/**
 * Of a resource that is not managed nothing is due. A pseudo-action may replace a real one, such as a stop by the
 * fencing of the node, so it is shown.
 */
function isDue(action: ReadonlyAction, held: ReadonlyAction | undefined): boolean {
  if (action === held) return true;
  if (hasFlag(action, ActionFlag.optional) && !hasFlag(action, ActionFlag.alwaysInGraph)) return false;
  if (action.rsc?.managed === false || isDroppedMigration(action)) return false;
  if (hasFlag(action, ActionFlag.pseudo)) return action.task === "stop";
  // A resource without a node cannot start; the missing node is the reason.
  return action.node !== undefined;
}

export interface ActionChain {
  /** Ends with the first cause. */
  readonly reasons: readonly Reason[];
  /** The first action of the chain. */
  readonly root: ReadonlyAction;
}

export function actionChain(s: ReadonlyModel, why: ReadonlyWhy, action: ReadonlyAction): ActionChain {
  const { links, root } = blameChain(why, action);
  const reasons = links.flatMap(({ action: at, blocked, blame }): Reason[] => {
    // A stop and a start that are halves of one restart do not explain each other.
    if (at.rsc !== undefined && at.rsc === blame.because.rsc) return [];
    const source = orderingSource(s, why, at, blame);
    const verb = blocked ? "is blocked by" : "is required by";
    return [
      {
        code: blocked ? "action-blocked-by" : "action-required-by",
        text: `${actionText(at)} ${verb} ${actionText(blame.because)} (${source.text})`,
        references: source.references,
      },
    ];
  });
  return { reasons: [...reasons, ...rootReasons(s, why, root)], root };
}
