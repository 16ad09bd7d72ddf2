/** What a run says of itself as it proceeds: a line each. */
import type { RunRecord } from "../../cib/run-record.ts";

export type RunTelling =
  | { readonly kind: "waiting"; readonly for: readonly string[] }
  | { readonly kind: "begun" | "resumed" | "step" | "paused" | "ended"; readonly text: string };

export interface RunEvent {
  readonly run: RunRecord;
  /** By the cluster's own time, epoch milliseconds. */
  readonly at: number;
  readonly telling: RunTelling;
}
