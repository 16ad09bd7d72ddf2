/**
 * Results in the operation history, as the node's executor would record them: under which resource, under which id,
 * and with what an entry says.
 * Behaviour: docs/pacemaker/simulator.md#recorded-results.
 */
import { entriesFor } from "../../cib/history.ts";
import { ExecStatus } from "../../cib/result-code.ts";
import { leadingInteger } from "../model/integer.ts";

import { addById, only } from "../status/history-index.ts";
import { childDraft, childDrafts, type Draft, ensureChild, newDraft } from "./draft.ts";
import { ORIGIN } from "./node-state.ts";

export interface AgentAttributes {
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
  ensure(state: Draft, resource: string, keptAs: string, agent: AgentAttributes): Draft | string {
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

function newHistory(state: Draft, resource: string, keptAs: string, agent: AgentAttributes): Draft | string {
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
  /** What the action was carried out with; undefined for a result of no operation the cluster asked for. */
  readonly attributes?: ReadonlyMap<string, string>;
  /** Epoch seconds. */
  readonly at: number;
}

/** Stands for the scheduler that would have asked for the operation. */
const NO_UUID = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

/** Writes the result where the last one of its kind was; what an entry had besides stays. */
export function recordResult(history: Draft, result: Result): void {
  const callId = highestCallId(history) + 1;
  const entries = entriesFor({
    ...result,
    status: ExecStatus.done,
    callId,
    transitionKey: `${callId}:-1:${result.targetRc}:${NO_UUID}`,
    execMs: 0,
    origin: ORIGIN,
  });
  for (const { id, attributes } of entries) {
    const entry = childDraft(history, "lrm_rsc_op", id) ?? newDraft("lrm_rsc_op", { id });
    if (!history.children.includes(entry)) history.children.push(entry);
    for (const [name, value] of attributes) entry.attributes.set(name, value);
  }
}

function highestCallId(history: Draft): number {
  return Math.max(
    0,
    ...childDrafts(history, "lrm_rsc_op").map((e) => leadingInteger(e.attributes.get("call-id")) ?? 0),
  );
}
