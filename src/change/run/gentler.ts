/** Whether a planned change can be made replica by replica, and what that costs beside making it at once. */
import { HoldfastError } from "../../cluster/error.ts";
import { bothWays } from "../../report/run/both-ways.ts";
import type { PreparedChange } from "../prepare.ts";
import { LIMITS } from "./limits.ts";
import { previewRun } from "./preview.ts";
import { rollingRequest } from "./rolling-edit.ts";

/** Lines for a person; none where no replicas go down together. That it cannot begin now is a line too. */
export function gentlerWay(prepared: PreparedChange): readonly string[] {
  const request = rollingRequest(prepared);
  if (request === undefined) return [];
  try {
    const lines = bothWays(prepared.plan, previewRun(prepared.snapshot, request, LIMITS));
    return ["A way that hurts less is apply --rolling:", ...lines.map((line) => `  ${line}`)];
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return [`A way that hurts less, apply --rolling, cannot begin now: ${error.message}`];
  }
}
