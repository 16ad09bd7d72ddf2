/** Whether a node is as it is wanted; if not, why, and what would end that. */

import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyNode } from "../../scheduler/model/read-only.ts";
import { obstacles } from "../explain/availability.ts";
import { blockedStops } from "../explain/blocked-stops.ts";
import {
  type FencingAttempt,
  failedFencing,
  fencingCause,
  fencingObstacle,
  fencingProgress,
} from "../explain/fencing-text.ts";
import type { StateReason, Verdict } from "./document.ts";

/** What is added to a sentence that ends with "until it is fenced". */
const STAGES = {
  "under-way": ", which is under way",
  failed: ", which has failed so far",
  "given-up": ", which the cluster has given up",
} as const;

/**
 * Why it is unknown what runs on a node, and then how often its fencing has failed, if it has.
 * @param planned the CIB with a whole run of the scheduler behind it: what has the node fenced is found there
 * @param attempts the cluster's fencing history; none where it is not known
 */
export function uncleanReasons(
  planned: ReadonlyModel,
  node: ReadonlyNode,
  attempts: readonly FencingAttempt[],
): readonly [StateReason, ...StateReason[]] {
  const { name } = node;
  const unclean: StateReason = { code: "node-unclean", text: uncleanText(planned, node, attempts), node: name };
  const failed = failedFencing(planned, attempts, name);
  return failed === undefined ? [unclean] : [unclean, { code: "fencing-failed", text: failed.text, node: name }];
}

function uncleanText(planned: ReadonlyModel, node: ReadonlyNode, attempts: readonly FencingAttempt[]): string {
  const { name } = node;
  const cause = fencingCause(planned, node);
  const why = cause === undefined ? "" : ` (${cause.text})`;
  const unknown = `${name} is unclean${why}: what runs there is unknown until it is fenced`;
  const { stage } = fencingProgress(planned, attempts, name);
  if (stage === "under-way") return `${unknown}${STAGES[stage]}`;
  const obstacle = fencingObstacle(planned, node);
  if (obstacle !== undefined) return `${unknown}, which the cluster cannot do: ${obstacle.text}`;
  if (stage !== "not-tried") return `${unknown}${STAGES[stage]}`;
  const due = planned.actions.some((a) => a.task === "stonith" && a.node === node);
  return `${unknown}${due ? ", which is due" : " or comes back"}`;
}

function shutdownReason(planned: ReadonlyModel, node: ReadonlyNode): StateReason {
  const what = `${node.name} is waiting to shut down`;
  const roots = blockedStops(planned, node).flatMap(({ rsc }) => (rsc === undefined ? [] : [rsc]));
  const holder = roots[0];
  if (holder === undefined) return { code: "shutdown-due", text: `${what}: its resources are stopped first` };
  const names = roots.map((rsc) => rsc.id).join(", ");
  const why = holder.blocked ? "blocked after a failure: clean it up" : "not managed: manage it, or stop it by hand";
  return { code: "shutdown-due", text: `${what} until ${names} stops, which is ${why}` };
}

/**
 * Every reason, the worst first.
 * @param attempts the cluster's fencing history; none where it is not known
 */
export function nodeVerdict(planned: ReadonlyModel, node: ReadonlyNode, attempts: readonly FencingAttempt[]): Verdict {
  const { name } = node;
  if (node.unclean) return { state: "failed", reasons: uncleanReasons(planned, node, attempts) };
  if (node.pending)
    return {
      state: "pending",
      reasons: [{ code: "node-joining", text: `${name} is joining: it takes no resources until that is done` }],
    };
  if (node.shutdown && node.online) return { state: "pending", reasons: [shutdownReason(planned, node)] };
  if (!node.online)
    return {
      state: "stopped",
      reasons: [{ code: "node-offline", text: `${name} is offline: start the cluster on it` }],
    };
  // Standby and maintenance are what a person wanted: they are said, and are no fault.
  const reasons = obstacles(planned, node).map(
    ({ reason, remedy }): StateReason => ({
      code: node.standby || node.standbyOnFail ? "node-standby" : "node-maintenance",
      text: `${reason.text}: to end that, ${remedy.text}`,
    }),
  );
  return { state: node.standbyOnFail ? "failed" : "ok", reasons };
}
