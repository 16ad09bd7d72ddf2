/**
 * What to do after each step of a commit: how a patch was answered, and what the CIB was then. It decides when to try
 * again, when to give up, and what may be said about a patch that was never answered.
 */

export interface CommitState {
  /** The patch names all three counters of its source, also that of the status. */
  readonly whole: boolean;
  /** An earlier attempt was not answered, so it may have been taken, or may be yet. */
  readonly unsure: boolean;
  /** Attempts until now. */
  readonly tries: number;
  /** How the last attempt was answered. */
  readonly last: PatchOutcome | undefined;
  /** There is another node to ask. */
  readonly otherHosts: boolean;
}

export type PatchOutcome =
  | "taken"
  /** The CIB has another version than the patch's source. */
  | "conflict"
  /** 2.1 says this of a patch that does not fit, and of a source that is newer than its CIB. */
  | "not-applied"
  /** 3.0 says this of a source without all counters. */
  | "not-whole"
  /** No answer: the node died, or the cluster has no DC. */
  | "unknown"
  | "refused";

/** The configuration in force: the one the change was made for, the one with the change, or another. */
export type Seen = "expected" | "ours" | "other";

export type CommitAnswer =
  | { readonly kind: "patched"; readonly outcome: PatchOutcome }
  | { readonly kind: "seen"; readonly configuration: Seen };

export type CommitStep =
  /** Give the cluster the patch, with the status' counter as it was read last. */
  | { readonly kind: "try"; readonly state: CommitState; readonly pause: boolean }
  /** Read the CIB, through another node if the last one did not answer. */
  | { readonly kind: "look"; readonly state: CommitState; readonly elsewhere: boolean }
  /** The cluster has the change; `acknowledged` by the node in use, or found in its CIB. */
  | { readonly kind: "taken"; readonly acknowledged: boolean }
  | { readonly kind: "failed"; readonly why: "refused" | "unknown" | "conflict" | "status-moves" };

/** How often the status may move under a patch that names it, before that counts as a conflict. */
export const MOST_TRIES = 40;

/** @param whole some member may demand all counters of the source */
export function firstAttempt(whole: boolean, hosts: number): CommitStep {
  return again({ whole, unsure: false, tries: 0, last: undefined, otherHosts: hosts > 1 }, false);
}

/** A patch is taken for one version only, so that trying again does no harm, whatever became of the attempt before. */
export function nextAttempt(state: CommitState, answer: CommitAnswer): CommitStep {
  return answer.kind === "seen" ? afterLook(state, answer.configuration) : afterPatch(state, answer.outcome);
}

function afterPatch(before: CommitState, outcome: PatchOutcome): CommitStep {
  const state: CommitState = { ...before, last: outcome };
  switch (outcome) {
    case "taken":
      return { kind: "taken", acknowledged: true };
    case "refused":
      return { kind: "failed", why: "refused" };
    case "not-whole":
      return state.whole ? { kind: "failed", why: "refused" } : again({ ...state, whole: true }, false);
    case "unknown":
      if (state.unsure || !state.otherHosts) return { kind: "failed", why: "unknown" };
      return { kind: "look", state: { ...state, unsure: true }, elsewhere: true };
    case "conflict":
    case "not-applied":
      return { kind: "look", state, elsewhere: false };
  }
}

function afterLook(state: CommitState, configuration: Seen): CommitStep {
  switch (configuration) {
    case "expected":
      // The version was right and names no status: the patch itself does not fit.
      if (state.last === "not-applied" && !state.whole) return { kind: "failed", why: "refused" };
      return again(state, true);
    case "ours":
      // Without an unanswered attempt another writer has made the same change.
      return state.unsure ? { kind: "taken", acknowledged: false } : { kind: "failed", why: "conflict" };
    case "other":
      return { kind: "failed", why: "conflict" };
  }
}

function again(state: CommitState, pause: boolean): CommitStep {
  if (state.tries >= MOST_TRIES) return { kind: "failed", why: "status-moves" };
  return { kind: "try", state: { ...state, tries: state.tries + 1 }, pause };
}
