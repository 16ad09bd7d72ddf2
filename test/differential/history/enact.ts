/**
 * Carries out a transition in the status of a CIB, with failures, and perhaps only in part: an operation that had begun
 * when the transition was cut is left pending. This is how a random CIB gets a history that could have been.
 */
import type { GraphAction, Transition } from "../../../src/scheduler/graph/transition.ts";
import { childDrafts, type Draft } from "../../../src/scheduler/simulation/draft.ts";
import { type ActionOutcome, isPseudoEvent, runRounds } from "../../../src/scheduler/simulation/rounds.ts";
import type { Random } from "../random.ts";
import { type Clock, isFailure, type Performed, type Result, record } from "./entry.ts";
import { drop, forget, histories, historyList, nodeStateOf, setAll, setTransient, transientNames } from "./status.ts";

export interface Luck {
  /** Probability that an operation fails. */
  readonly failure: number;
  /** How many actions are done before the transition is cut; undefined: all of them. */
  readonly steps: number | undefined;
}

/** Of each node and resource (by its history's id): what it really is there, however the history tells it. */
export type World = Map<string, "Started" | "Promoted">;

export function enact(r: Random, cib: Draft, transition: Transition, world: World, luck: Luck, clock: Clock): void {
  let left = luck.steps ?? Number.POSITIVE_INFINITY;
  runRounds(transition.synapses, isPseudoEvent, (action) => {
    if (left <= 0) {
      if (left-- > -3 && action.kind === "rsc_op" && r.chance(0.6)) leavePending(r, cib, action, clock);
      return "refused";
    }
    left--;
    if (action.kind === "rsc_op") return perform(r, cib, action, world, luck, clock);
    if (action.kind === "crm_event") return event(r, cib, action, world, clock);
    return "done";
  });
  clock.transition++;
}

function describe(action: GraphAction): Performed | undefined {
  const { resource, attributes } = action;
  if (resource === undefined) return undefined;
  const key = action.internalOperationKey ?? action.operationKey;
  const rscId =
    action.internalOperationKey !== undefined && resource.longId !== undefined ? resource.longId : resource.id;
  return {
    rscId,
    class: resource.class,
    provider: resource.provider,
    type: resource.type,
    task: action.operation,
    intervalMs: Number(/_(\d+)$/.exec(key)?.[1] ?? "0"),
    attributes,
    actionId: action.id,
    targetRc: Number(attributes.get("CRM_meta_op_target_rc") ?? "0"),
  };
}

const NOT_RECORDED = new Set(["notify", "cancel", "delete"]);

function stateFor(cib: Draft, action: GraphAction): Draft | undefined {
  if (action.onNode === undefined || action.onNodeUuid === undefined) return undefined;
  return nodeStateOf(
    cib,
    action.onNodeUuid,
    action.onNode,
    action.routerNode !== undefined || action.onNode === action.onNodeUuid,
  );
}

function leavePending(r: Random, cib: Draft, action: GraphAction, clock: Clock): void {
  const op = describe(action);
  const state = stateFor(cib, action);
  if (op === undefined || state === undefined || NOT_RECORDED.has(op.task)) return;
  record(r, state, op, { rc: 193, status: -1 }, clock);
}

function perform(r: Random, cib: Draft, action: GraphAction, world: World, luck: Luck, clock: Clock): ActionOutcome {
  const op = describe(action);
  const state = stateFor(cib, action);
  if (op === undefined || state === undefined) return "done";
  if (op.task === "cancel") {
    const history = histories(state).find((h) => h.attributes.get("id") === op.rscId);
    const key = `${op.rscId}_${op.attributes.get("CRM_meta_operation")}_${op.attributes.get("CRM_meta_interval")}`;
    const entry =
      history === undefined
        ? undefined
        : childDrafts(history, "lrm_rsc_op").find((e) => e.attributes.get("id") === key);
    if (history !== undefined && entry !== undefined) drop(history, entry);
    return "done";
  }
  if (NOT_RECORDED.has(op.task)) return "done";
  const result = outcome(r, op, `${state.attributes.get("id")} ${op.rscId}`, world, luck);
  record(r, state, op, result, clock);
  if (r.chance(0.3)) clock.now++;
  if (op.task === "promote" || op.task === "start") advertise(r, state, op);
  return isFailure(op, result) ? "failed" : "done";
}

