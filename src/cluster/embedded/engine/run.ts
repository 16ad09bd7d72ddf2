/**
 * Carrying out a transition: a synapse fires when all its inputs are done, as many at once as batch-limit and the
 * nodes' own limits allow. A failure or a change of circumstances lets what is under way finish and begins nothing
 * more, except what has a higher priority (notifications after the fact). Source: Pacemaker's graph execution.
 */

import { clusterProperty, durationProperty } from "../../../cib/value/property.ts";
import type { Transition } from "../../../scheduler/graph/transition.ts";
import { dialectOfCluster } from "../../../scheduler/model/dialect.ts";
import { leadingInteger } from "../../../scheduler/model/integer.ts";
import { dispatch } from "./dispatch.ts";
import { firstAfter, type ProgressDraft, unbegun } from "./progress.ts";
import type { TransitionRun } from "./state.ts";
import type { Turn } from "./step-draft.ts";

/** Operations at once on one node when `node-action-limit` does not say; Pacemaker's is twice the cores. */
const NODE_ACTION_LIMIT = 8;

/** Fires all that can be fired; ends the run, and schedules the next when something changed. */
export function advance(turn: Turn): void {
  const { run, progress } = turn;
  if (run !== undefined && progress !== undefined) {
    while (fireRound(turn, progress)) {
      // Pseudo-actions complete at once and make others ready.
    }
    if (progress.begun.size === 0) endRun(turn, progress);
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

/** One pass in the transition's order: what becomes ready behind the pass has its turn in the next one. */
function fireRound(turn: Turn, progress: ProgressDraft): boolean {
  if (!progress.isAnyReady) return false;
  const limits = limitsOf(turn);
  let fired = false;
  for (let at = nextReady(turn, progress, limits, -1); at !== undefined; at = nextReady(turn, progress, limits, at)) {
    dispatch(turn, progress.begin(at));
    fired = true;
  }
  return fired;
}

/** The first position after `after` whose synapse may fire now. */
function nextReady(turn: Turn, progress: ProgressDraft, limits: Limits, after: number): number | undefined {
  const load = loadOf(turn);
  const priority = turn.run?.abort?.priority ?? Number.NEGATIVE_INFINITY;
  let found: number | undefined;
  for (const [node, waiting] of progress.ready) {
    if (node !== undefined && isFull(limits, load, node)) continue;
    const mayMigrate =
      node === undefined || limits.migrations < 0 || (load.migrations.get(node) ?? 0) < limits.migrations;
    for (let i = firstAfter(waiting, after); i < waiting.length; i++) {
      const position = waiting[i] as number;
      if (found !== undefined && position > found) break;
      const synapse = progress.synapse(position);
      if (synapse.priority < priority || (!mayMigrate && isMigration(synapse.action.operation))) continue;
      found = position;
      break;
    }
  }
  return found;
}

/** How many operations may be under way at once. */
interface Limits {
  /** In the whole cluster; 0: as many as there are. */
  readonly batch: number;
  /** On one node. */
  readonly node: number;
  /** Migrations on one node; negative: as many as there are. */
  readonly migrations: number;
}

function limitsOf(turn: Turn): Limits {
  const attributes = turn.run?.transition.attributes;
  const node = leadingInteger(clusterProperty(turn.cib, "node-action-limit", turn.seconds)) ?? 0;
  return {
    batch: Number(attributes?.get("batch-limit") ?? "0"),
    node: node > 0 ? node : NODE_ACTION_LIMIT,
    migrations: Number(attributes?.get("migration-limit") ?? "-1"),
  };
}

/** Operations under way: all of them, and by node. */
interface Load {
  readonly all: number;
  readonly operations: ReadonlyMap<string, number>;
  readonly migrations: ReadonlyMap<string, number>;
}

function loadOf(turn: Turn): Load {
  const operations = new Map<string, number>();
  const migrations = new Map<string, number>();
  for (const { node, task } of turn.operations.values()) {
    operations.set(node, (operations.get(node) ?? 0) + 1);
    if (isMigration(task)) migrations.set(node, (migrations.get(node) ?? 0) + 1);
  }
  return { all: turn.operations.size, operations, migrations };
}

const isMigration = (task: string): boolean => task.startsWith("migrate_");

function isFull(limits: Limits, load: Load, node: string): boolean {
  return (limits.batch > 0 && load.all >= limits.batch) || (load.operations.get(node) ?? 0) >= limits.node;
}

function endRun(turn: Turn, { succeeded }: ProgressDraft): void {
  const run = turn.run as TransitionRun;
  turn.tell({
    kind: "transition",
    number: run.number,
    phase: "complete",
    actions: succeeded,
    reason: run.abort?.reason,
  });
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
  turn.startRun({ number, transition, progress: unbegun(transition), abort: undefined });
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
