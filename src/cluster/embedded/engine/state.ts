/**
 * Everything the engine knows. A value: `step` never changes one, it makes the next. All of it except the running
 * transition is plain data and is kept in the store, so that a killed engine resumes where it was.
 */

import type { Element } from "../../../cib/xml/tree.ts";
import type { FenceStep } from "../../../scheduler/fencer/ways.ts";
import type { GraphResource, Transition } from "../../../scheduler/graph/transition.ts";
import type { RunProgress } from "./progress.ts";

/** A resource operation that has been handed to the agents. */
export interface Operation {
  /** Unique over the cluster's life; agents take a second request with the same number as the same request. */
  readonly callId: number;
  /** The action of the transition it carries out. */
  readonly actionId: number;
  readonly transition: number;
  readonly targetRc: number;
  /** Where it acts: a cluster node or a guest node. */
  readonly node: string;
  readonly nodeId: string;
  /** The cluster node that carries it out. */
  readonly host: string;
  readonly rsc: GraphResource;
  /** The container resource, for the connection to a guest node. */
  readonly container: string | undefined;
  readonly task: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly startDelayMs: number;
  /** As the graph gives them: parameters and `CRM_meta_*`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly startedAt: number;
}

/** A recurring operation, from its first result until it is cancelled. */
export interface Recurring {
  readonly operation: Operation;
  readonly lastRc: number | undefined;
  readonly lastStatus: number;
  /** The call in flight, if any. */
  readonly inFlight: number | undefined;
}

export interface NodeView {
  readonly id: string;
  readonly name: string;
  readonly member: boolean;
  /** It was asked to leave, so that its leaving is no failure. */
  readonly leaving: boolean;
}

/** A live connection to a guest or remote node. */
export interface GuestView {
  readonly name: string;
  readonly host: string;
  /** The connection's resource. */
  readonly rsc: string;
}

/** A request to fence, and how far it has come. */
export interface FenceRequest {
  readonly id: number;
  readonly target: string;
  readonly action: string;
  /** Action of the running transition that waits for it. */
  readonly actionId: number | undefined;
  /** Client that waits for it. */
  readonly request: number | undefined;
  readonly who: string;
  /** Alternatives in order; one succeeds when all its steps do. */
  readonly plan: readonly (readonly FenceStep[])[];
  readonly alternative: number;
  readonly step: number;
  readonly tries: number;
  /** The attempt in flight; also the number agents know it by. */
  readonly attempt: number;
  readonly startedAt: number;
}

/** What a timer is for. */
export type Timer =
  /** An agent has taken too long. */
  | { readonly kind: "operation"; readonly callId: number }
  /** A recurring operation is to run again. */
  | { readonly kind: "recurring"; readonly key: string }
  /** A fence device has taken too long. */
  | { readonly kind: "fence"; readonly request: number }
  /** The scheduler is to be asked again: a rule may give another answer by now. */
  | { readonly kind: "recheck" }
  /** The scheduler is to be asked at the end of this instant. */
  | { readonly kind: "schedule" };

export interface Alarm {
  readonly timer: Timer;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Timers with the same key are the same timer. */
export function timerKey(timer: Timer): string {
  switch (timer.kind) {
    case "operation":
      return `operation/${timer.callId}`;
    case "recurring":
      return `recurring/${timer.key}`;
    case "fence":
      return `fence/${timer.request}`;
    case "recheck":
    case "schedule":
      return timer.kind;
  }
}

/** Numbers of all calls whose result is waited for. */
export function callsInFlight({ operations, recurring }: Pick<EngineState, "operations" | "recurring">): Set<number> {
  const calls = new Set(operations.keys());
  for (const { inFlight } of recurring.values()) if (inFlight !== undefined) calls.add(inFlight);
  return calls;
}

/** Whether a timer's call, request or operation still exists. @param calls those in flight */
export function isAlive(
  { recurring, fences }: Pick<EngineState, "recurring" | "fences">,
  calls: ReadonlySet<number>,
  timer: Timer,
): boolean {
  switch (timer.kind) {
    case "operation":
      return calls.has(timer.callId);
    case "recurring":
      return recurring.has(timer.key);
    case "fence":
      return fences.has(timer.request);
    case "recheck":
    case "schedule":
      return true;
  }
}

/** A transition being carried out. */
export interface TransitionRun {
  readonly number: number;
  readonly transition: Transition;
  readonly progress: RunProgress;
  /** Synapses of lower priority than this are not begun any more. */
  readonly abort: { readonly priority: number; readonly reason: string } | undefined;
}

export interface EngineState {
  readonly cib: Element;
  /** Epoch milliseconds of the last event. */
  readonly now: number;
  /** Names this engine in transition keys. */
  readonly uuid: string;
  readonly nextCallId: number;
  readonly nextTransition: number;
  readonly operations: ReadonlyMap<number, Operation>;
  /** By `node/key`. */
  readonly recurring: ReadonlyMap<string, Recurring>;
  readonly nodes: ReadonlyMap<string, NodeView>;
  readonly guests: ReadonlyMap<string, GuestView>;
  readonly fences: ReadonlyMap<number, FenceRequest>;
  /** Failed fencing requests in a row, by target. */
  readonly fenceFailures: ReadonlyMap<string, number>;
  /** Timers and when each is due. By {@link timerKey}. */
  readonly timers: ReadonlyMap<string, Alarm>;
  /** Something changed since the last schedule. */
  readonly scheduleDue: string | undefined;
  readonly run: TransitionRun | undefined;
}

/** Nothing is under way or due, except recurring monitors and rechecks. */
export function isIdle(state: EngineState): boolean {
  return (
    state.run === undefined && state.scheduleDue === undefined && state.operations.size === 0 && state.fences.size === 0
  );
}

export function initialState(cib: Element, uuid: string, now: number): EngineState {
  return {
    cib,
    now,
    uuid,
    nextCallId: 1,
    nextTransition: 1,
    operations: new Map(),
    recurring: new Map(),
    nodes: new Map(),
    guests: new Map(),
    fences: new Map(),
    fenceFailures: new Map(),
    timers: new Map(),
    scheduleDue: "the engine started",
    run: undefined,
  };
}

/** When the engine wants to be woken, or undefined. */
export function nextTimer(state: EngineState): number | undefined {
  let next: number | undefined;
  for (const { at } of state.timers.values()) if (next === undefined || at < next) next = at;
  return next;
}
