/** Why a node is to be fenced, whether that can be done, and how often it failed. */

import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import { formatMoment } from "../../cib/value/date.ts";
import { mostFencingAttempts } from "../../cib/value/fencing-attempts.ts";
import { child, elements, get, idOf } from "../../cib/xml/tree.ts";
import { canFence } from "../../scheduler/action/can-fence.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyAction, ReadonlyNode } from "../../scheduler/model/read-only.ts";
import type { Reason } from "./document.ts";
import { failedOn } from "./failures.ts";
import { operationText } from "./place-text.ts";
import {
  attributeReference,
  configuredId,
  historyReference,
  nodeReference,
  propertyReference,
  reference,
} from "./references.ts";

/** The cause of a node's fencing: the scheduler's reason, with the operation whose failure is behind it. */
export function fencingCause(s: ReadonlyModel, node: ReadonlyNode): Reason | undefined {
  const text = s.actions.find((a) => a.task === "stonith" && a.node === node && !isUnfencing(a))?.reason;
  if (text === undefined) return undefined;
  // In the history an instance has no number, so that a failure may be counted as another instance's.
  const failed = withoutInstanceNumber(/^(\S+) failed/.exec(text)?.[1] ?? "");
  const failure = failedOn(s, node).findLast((f) => f.rsc !== undefined && withoutInstanceNumber(f.rsc.id) === failed);
  if (failure?.rsc === undefined)
    return { code: "fencing", text, references: failed === "" ? fencingReferences(s, node, text) : [] };
  return {
    code: "fencing",
    text: `${text}: ${operationText(failure.op, failure.rsc.id, failure.node)}`,
    references: historyReference(failure.op),
  };
}

/** A device is opened to the node again, which is what is called `on`. */
export function isUnfencing(action: ReadonlyAction): boolean {
  return action.task === "stonith" && action.meta.get("stonith_action") === "on";
}

function fencingReferences(s: ReadonlyModel, node: ReadonlyNode, text: string): Reason["references"] {
  if (text.startsWith("peer")) return nodeReference(s, node);
  if (text === "deadman ticket was lost") return ticketReferences(s);
  if (text === "fencing was requested") return attributeReference(s, node, "terminate");
  if (text === "cluster does not have quorum") return propertyReference(s, "no-quorum-policy");
  return node.connection === undefined
    ? nodeReference(s, node)
    : reference("resource", configuredId(s, node.connection));
}

/** The constraints whose ticket is not here, and which have nodes fenced for that. */
function ticketReferences(s: ReadonlyModel): Reason["references"] {
  const held = new Set([...s.tickets.values()].filter((t) => t.granted).map((t) => t.id));
  return elements(child(s.configuration, "constraints") ?? s.configuration, "rsc_ticket")
    .filter((e) => get(e, "loss-policy") === "fence" && !held.has(get(e, "ticket") ?? ""))
    .flatMap((e) => reference("constraint", idOf(e)));
}

/** Why the cluster cannot fence the node; undefined if it can try. */
export function fencingObstacle(s: ReadonlyModel, node: ReadonlyNode): Reason | undefined {
  const say = (code: Reason["code"], text: string, ...names: string[]): Reason => ({
    code,
    text,
    references: propertyReference(s, ...names),
  });
  if (!s.options.fencingEnabled)
    return say("fencing-disabled", "fencing is disabled (stonith-enabled)", "stonith-enabled", "fencing-enabled");
  if (!s.haveFencingDevice) return say("no-fencing-device", "no fencing device is configured");
  return canFence(s, node) ? undefined : say("no-quorum", "it does not have quorum", "no-quorum-policy");
}

/** An attempt at fencing, as a cluster's fencing history has it. */
export interface FencingAttempt {
  readonly target: string;
  /** `off`, `on` or `reboot`. */
  readonly action: string;
  readonly outcome: "succeeded" | "failed" | "pending";
  /** The cluster tried by itself; it was not asked for by hand. */
  readonly automatic: boolean;
  /** Epoch milliseconds; undefined while it is under way. */
  readonly at: number | undefined;
  readonly reason: string | undefined;
}

/** How far the cluster is with making sure that a node is off. */
export interface FencingProgress {
  readonly stage: "not-tried" | "under-way" | "failed" | "given-up";
  /** Since it last succeeded, the oldest first. */
  readonly failed: readonly FencingAttempt[];
}

/** That it has given up does not show in a CIB: it is so after `fencing-max-attempts` failures of its own. */
export function fencingProgress(s: ReadonlyModel, attempts: readonly FencingAttempt[], node: string): FencingProgress {
  const own = attempts.filter((a) => a.target === node && a.action !== "on");
  const ended = own.filter((a) => a.outcome !== "pending").sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const failed = ended.slice(ended.findLastIndex((a) => a.outcome === "succeeded") + 1);
  if (ended.length < own.length) return { stage: "under-way", failed };
  if (failed.length === 0) return { stage: "not-tried", failed };
  const most = mostFencingAttempts(s.configuration, s.now);
  return { stage: failed.filter((a) => a.automatic).length < most ? "failed" : "given-up", failed };
}

/**
 * How often fencing of the node has failed since it last succeeded, since when, and why; undefined if it has not. That the
 * cluster has given up is part of it.
 */
export function failedFencing(s: ReadonlyModel, attempts: readonly FencingAttempt[], node: string): Reason | undefined {
  const { stage, failed } = fencingProgress(s, attempts, node);
  const [first] = failed;
  const last = failed.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const since = first.at === undefined ? "" : ` since ${formatMoment(Math.floor(first.at / 1000))}`;
  const why = last.reason === undefined || last.reason === "" ? "" : `: ${last.reason}`;
  const most = mostFencingAttempts(s.configuration, s.now);
  const over =
    stage === "given-up"
      ? `; the cluster has given up and tries again only when something changes (stonith-max-attempts is ${most}); to try now: holdfast node fence ${node}`
      : "";
  return {
    code: "fencing-failed",
    text: `fencing of ${node} has failed ${failed.length === 1 ? "once" : `${failed.length} times`}${since}${why}${over}`,
    references: [],
  };
}
