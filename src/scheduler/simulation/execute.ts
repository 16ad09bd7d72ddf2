/**
 * A transition carried out on paper: every action succeeds (except those chosen to fail), and what its result
 * changes in the CIB is recorded as the cluster would have. Behaviour: docs/pacemaker/simulator.md#execution.
 *
 * Only resource operations and fencing leave traces. Events of the cluster (a shutdown, a clean-up) are only reported.
 */
import type { Element } from "../../cib/xml/tree.ts";
import type { GraphAction, Transition } from "../graph/transition.ts";
import { findNode, findResource } from "../model/lookup.ts";
import type { Schedule } from "../schedule.ts";
import { type Draft, draftOf, finished } from "./draft.ts";
import type { Tell } from "./event.ts";
import { addFailure } from "./fail-count.ts";
import { Histories, recordResult } from "./history.ts";
import { configureNode, ensureNodeState, forgetNode, setMembership } from "./node-state.ts";
import { type ActionOutcome, isPseudoEvent, type RoundsResult, runRounds } from "./rounds.ts";
import { hasTwins, mergeTwins } from "./twins.ts";

export interface ExecuteOptions {
  /** Epoch seconds at which everything happens. */
  readonly clock: number;
  /** Operation specs of what is to fail. */
  readonly failures?: readonly string[];
  /** Nodes that actions are done on are added to the configuration. */
  readonly configureNodes?: boolean;
}

export interface Executed {
  readonly cib: Element;
  readonly result: RoundsResult;
}

/** @param cib what was scheduled */
export function executeTransition(cib: Element, schedule: Schedule, options: ExecuteOptions, tell: Tell): Executed {
  const draft = draftOf(cib);
  const run: Run = {
    draft,
    damaged: new Map(),
    histories: new Histories(),
    states: new Map(),
    schedule,
    options,
    tell,
  };
  const result = runRounds(schedule.transition.synapses, isPseudoEvent, (action) => perform(run, action));
  return { cib: finished(draft), result };
}

interface Run {
  readonly draft: Draft;
  /** Whether a node's state held something twice when it was first written to. */
  readonly damaged: Map<Draft, boolean>;
  readonly histories: Histories;
  /** By the node's name. */
  readonly states: Map<string, Draft>;
  readonly schedule: Schedule;
  readonly options: ExecuteOptions;
  readonly tell: Tell;
}

function perform(run: Run, action: GraphAction): ActionOutcome {
  if (action.kind === "pseudo_event") {
    run.tell({
      kind: "pseudo",
      task: action.operationKey,
      ...(action.onNode === undefined ? {} : { node: action.onNode }),
    });
    return "done";
  }
  if (action.kind === "rsc_op") return performOperation(run, action);
  if (action.operation === "stonith") return fence(run, action);
  const resource = action.resource === undefined ? {} : { resource: action.resource.id };
  run.tell({ kind: "cluster", task: action.operation, node: action.onNode ?? "", ...resource });
  return "done";
}

function stateOf({ draft, damaged, states, options }: Run, node: string, id: string | undefined): Draft | undefined {
  const known = states.get(node);
  if (known !== undefined) return known;
  if (options.configureNodes === true) configureNode(draft, node);
  const state = ensureNodeState(draft, node, id);
  if (state === undefined) return undefined;
  states.set(node, state);
  if (!damaged.has(state)) damaged.set(state, hasTwins(state));
  return state;
}

const FENCING_ORIGIN = "simulate_fencing_action";

/** A node that was turned off or rebooted is down and knows nothing more; one that was unfenced stays as it is. */
function fence(run: Run, action: GraphAction): ActionOutcome {
  const target = action.onNode ?? "";
  const operation = action.attributes.get("CRM_meta_stonith_action") ?? "";
  run.tell({ kind: "fencing", target, action: operation });
  if (operation.toLowerCase() === "on") return "done";
  const state = stateOf(run, target, findNode(run.schedule.model, target)?.id);
  if (state === undefined) return "refused";
  setMembership(state, false, FENCING_ORIGIN);
  forgetNode(state);
  run.histories.forget(state);
  return "done";
}

/** Reported like other operations, but the history never shows them. */
const LEAVES_NO_RESULT = new Set(["delete", "meta-data"]);

function performOperation(run: Run, action: GraphAction): ActionOutcome {
  const { tell, schedule, options } = run;
  const { resource: agent, operation: task, onNode: node = "" } = action;
  if (agent === undefined) return "refused";
  // The name of the configuration is preferred, unless only the instance's own is known.
  const known = (id: string | undefined): id is string =>
    id !== undefined && findResource(schedule.model, id) !== undefined;
  const resource = !known(agent.id) && known(agent.longId) ? agent.longId : agent.id;
  if (LEAVES_NO_RESULT.has(task)) {
    tell({ kind: "resource", resource, operation: task, node, intervalMs: 0 });
    return "done";
  }
  const id = action.routerNode === undefined ? action.onNodeUuid : node;
  const state = stateOf(run, node, id);
  if (state === undefined) return "refused";
  const history = run.histories.ensure(state, resource, agent.id, agent);
  if (typeof history === "string") {
    tell({ kind: "error", message: history });
    return "refused";
  }
  const intervalMs = Number(action.attributes.get("CRM_meta_interval") ?? 0);
  const targetRc = Number(action.attributes.get("CRM_meta_op_target_rc") ?? 0);
  tell({ kind: "resource", resource, operation: task, node, intervalMs });

  const failure = failureOf(run, [resource, agent.id], task, intervalMs, node);
  if (failure !== undefined) {
    tell({ kind: "pretend-failed", action: action.id, rc: failure.rc });
    const forGood = isForGood(schedule.transition, task);
    addFailure(state, { resource: failure.name, task, intervalMs, rc: failure.rc, forGood, at: options.clock }, tell);
  }
  recordResult(history, {
    resource: agent.id,
    task,
    intervalMs,
    node,
    rc: failure?.rc ?? targetRc,
    targetRc,
    exitReason: "User-injected result",
    attributes: action.attributes,
    at: options.clock,
  });
  if (run.damaged.get(state) === true) {
    mergeTwins(state, history);
    run.histories.forget(state);
  }
  return failure === undefined ? "done" : "failed";
}

/** Without regard to case. An instance may be named with or without its number. */
function failureOf(
  { options, tell }: Run,
  names: readonly string[],
  task: string,
  intervalMs: number,
  node: string,
): { readonly name: string; readonly rc: number } | undefined {
  for (const spec of options.failures ?? []) {
    const name = names.find((n) => spec.toLowerCase().startsWith(`${n}_${task}_${intervalMs}@${node}=`.toLowerCase()));
    if (name === undefined) continue;
    const rc = /^[^=]*=\s*([+-]?\d+)/.exec(spec)?.[1];
    if (rc !== undefined) return { name, rc: Number(rc) };
    tell({ kind: "error", message: `Invalid failed operation '${spec}' (result code must be integer)` });
  }
  return undefined;
}

/** The transition says which failures ban at once. */
function isForGood({ attributes }: Pick<Transition, "attributes">, task: string): boolean {
  if (task === "start") return attributes.get("failed-start-offset") === "INFINITY";
  return task === "stop" && attributes.get("failed-stop-offset") === "INFINITY";
}
