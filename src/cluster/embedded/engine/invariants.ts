/**
 * What must hold after every step of the engine, whatever it was given. It is checked in tests and in production: an
 * engine that broke one of these rules has a bug, and stops before what it decided becomes durable or is done.
 *
 *  1. Versions, numbers of calls and transitions, and time only grow; a changed CIB is a new version.
 *  2. Only commits and agents' writes change the configuration, each as a new epoch.
 *  3. A commit that is acknowledged is in the CIB, at the version the client is given.
 *  4. An operation has one call in flight, and its number is one that was given out.
 *  5. A resource has one operation in flight on a node; monitors and notifications apart.
 *  6. Only a clone's instance or a fence device is started on a node while it is being started or stopped on another,
 *     or while the history says that it runs on another member, unless it is recorded as active on several.
 *  7. Every timer belongs to something alive, and everything that is waited for has its timer.
 *  8. Every effect names a call, a fencing request or a node that the state knows.
 *  9. Every action of the transition that was begun has something that will end it, so that no transition hangs.
 */

import { readHistoryEntry } from "../../../cib/history.ts";
import { operationKey } from "../../../cib/operation.ts";
import { compareVersions, formatVersion, parseVersion, readVersion } from "../../../cib/patch/version.ts";
import { child, elements, get } from "../../../cib/xml/tree.ts";
import type { Effect, EngineEvent } from "./message.ts";
import { callsInFlight, type EngineState, isAlive, type Operation, type Timer, timerKey } from "./state.ts";
import { lrmResources } from "./status.ts";

/** Thrown by a step that must not have happened. */
export class BrokenInvariant extends Error {
  constructor(rule: string, event: EngineEvent) {
    super(`internal error in the engine: ${rule} (after ${event.kind})`);
    this.name = "BrokenInvariant";
  }
}

/** Throws {@link BrokenInvariant} when the step from `before` to `after` broke a rule. */
export function checkInvariants(
  before: EngineState,
  event: EngineEvent,
  after: EngineState,
  effects: readonly Effect[],
): void {
  const broken = firstBroken(before, event, after, effects);
  if (broken !== undefined) throw new BrokenInvariant(broken, event);
}

/** One sentence on the broken rule; undefined when all hold. */
function firstBroken(
  before: EngineState,
  event: EngineEvent,
  after: EngineState,
  effects: readonly Effect[],
): string | undefined {
  return (
    numbersGrow(before, after) ??
    configurationIsOwned(before, event, after) ??
    commitsAreKept(after, effects) ??
    callsAreSingle(before, after) ??
    startsAreSingle(after, effects) ??
    timersAreAlive(before, after) ??
    effectsAreKnown(after, effects) ??
    actionsWillEnd(before, after)
  );
}

function numbersGrow(before: EngineState, after: EngineState): string | undefined {
  if (after.now < before.now) return "time went back";
  if (after.nextCallId < before.nextCallId || after.nextTransition < before.nextTransition)
    return "a number of a call or transition was taken back";
  if (after.cib === before.cib) return undefined;
  const [was, is] = [readVersion(before.cib), readVersion(after.cib)];
  return compareVersions(is, was) > 0
    ? undefined
    : `the CIB changed from version ${formatVersion(was)} to ${formatVersion(is)}`;
}

const WRITERS: ReadonlySet<EngineEvent["kind"]> = new Set(["commit", "write", "result"]);

function configurationIsOwned(before: EngineState, event: EngineEvent, after: EngineState): string | undefined {
  if (after.cib === before.cib || child(before.cib, "configuration") === child(after.cib, "configuration"))
    return undefined;
  if (!WRITERS.has(event.kind)) return "the configuration changed, though no one asked for it";
  return readVersion(after.cib).epoch > readVersion(before.cib).epoch
    ? undefined
    : "the configuration changed without a new epoch";
}

function commitsAreKept(after: EngineState, effects: readonly Effect[]): string | undefined {
  for (const effect of effects) {
    if (effect.kind !== "reply" || effect.answer.kind !== "commit" || !effect.answer.outcome.ok) continue;
    const { version } = effect.answer.outcome;
    const given = parseVersion(version);
    const is = readVersion(after.cib);
    if (given === undefined || given.epoch !== is.epoch || compareVersions(given, is) > 0)
      return `commit ${version} is acknowledged, and the CIB is at ${formatVersion(is)}`;
  }
  return undefined;
}

/** Several of them may run beside each other, and beside another operation. */
function isQuiet({ task, intervalMs }: Operation): boolean {
  return intervalMs > 0 || task === "monitor" || task === "notify";
}

function callsAreSingle(before: EngineState, after: EngineState): string | undefined {
  if (after.operations === before.operations && after.recurring === before.recurring) return undefined;
  const calls = new Set<number>();
  const busy = new Set<string>();
  for (const [callId, operation] of after.operations) {
    calls.add(callId);
    if (callId !== operation.callId || callId >= after.nextCallId) return `call ${callId} was never given out`;
    if (isQuiet(operation)) continue;
    const key = `${operation.node}/${operation.rsc.id}`;
    if (busy.has(key)) return `${operation.rsc.id} has two operations in flight on ${operation.node}`;
    busy.add(key);
  }
  for (const [key, { inFlight }] of after.recurring) {
    if (inFlight === undefined) continue;
    if (calls.has(inFlight) || inFlight >= after.nextCallId) return `${key} has a call that is not its own`;
    calls.add(inFlight);
  }
  return undefined;
}

