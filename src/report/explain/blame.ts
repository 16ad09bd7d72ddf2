/** Which action holds up or requires another: the links that the run recorded, back to the first action. */
import { hasFlag } from "../../scheduler/action/action-state.ts";
import { ActionFlag } from "../../scheduler/model/enums.ts";
import type { ReadonlyAction, ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import type { Blame, ReadonlyWhy } from "../../scheduler/why/recorder.ts";

/** `action` is blocked or required because of `blame.because`. */
interface Link {
  readonly action: ReadonlyAction;
  readonly blocked: boolean;
  readonly blame: Blame;
}

export interface BlameChain {
  readonly links: readonly Link[];
  /** The first action of the chain: nothing else is to blame for it. */
  readonly root: ReadonlyAction;
}

/** Follows the recorded blames from the action to the first one. */
export function blameChain(why: ReadonlyWhy, action: ReadonlyAction): BlameChain {
  const links: Link[] = [];
  const seen = new Set<ReadonlyAction>();
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
export function blockedStart(rsc: ReadonlyPrimitive): ReadonlyAction | undefined {
  return rsc.actions.find(
    (a) =>
      a.task === "start" &&
      a.node === rsc.assigned &&
      a.node !== undefined &&
      !hasFlag(a, ActionFlag.runnable) &&
      (!hasFlag(a, ActionFlag.optional) || rsc.active.length === 0),
  );
}
