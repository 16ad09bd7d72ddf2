/**
 * Results in the operation history, as the node's executor would record them: under which resource, under which id,
 * and with what an entry says.
 * Behaviour: docs/pacemaker/simulator.md#recorded-results.
 */
import { digestAttributes, filterForDigest } from "../../cib/digest.ts";
import { FEATURE_SET } from "../../cib/empty.ts";
import { notifyKey, operationKey } from "../../cib/operation.ts";

import { addById, only } from "../status/history-index.ts";
import { childDraft, childDrafts, type Draft, ensureChild, newDraft } from "./draft.ts";
import { ORIGIN } from "./node-state.ts";

export interface Agent {
  readonly class?: string | undefined;
  readonly provider?: string | undefined;
  readonly type?: string | undefined;
}

const CLASSES = new Set(["ocf", "stonith", "service", "systemd", "lsb"]);

/** The histories of nodes by resource: a node has thousands of them, and each result is looked for. */
export class Histories {
  readonly #byState = new Map<Draft, Map<string, Draft[]>>();

  /**
   * The history of a resource on a node, under its own name if it is there, else under the one it would be kept under,
   * else made anew under the latter. A text says why it cannot be made.
   */
  ensure(state: Draft, resource: string, keptAs: string, agent: Agent): Draft | string {
    let byId = this.#byState.get(state);
    if (byId === undefined) {
      byId = historiesById(state);
      this.#byState.set(state, byId);
    }
    const known = only(byId.get(resource) ?? []) ?? only(byId.get(keptAs) ?? []);
    if (known !== undefined) return known;
    const made = newHistory(state, resource, keptAs, agent);
    if (typeof made === "string") return made;
    addById(byId, [made]);
    return made;
  }

  /** To be called when the node's histories were changed otherwise. */
  forget(state: Draft): void {
    this.#byState.delete(state);
  }
}

function newHistory(state: Draft, resource: string, keptAs: string, agent: Agent): Draft | string {
  const id = state.attributes.get("id");
  if (agent.class === undefined || agent.type === undefined)
    return `Resource ${resource} not found in the status section of ${id} (supply class and type to continue)`;
  if (!CLASSES.has(agent.class)) return `Invalid class for ${resource}: ${agent.class}`;
  if (agent.class === "ocf" && agent.provider === undefined)
    return `Please specify the provider for resource ${resource}`;
  const list = ensureChild(ensureChild(state, "lrm", { id }), "lrm_resources");
  const { class: standard, provider, type } = agent;
  const history = newDraft("lrm_resource", { id: keptAs, class: standard, provider, type });
  list.children.push(history);
  return history;
}

function historiesById(state: Draft): Map<string, Draft[]> {
  const found = new Map<string, Draft[]>();
  for (const lrm of childDrafts(state, "lrm")) {
    for (const list of childDrafts(lrm, "lrm_resources")) {
      addById(found, childDrafts(list, "lrm_resource"));
    }
  }
  return found;
}

export interface Result {
  /** The name the operation's key begins with. */
  readonly resource: string;
  readonly task: string;
  readonly intervalMs: number;
  readonly node: string;
  readonly rc: number;
  readonly targetRc: number;
  /** Recorded with failures only. */
  readonly exitReason: string;
  /** What the action was carried out with; undefined for a result nobody asked for. */
  readonly attributes?: ReadonlyMap<string, string>;
  /** Epoch seconds. */
  readonly at: number;
}

const MIGRATIONS: ReadonlySet<string> = new Set(["migrate_to", "migrate_from"]);

/** Stands for the scheduler that would have asked for the operation. */
const NOBODY = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

/** Writes the result where the last one of its kind was. A failure is kept apart from what succeeds later. */
export function recordResult(history: Draft, result: Result): void {
  const { resource, task, intervalMs, targetRc } = result;
  const callId = highestCallId(history) + 1;
  if (task === "notify") {
    const announced = (name: string): string => result.attributes?.get(`CRM_meta_notify_${name}`) ?? "";
    const id = notifyKey(resource, announced("type"), announced("operation"));
    // Nobody minds how an announcement was received.
    writeEntry(history, id, callId, { ...result, rc: 0, exitReason: "" });
  } else if (MIGRATIONS.has(task)) {
    // Kept apart: what became of a migration is told by the histories of both nodes together.
    const exitReason = result.rc === targetRc ? "" : result.exitReason;
    writeEntry(history, operationKey(resource, task, intervalMs), callId, { ...result, exitReason });
  } else if (result.rc !== targetRc) {
    writeEntry(history, operationKey(resource, "last_failure", 0), callId, result);
    if (intervalMs === 0) writeEntry(history, operationKey(resource, "last", 0), callId, result);
  } else {
    const id =
      intervalMs > 0 ? operationKey(resource, recordedTask(task), intervalMs) : operationKey(resource, "last", 0);
    writeEntry(history, id, callId, { ...result, exitReason: "" });
  }
}

/** A reload that went well says what a start would: this definition is in force. */
function recordedTask(task: string): string {
  return task === "reload" || task === "reload-agent" ? "start" : task;
}

function highestCallId(history: Draft): number {
  const ids = childDrafts(history, "lrm_rsc_op").map((e) => Number.parseInt(e.attributes.get("call-id") ?? "", 10));
  return Math.max(0, ...ids.filter((id) => !Number.isNaN(id)));
}

function writeEntry(history: Draft, id: string, callId: number, result: Result): void {
  const { intervalMs, rc, targetRc, attributes } = result;
  const task = recordedTask(result.task);
  const entry = childDraft(history, "lrm_rsc_op", id) ?? newDraft("lrm_rsc_op", { id });
  if (!history.children.includes(entry)) history.children.push(entry);
  const transitionKey = `${callId}:-1:${targetRc}:${NOBODY}`;
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined) entry.attributes.set(name, value);
  };
  set("operation_key", operationKey(result.resource, task, intervalMs));
  set("operation", task);
  set("crm-debug-origin", ORIGIN);
  set("crm_feature_set", FEATURE_SET);
  set("transition-key", transitionKey);
  set("transition-magic", `0:${rc};${transitionKey}`);
  set("exit-reason", result.exitReason);
  set("on_node", result.node);
  set("call-id", String(callId));
  set("rc-code", String(rc));
  set("op-status", "0");
  set("interval", String(intervalMs));
  set("last-rc-change", String(result.at));
  set("exec-time", "0");
  set("queue-time", "0");
  if (attributes === undefined) return;
  if (MIGRATIONS.has(task)) {
    set("migrate_source", attributes.get("CRM_meta_migrate_source"));
    set("migrate_target", attributes.get("CRM_meta_migrate_target"));
  }
  set("op-digest", digestAttributes(filterForDigest(attributes, intervalMs)));
}
