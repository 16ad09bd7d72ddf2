/**
 * Carrying out a transition: a synapse fires when all its inputs are done, as many at once as batch-limit and the
 * nodes' own limits allow. A failure or a change of circumstances lets what is under way finish and begins nothing
 * more, except what has a higher priority (notifications after the fact). Source: Pacemaker's graph execution.
 */

import { clusterProperty, durationProperty } from "../../../cib/value/property.ts";
import type { GraphAction, Synapse, Transition } from "../../../scheduler/graph/transition.ts";
import { dialectOfCluster } from "../../../scheduler/model/dialect.ts";
import { leadingInteger } from "../../../scheduler/model/integer.ts";
import { dispatch } from "./dispatch.ts";
import type { Phase, TransitionRun } from "./state.ts";
import type { Turn } from "./step-draft.ts";

/** Operations at once on one node when `node-action-limit` does not say; Pacemaker's is twice the cores. */
const NODE_ACTION_LIMIT = 8;

/** Fires all that can be fired; ends the run, and schedules the next when something changed. */
export function advance(turn: Turn): void {
  if (turn.run !== undefined) {
    while (fireRound(turn)) {
      // Pseudo-actions complete at once and make others ready.
    }
    if (!underWay(turn)) endRun(turn);
  }
  if (
    turn.run === undefined &&
    turn.scheduleDue !== undefined &&
    turn.operations.size === 0 &&
    turn.fences.size === 0
  ) {
    // A moment later, so that all that happens at the same instant is seen by one schedule.
    if (!turn.timers.has("schedule")) turn.setTimer({ kind: "schedule" }, turn.now);
  } else turn.clearTimer({ kind: "schedule" });
}

function fireRound(turn: Turn): boolean {
  const run = turn.run as TransitionRun;
  let fired = false;
  for (const synapse of run.transition.synapses) {
    if (!ready(turn, synapse) || !withinLimits(turn, synapse.action)) continue;
    turn.setPhase(synapse.action.id, "fired");
    dispatch(turn, synapse.action);
    fired = true;
  }
  return fired;
}

function ready(turn: Turn, synapse: Synapse): boolean {
  if (turn.phaseOf(synapse.action.id) !== "waiting") return false;
  const abort = turn.run?.abort;
  if (abort !== undefined && synapse.priority < abort.priority) return false;
  return synapse.inputs.every((input) => {
    const phase: Phase | undefined = turn.phaseOf(input.id);
    return phase === "done" || phase === undefined;
  });
}

function withinLimits(turn: Turn, action: GraphAction): boolean {
  if (action.kind !== "rsc_op" || action.operation === "cancel") return true;
  const batch = Number(turn.run?.transition.attributes.get("batch-limit") ?? "0");
  if (batch > 0 && turn.operations.size >= batch) return false;
  const node = action.onNode ?? "";
  let onNode = 0;
  let migrations = 0;
  for (const operation of turn.operations.values()) {
    if (operation.node !== node) continue;
    onNode++;
    if (operation.task.startsWith("migrate_")) migrations++;
  }
  const migrationLimit = Number(turn.run?.transition.attributes.get("migration-limit") ?? "-1");
  if (migrationLimit >= 0 && action.operation.startsWith("migrate_") && migrations >= migrationLimit) return false;
  const limit = leadingInteger(clusterProperty(turn.cib, "node-action-limit", turn.seconds)) ?? 0;
  return onNode < (limit > 0 ? limit : NODE_ACTION_LIMIT);
}

function underWay(turn: Turn): boolean {
  const run = turn.run as TransitionRun;
  for (const phase of run.phases.values()) if (phase === "fired") return true;
  return false;
}

function endRun(turn: Turn): void {
  const run = turn.run as TransitionRun;
  const done = [...run.phases.values()].filter((p) => p === "done").length;
  turn.tell({ kind: "transition", number: run.number, phase: "complete", actions: done, reason: run.abort?.reason });
  turn.startRun(undefined);
}

/** Asks the scheduler, and begins the transition it returns. */
export function scheduleNow(turn: Turn): void {
  turn.clearTimer({ kind: "schedule" });
  if (turn.run !== undefined || turn.operations.size > 0 || turn.fences.size > 0) return;
  const reason = turn.scheduleDue;
  turn.scheduleDue = undefined;
  // Without a member no action can be carried out.
  if (turn.members().length === 0) return;
  const transition = decide(turn);
  if (transition === undefined) return;
  const recheck = Number(transition.attributes.get("recheck-by") ?? "0");
  if (recheck > 0) turn.setTimer({ kind: "recheck" }, Math.max(recheck * 1000, turn.now + 1000));
  else turn.setTimer({ kind: "recheck" }, turn.now + recheckInterval(turn));
  if (transition.synapses.length === 0) return;
  const number = turn.nextTransition++;
  const phases = new Map<number, Phase>(transition.synapses.map((s) => [s.action.id, "waiting"]));
  turn.startRun({ number, transition, phases, abort: undefined });
  turn.tell({ kind: "transition", number, phase: "started", actions: transition.synapses.length, reason });
}

/** A scheduler that throws has met a bug of ours; that must not stop the engine and its whole cluster. */
function decide(turn: Turn): Transition | undefined {
  try {
    return turn.ports.schedule(turn.cib, { now: turn.seconds, dialect: dialectOfCluster(turn.cib) }).transition;
  } catch (error) {
    turn.tell({ kind: "problem", text: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

/** Default of cluster-recheck-interval: time-based rules are looked at again at least this often. */
const RECHECK_INTERVAL = 15 * 60 * 1000;

function recheckInterval(turn: Turn): number {
  const written = durationProperty(turn.cib, "cluster-recheck-interval", turn.seconds);
  return written === undefined || written <= 0 ? RECHECK_INTERVAL : written;
}
