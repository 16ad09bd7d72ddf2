/**
 * What a run does next, by what is known at one moment. Pure: the engine looks, asks this, and does it. It remembers nothing
 * of its own but what the journal has, so that any process can take a run over at any moment.
 */
import type { RunRecord } from "../../cib/run-record.ts";
import type { Next } from "./kind/kind.ts";
import type { Limits } from "./limits.ts";

export interface Known {
  readonly record: RunRecord;
  /** What the kind says of the cluster as it is now. */
  readonly next: Next;
  /** Why nothing new may be begun now; empty when every gate is open. */
  readonly closed: readonly string[];
  /** Milliseconds for which every gate has been open. */
  readonly openFor: number;
  /** Milliseconds since the run last got on, in this process. */
  readonly stuckFor: number;
  /** Failures on record now of what the run touches. */
  readonly failures: number;
  /** The last of them, as a sentence; a fail-count may have no operation on record. Only a pause asks. */
  readonly lastFailure: () => string | undefined;
  /** What others have changed of what the run touches, since this process last looked. */
  readonly moved: readonly string[];
  /** What else says that the next step must not be done, and why not. */
  readonly refused?: string | undefined;
}

export type Move =
  | { readonly kind: "step"; readonly step: Extract<Next, { kind: "edit" | "act" }> }
  | { readonly kind: "wait"; readonly for: readonly string[] }
  /** @property code `timeout`: what was waited for did not come; `failed`: something went wrong; `moved`: by others */
  | { readonly kind: "pause"; readonly code: "timeout" | "failed" | "moved" | "stuck"; readonly why: string }
  | { readonly kind: "done" };

export function nextMove(known: Known, limits: Limits): Move {
  const { record, next, moved, failures } = known;
  if (moved.length > 0) return { kind: "pause", code: "moved", why: `others changed ${moved.join(", ")}` };
  if (record.step !== undefined && failures > record.step.failures)
    return {
      kind: "pause",
      code: "failed",
      why: `${known.lastFailure() ?? "something failed"} after the step "${record.step.text}"`,
    };
  switch (next.kind) {
    case "stuck":
      return { kind: "pause", code: "stuck", why: next.why };
    case "wait":
      return known.stuckFor > limits.step
        ? { kind: "pause", code: "timeout", why: `${next.for} did not come about in time` }
        : { kind: "wait", for: [next.for] };
    case "edit":
    case "act":
      return next.begins ? behindGates(known, limits, { kind: "step", step: next }) : { kind: "step", step: next };
    case "done":
      return behindGates(known, limits, { kind: "done" });
  }
}

function behindGates({ closed, openFor, stuckFor, refused }: Known, limits: Limits, then: Move): Move {
  const shut = closed.length > 0 ? closed : then.kind === "step" && refused !== undefined ? [refused] : [];
  if (shut.length > 0)
    return stuckFor > limits.progress
      ? { kind: "pause", code: "timeout", why: shut.slice(0, 3).join("; ") }
      : { kind: "wait", for: shut };
  if (openFor < limits.minHealthy)
    return { kind: "wait", for: [`all to stay whole for ${limits.minHealthy / 1000} s`] };
  return then;
}
