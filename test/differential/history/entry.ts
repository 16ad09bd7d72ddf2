/** Writes what became of an operation as the executor's results are recorded: `lrm_rsc_op`, fail counts, digests. */
import { digestAttributes, filterForDigest } from "../../../src/cib/digest.ts";
import { childDraft, type Draft, newDraft } from "../../../src/scheduler/simulation/draft.ts";
import type { Random } from "../random.ts";
import { historyList, setTransient, transient } from "./status.ts";

/** Counters and clock of one history. */
export interface Clock {
  now: number;
  callId: number;
  transition: number;
  readonly uuid: string;
}

export interface Performed {
  readonly rscId: string;
  readonly class: string;
  readonly provider?: string | undefined;
  readonly type: string;
  readonly task: string;
  readonly intervalMs: number;
  /** The action's attributes: parameters and meta-attributes. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly actionId: number;
  readonly targetRc: number;
}

/** `status` -1: it is still going on. */
export interface Result {
  readonly rc: number;
  readonly status: number;
}

export function isFailure(op: Performed, result: Result): boolean {
  return result.status !== -1 && (result.status !== 0 || result.rc !== op.targetRc);
}

export function record(r: Random, state: Draft, op: Performed, result: Result, clock: Clock): void {
  const { rscId, task, intervalMs } = op;
  const list = historyList(state);
  let history = childDraft(list, "lrm_resource", rscId);
  if (history === undefined) {
    history = newDraft("lrm_resource", {
      id: rscId,
      type: op.type,
      class: op.class,
      provider: op.provider,
      container: op.attributes.get("CRM_meta_container"),
    });
    list.children.push(history);
  }
  const key = `${rscId}_${task}_${intervalMs}`;
  const failed = isFailure(op, result);
  const ids = failed
    ? [`${rscId}_last_failure_0`, ...(intervalMs === 0 ? [`${rscId}_last_0`] : [])]
    : [intervalMs > 0 ? key : `${rscId}_last_0`];
  const callId = result.status === -1 ? -1 : clock.callId++;
  const transitionKey = `${op.actionId}:${clock.transition}:${op.targetRc}:${clock.uuid}`;
  for (const id of ids) {
    const entry = newDraft("lrm_rsc_op", {
      id,
      operation_key: key,
      operation: task,
      "crm-debug-origin": "differential",
      crm_feature_set: "3.20.5",
      "transition-key": transitionKey,
      "transition-magic": `${result.status}:${result.rc};${transitionKey}`,
      "exit-reason": failed && r.chance(0.5) ? "it broke" : "",
      on_node: state.attributes.get("uname"),
      "call-id": String(callId),
      "rc-code": String(result.rc),
      "op-status": String(result.status),
      interval: String(intervalMs),
      "last-rc-change": String(clock.now),
      "exec-time": "20",
      "queue-time": "0",
      migrate_source: op.attributes.get("CRM_meta_migrate_source"),
      migrate_target: op.attributes.get("CRM_meta_migrate_target"),
      "op-digest": digestAttributes(filterForDigest(op.attributes, intervalMs)),
      ...reloadDigests(r, op),
    });
    const old = childDraft(history, "lrm_rsc_op", id);
    if (old === undefined) history.children.push(entry);
    else history.children.splice(history.children.indexOf(old), 1, entry);
  }
  if (task === "stop" && !failed && result.status === 0) dropRecurring(history);
  if (failed && (intervalMs > 0 || task !== "monitor")) countFailure(r, state, op, clock);
}

/** Agents that can reload tell which parameters need a restart, and which are secret. */
function reloadDigests(r: Random, op: Performed): Record<string, string> {
  if (op.intervalMs > 0 || op.task === "stop" || !r.chance(0.5)) return {};
  const only = (names: readonly string[]): Map<string, string> =>
    new Map([...filterForDigest(op.attributes, 0)].filter(([name]) => names.includes(name)));
  const without = new Map([...filterForDigest(op.attributes, 0)].filter(([name]) => name !== "passwd"));
  return {
    "op-force-restart": " state p2 ",
    "op-restart-digest": digestAttributes(only(["state", "p2"])),
    ...(r.chance(0.6) ? { "op-secure-params": " passwd ", "op-secure-digest": digestAttributes(without) } : {}),
  };
}

function dropRecurring(history: Draft): void {
  const kept = history.children.filter((c) => c.kind !== "element" || (c.attributes.get("interval") ?? "0") === "0");
  history.children.splice(0, history.children.length, ...kept);
}

/** The anonymous instance's number is no part of the attribute's name. */
export function countFailure(
  r: Random,
  state: Draft,
  op: Pick<Performed, "rscId" | "task" | "intervalMs">,
  clock: Clock,
): void {
  const suffix = `${op.rscId.replace(/:\d+$/, "")}#${op.task}_${op.intervalMs}`;
  const count = Number(transient(state, `fail-count-${suffix}`) ?? "0");
  const fatal = op.task === "start" || op.task === "stop";
  setTransient(
    state,
    `fail-count-${suffix}`,
    (fatal && r.chance(0.7)) || !Number.isFinite(count) ? "INFINITY" : String(count + 1),
  );
  setTransient(state, `last-failure-${suffix}`, String(clock.now));
}
