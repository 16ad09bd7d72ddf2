/** Which action holds up or requires another: the links that the run recorded, back to the first action. */
import { hasFlag } from "../../scheduler/action/action-state.ts";
import { ActionFlag } from "../../scheduler/model/enums.ts";
import type { Action, Primitive } from "../../scheduler/model/types.ts";
import type { Blame, WhyRecorder } from "../../scheduler/why/recorder.ts";

/** `action` is blocked or required because of `blame.because`. */
export interface Link {
  readonly action: Action;
  readonly blocked: boolean;
  readonly blame: Blame;
}

export interface BlameChain {
  readonly links: readonly Link[];
  /** The first action of the chain: nothing else is to blame for it. */
  readonly root: Action;
}

/** Follows the recorded blames from the action to the first one. */
export function blameChain(why: WhyRecorder, action: Action): BlameChain {
  const links: Link[] = [];
  const seen = new Set<Action>();
  let at = action;
  for (;;) {
    seen.add(at);
    const blocked = !hasFlag(at, ActionFlag.runnable);
    const effect = blocked ? "blocked" : "required";
    const blames = (why.blames.get(at) ?? []).filter((b) => b.effect === effect && !seen.has(b.because));
    const blame = blames.find((b) => effect !== "blocked" || !hasFlag(b.because, ActionFlag.runnable)) ?? blames[0];
    if (blame === undefined) return { links, root: at };
    links.push({ action: at, blocked, blame });
    at = blame.because;
  }
}

/** Its start on the node it was given, if that cannot be done; the scheduler leaves such a start optional. */
export function blockedStart(rsc: Primitive): Action | undefined {
  return rsc.actions.find(
    (a) =>
      a.task === "start" &&
      a.node === rsc.assigned &&
      a.node !== undefined &&
      !hasFlag(a, ActionFlag.runnable) &&
      (!hasFlag(a, ActionFlag.optional) || rsc.active.length === 0),
  );
}