function outcome(r: Random, op: Performed, place: string, world: World, luck: Luck): Result {
  const fails = r.chance(luck.failure);
  if (op.task === "monitor" && op.intervalMs === 0) {
    if (!fails) return { rc: rcOf(world.get(place)), status: 0 };
    return r.pick([
      { rc: 5, status: 0 },
      { rc: 0, status: 0 },
      { rc: 8, status: 0 },
      { rc: 1, status: 0 },
      { rc: 5, status: 7 },
      { rc: 9, status: 0 },
      { rc: 6, status: 0 },
      { rc: 2, status: 0 },
    ]);
  }
  if (fails) return failureOf(r, op);
  if (op.task === "start" || op.task === "migrate_from" || op.task === "demote") world.set(place, "Started");
  if (op.task === "promote") world.set(place, "Promoted");
  if (op.task === "stop" || op.task === "migrate_to") world.delete(place);
  return { rc: op.targetRc, status: 0 };
}

function rcOf(role: "Started" | "Promoted" | undefined): number {
  return role === undefined ? 7 : role === "Promoted" ? 8 : 0;
}

export function failureOf(r: Random, op: Pick<Performed, "intervalMs">): Result {
  const rc = r.pick([1, 1, 1, 7, 7, 5, 2, 3, 4, 6, 8, 9, 190, 191]);
  const status = r.weighted([
    [8, 0],
    [1, 4],
    [1, 2],
    [0.3, 3],
    [0.2, 5],
    [0.2, 6],
    [0.2, 7],
    [0.2, 8],
  ]);
  return { rc: op.intervalMs === 0 && rc === 8 ? 1 : rc, status };
}

/** Promotion scores, as agents of promotable resources set them. */
function advertise(r: Random, state: Draft, op: Performed): void {
  const wanted = op.attributes.has("CRM_meta_promoted_max") || op.type === "Stateful";
  if (wanted && r.chance(0.8))
    setTransient(state, `master-${op.rscId}`, r.pick(["5", "10", "10", "100", "-1", "INFINITY"]));
}

function event(r: Random, cib: Draft, action: GraphAction, world: World, clock: Clock): ActionOutcome {
  const state = stateFor(cib, action);
  if (state === undefined) return "done";
  const remote = state.attributes.get("remote_node") === "true";
  switch (action.operation) {
    case "stonith":
      return fenced(r, state, action, world, clock, remote);
    case "do_shutdown":
      leave(state, world);
      break;
    case "clear_failcount": {
      const id = action.resource?.id.replace(/:\d+$/, "") ?? "";
      for (const name of transientNames(state)) {
        if (name.startsWith(`fail-count-${id}#`) || name.startsWith(`last-failure-${id}#`))
          setTransient(state, name, undefined);
      }
      for (const history of histories(state)) {
        const entry = childDrafts(history, "lrm_rsc_op").find((e) => e.attributes.get("id") === `${id}_last_failure_0`);
        if (entry !== undefined && r.chance(0.9)) drop(history, entry);
      }
      break;
    }
    case "lrm_delete": {
      const history = histories(state).find((h) => h.attributes.get("id") === action.resource?.id);
      if (history !== undefined) drop(historyList(state), history);
      break;
    }
  }
  return "done";
}

function leave(state: Draft, world: World): void {
  const id = state.attributes.get("id");
  setAll(state, { in_ccm: "false", crmd: "offline", join: "down", expected: "down" });
  forget(state);
  for (const place of [...world.keys()]) if (place.startsWith(`${id} `)) world.delete(place);
}

function fenced(
  r: Random,
  state: Draft,
  action: GraphAction,
  world: World,
  clock: Clock,
  remote: boolean,
): ActionOutcome {
  if (r.chance(0.1)) return "failed";
  const kind = action.attributes.get("CRM_meta_stonith_action");
  if (kind === "on") {
    setTransient(state, "#node-unfenced", String(clock.now));
    for (const name of ["digests_all", "digests_secure"]) {
      const value = action.attributes.get(`CRM_meta_${name}`);
      if (value !== undefined && r.chance(0.9)) setTransient(state, `#${name.replace("_", "-")}`, value);
    }
    return "done";
  }
  leave(state, world);
  if (remote) {
    for (const name of ["in_ccm", "crmd", "join", "expected"]) state.attributes.delete(name);
    state.attributes.set("node_fenced", String(clock.now));
  } else if (kind === "reboot" && r.chance(0.6)) {
    setAll(state, { in_ccm: "true", crmd: "online", join: "member", expected: "member" });
  }
  return "done";
}
