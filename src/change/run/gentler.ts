/** Whether a planned change can be made replica by replica, and what that costs beside making it at once. */
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import { bothWays } from "../../report/run/both-ways.ts";
import type { PlannedChange } from "../plan/plan.ts";
import { LIMITS } from "./limits.ts";
import { previewRun } from "./preview.ts";
import { rollingRequest } from "./rolling-edit.ts";

/** Lines for a person; none where no replicas go down together. That it cannot begin now is a line too. */
export async function gentlerWay(cluster: Cluster, planned: PlannedChange): Promise<readonly string[]> {
  const request = rollingRequest(planned);
  if (request === undefined) return [];
  try {
    const lines = bothWays(planned.plan, await previewRun(cluster, request, LIMITS));
    return ["A way that hurts less is apply --rolling:", ...lines.map((line) => `  ${line}`)];
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return [`A way that hurts less, apply --rolling, cannot begin now: ${error.message}`];
  }
}
