/**
 * The engine: one event in, the next state and its effects out. No clock, no file, no promise: the driver
 * brings the events, makes the state durable, and only then does what it says. Time is the event's.
 */

import { applyWrite } from "./attributes.ts";
import { cleanup } from "./cleanup.ts";
import { commit } from "./commit.ts";
import { requestShutdown } from "./dispatch.ts";
import { fenceAnswered, fenceTimedOut, requestFencing, resumeFencing, takeAsOff } from "./fencing.ts";
import { checkInvariants } from "./invariants.ts";
import { membershipChanged } from "./membership.ts";
import type { Effect, EngineEvent } from "./message.ts";
import { runRecurring } from "./recurring.ts";
import { connectionLost, operationEnded, operationTimedOut } from "./results.ts";
import { advance, scheduleNow } from "./run.ts";
import { type EngineState, type Timer, timerKey } from "./state.ts";
import { type EnginePorts, Turn } from "./step-draft.ts";
import { takeTicketChange } from "./ticket.ts";

export interface StepResult {
  readonly state: EngineState;
  readonly effects: readonly Effect[];
}

export function step(state: EngineState, event: EngineEvent, ports: EnginePorts): StepResult {
  const turn = new Turn(state, event.at, ports);
  take(turn, event);
  advance(turn);
  const next: StepResult = { state: turn.finish(), effects: turn.effects };
  checkInvariants(state, event, next.state, next.effects);
  return next;
}

function take(turn: Turn, event: EngineEvent): void {
  switch (event.kind) {
    case "time":
      fireTimers(turn);
      break;
    case "resume":
      for (const request of [...turn.fences.values()]) resumeFencing(turn, request);
      turn.tell({ kind: "engine", phase: event.recovered ? "recovered" : "started", inFlight: event.inFlight });
      break;
    case "result":
      operationEnded(turn, event.result);
      break;
    case "membership":
      membershipChanged(turn, event);
      break;
    case "connection-lost":
      connectionLost(turn, event.guest);
      break;
    case "fenced":
      fenceAnswered(turn, event.attempt, event.ok, event.reason, event.by);
      break;
    case "write":
      applyWrite(turn, event.write);
      break;
    case "commit":
      commit(turn, event);
      break;
    case "cleanup":
      cleanup(turn, event);
      break;
    case "fence":
      fenceOnRequest(turn, event);
      break;
    case "confirm-off":
      takeAsOff(turn, event);
      break;
    case "ticket":
      takeTicketChange(turn, event);
      break;
    case "shutdown":
      requestShutdown(turn, event.node);
      break;
    case "fault":
      turn.tell({ kind: "fault", text: event.text, who: event.who });
      break;
  }
}

function fenceOnRequest(turn: Turn, event: Extract<EngineEvent, { kind: "fence" }>): void {
  const { target, action, request, who } = event;
  if (turn.nodes.has(target)) requestFencing(turn, { target, action, actionId: undefined, request, who });
  else turn.reply(request, { kind: "refused", code: "missing", message: `there is no node ${target}` });
}

/** Fires what is due, earliest first; the order among equals is that of their setting. */
function fireTimers(turn: Turn): void {
  const due = [...turn.timers.values()].filter(({ at }) => at <= turn.now).sort((a, b) => a.at - b.at);
  // An earlier one may have made this one pointless.
  for (const { timer } of due) if (turn.timers.has(timerKey(timer))) fire(turn, timer);
}

function fire(turn: Turn, timer: Timer): void {
  switch (timer.kind) {
    case "operation":
      operationTimedOut(turn, timer.callId);
      break;
    case "recurring":
      runRecurring(turn, timer.key);
      break;
    case "fence":
      fenceTimedOut(turn, timer.request);
      break;
    case "recheck":
      turn.clearTimer(timer);
      turn.scheduleDue ??= "time passed";
      break;
    case "schedule":
      scheduleNow(turn);
      break;
  }
}
