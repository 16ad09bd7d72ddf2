/** Whether a planned change can be made replica by replica, and what that costs beside making it at once. */
import { HoldfastError } from "../../cluster/error.ts";
import type { Rolling } from "../../report/plan/document.ts";
import { bothWays } from "../../report/run/both-ways.ts";
import type { PreparedChange } from "../prepare.ts";
import { LIMITS } from "./limits.ts";
import { previewRun } from "./preview.ts";
import { rollingRequest } from "./rolling-edit.ts";

interface GentlerWay {
  readonly rolling: Rolling;
  /** For a person; that it cannot begin now is a line too. */
  readonly lines: readonly string[];
}

/** Undefined where no replicas go down together. */
export function gentlerWay(prepared: PreparedChange): GentlerWay | undefined {
  const request = rollingRequest(prepared);
  if (request === undefined) return undefined;
  try {
    const run = previewRun(prepared.snapshot, request, LIMITS);
    const lines = bothWays(prepared.plan, run).map((line) => `  ${line}`);
    return {
      rolling: { possible: true, steps: run.items.length, estimateMs: run.estimateMs },
      lines: ["A way that hurts less is apply --rolling:", ...lines],
    };
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    const reason = error.message;
    return {
      rolling: { possible: false, reason },
      lines: [`A way that hurts less, apply --rolling, cannot begin now: ${reason}`],
    };
  }
}