const STARTS: ReadonlySet<string> = new Set(["start", "migrate_from"]);

function startsAreSingle(after: EngineState, effects: readonly Effect[]): string | undefined {
  for (const effect of effects) {
    if (effect.kind !== "execute" || effect.operation.task !== "start" || mayRunTwice(effect.operation)) continue;
    const { rsc, node } = effect.operation;
    for (const other of after.operations.values()) {
      if (other.rsc.id !== rsc.id || other.node === node) continue;
      if (STARTS.has(other.task) || other.task === "stop")
        return `${rsc.id} is started on ${node} while its ${other.task} on ${other.node} is in flight`;
    }
    const active = placesOf(after, effect.operation);
    // Where it is active twice already, multiple-active decides.
    if (active.length === 1 && active[0] !== node)
      return `${rsc.id} is started on ${node} while it runs on ${active[0]}`;
  }
  return undefined;
}

/** Instances of a clone have its name in common, and many nodes may use one fence device. */
function mayRunTwice({ rsc, attributes }: Operation): boolean {
  return rsc.class === "stonith" || attributes.CRM_meta_clone !== undefined;
}

const ACTIVE_AFTER: ReadonlySet<string> = new Set(["start", "promote", "demote", "monitor"]);

/** Members on which the last operation of a resource left it running. */
function placesOf(state: EngineState, { rsc }: Operation): string[] {
  const found: string[] = [];
  for (const node of state.nodes.values()) {
    if (!node.member) continue;
    const history = lrmResources(state.cib, node.id).find((e) => get(e, "id") === rsc.id);
    if (history === undefined || get(history, "type") !== rsc.type || get(history, "class") !== rsc.class) continue;
    const last = elements(history, "lrm_rsc_op").find((e) => get(e, "id") === operationKey(rsc.id, "last", 0));
    if (last === undefined) continue;
    const { task, opStatus, rc } = readHistoryEntry(last);
    if (opStatus === 0 && rc === 0 && ACTIVE_AFTER.has(task)) found.push(node.name);
  }
  return found;
}

function timersAreAlive(before: EngineState, after: EngineState): string | undefined {
  const unchanged =
    after.timers === before.timers &&
    after.operations === before.operations &&
    after.recurring === before.recurring &&
    after.fences === before.fences;
  if (unchanged) return undefined;
  const calls = callsInFlight(after);
  for (const [key, { timer }] of after.timers)
    if (!isAlive(after, calls, timer)) return `the timer ${key} belongs to nothing`;
  const waits = (timer: Timer): boolean => after.timers.has(timerKey(timer));
  for (const callId of calls)
    if (!waits({ kind: "operation", callId })) return `call ${callId} would be waited for without end`;
  for (const [key, { inFlight }] of after.recurring)
    if (inFlight === undefined && !waits({ kind: "recurring", key })) return `${key} would never run again`;
  for (const request of after.fences.keys())
    if (!waits({ kind: "fence", request })) return `fencing ${request} would be waited for without end`;
  return undefined;
}

function effectsAreKnown(after: EngineState, effects: readonly Effect[]): string | undefined {
  const inFlight = (callId: number): boolean =>
    after.operations.has(callId) || [...after.recurring.values()].some((r) => r.inFlight === callId);
  for (const effect of effects) {
    switch (effect.kind) {
      case "execute":
        if (!inFlight(effect.operation.callId)) return `call ${effect.operation.callId} is made, and not waited for`;
        break;
      case "kill":
        if (inFlight(effect.operation.callId)) return `call ${effect.operation.callId} is killed, and waited for`;
        break;
      case "fence":
        if (![...after.fences.values()].some((r) => r.attempt === effect.attempt.attempt))
          return `${effect.attempt.device} is asked to fence, and not waited for`;
        break;
      case "shutdown":
        if (after.nodes.get(effect.node)?.leaving !== true) return `${effect.node} is asked to leave unnoticed`;
        break;
      case "reply":
      case "tell":
        break;
    }
  }
  return undefined;
}

function actionsWillEnd(before: EngineState, after: EngineState): string | undefined {
  const { run } = after;
  if (run === undefined) return undefined;
  const unchanged =
    run.progress === before.run?.progress &&
    after.operations === before.operations &&
    after.fences === before.fences &&
    after.nodes === before.nodes;
  if (unchanged) return undefined;
  const ending = new Set<number>();
  for (const { transition, actionId } of after.operations.values()) if (transition === run.number) ending.add(actionId);
  for (const { actionId } of after.fences.values()) if (actionId !== undefined) ending.add(actionId);
  for (const { action } of run.progress.begun.values()) {
    if (ending.has(action.id)) continue;
    if (action.operation === "do_shutdown" && after.nodes.get(action.onNode ?? "")?.leaving === true) continue;
    return `action ${action.id} (${action.operationKey ?? action.operation}) of transition ${run.number} would never end`;
  }
  return undefined;
}
