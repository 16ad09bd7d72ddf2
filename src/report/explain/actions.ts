/** For each action a resource is to go through, what led to it: from action to action, down to what began it. */
import { hasFlag } from "../../scheduler/action/action-state.ts";
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import { ActionFlag } from "../../scheduler/model/enums.ts";
import type { Action, Primitive } from "../../scheduler/model/types.ts";
import type { WhyRecorder } from "../../scheduler/why/recorder.ts";
import { rootReasons } from "./action-roots.ts";
import { actionText } from "./action-text.ts";
import type { ActionExplanation, Reason } from "./document.ts";
import { orderingSource } from "./ordering-source.ts";

/** In the order in which they are done. */
const TOLD = ["migrate_to", "migrate_from", "demote", "stop", "start", "promote", "reload-agent"];

export function explainActions(s: ClusterModel, why: WhyRecorder, rsc: Primitive): ActionExplanation[] {
  return rsc.actions
    .filter((a) => TOLD.includes(a.task) && !hasFlag(a, ActionFlag.optional) && isDue(a))
    .sort((a, b) => TOLD.indexOf(a.task) - TOLD.indexOf(b.task))
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

/** Pseudo-actions stand for what happens by itself: a stop by the fencing of its node, which is worth telling. */
function isDue(action: Action): boolean {
  if (hasFlag(action, ActionFlag.pseudo)) return action.task === "stop";
  // A resource without a node is not started; the reason is that it has none.
  return action.node !== undefined;
}

export interface ActionChain {
  /** The last one is what began it. */
  readonly reasons: readonly Reason[];
  /** The action it began with. */
  readonly root: Action;
}

export function actionChain(s: ClusterModel, why: WhyRecorder, action: Action): ActionChain {
  const out: Reason[] = [];
  const seen = new Set<Action>();
  let at = action;
  for (;;) {
    seen.add(at);
    const blocked = !hasFlag(at, ActionFlag.runnable);
    const effect = blocked ? "blocked" : "required";
    const blames = (why.blames.get(at) ?? []).filter((b) => b.effect === effect && !seen.has(b.because));
    const blame = blames.find((b) => effect !== "blocked" || !hasFlag(b.because, ActionFlag.runnable)) ?? blames[0];
    if (blame === undefined) {
      out.push(...rootReasons(s, why, at));
      return { reasons: out, root: at };
    }
    // That a stop comes with a start, as the halves of a restart, says nothing of why.
    if (at.rsc === undefined || at.rsc !== blame.because.rsc) {
      const source = orderingSource(s, why, at, blame);
      const verb = blocked ? "is blocked by" : "is required by";
      out.push({
        code: blocked ? "action-blocked-by" : "action-required-by",
        text: `${actionText(at)} ${verb} ${actionText(blame.because)} (${source.text})`,
        references: source.references,
      });
    }
    at = blame.because;
  }
}
