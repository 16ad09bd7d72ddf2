/**
 * One step in the making: a private copy of the state that the rules change, and the effects to carry out afterwards. It
 * lives for one call of `step` and is never seen outside.
 */

import { withWriter } from "../../../cib/last-written.ts";
import { type Element, elements, get, withAttribute } from "../../../cib/xml/tree.ts";
import type { ClusterEventBody } from "../../../report/events/event.ts";
import type { GraphResource, Synapse, Transition } from "../../../scheduler/graph/transition.ts";
import type { Dialect } from "../../../scheduler/model/dialect.ts";
import { MapDraft } from "./map-draft.ts";
import type { AgentMetadata, Answer, Effect } from "./message.ts";
import { ProgressDraft } from "./progress.ts";
import {
  type Alarm,
  type EngineState,
  type FenceRequest,
  type GuestView,
  type NodeView,
  type Operation,
  type Recurring,
  type Timer,
  type TransitionRun,
  timerKey,
} from "./state.ts";
import type { NodeRef } from "./status.ts";

export type ScheduleFunction = (
  cib: Element,
  options: { readonly now: number; readonly dialect: Dialect },
) => { readonly transition: Transition };

/** What a step asks about: the scheduler's decision, and what is known of agents. Both answer alike each time. */
export interface EnginePorts {
  readonly schedule: ScheduleFunction;
  /** Undefined where the agent's metadata are not known. */
  readonly metadata: (agent: GraphResource) => AgentMetadata | undefined;
}

export class Turn {
  cib: Element;
  readonly now: number;
  readonly ports: EnginePorts;
  readonly uuid: string;
  nextCallId: number;
  nextTransition: number;
  readonly operations: MapDraft<number, Operation>;
  readonly recurring: MapDraft<string, Recurring>;
  readonly nodes: MapDraft<string, NodeView>;
  readonly guests: MapDraft<string, GuestView>;
  readonly fences: MapDraft<number, FenceRequest>;
  readonly fenceFailures: MapDraft<string, number>;
  readonly timers: MapDraft<string, Alarm>;
  scheduleDue: string | undefined;
  run: TransitionRun | undefined;
  /** How far the run has come. */
  progress: ProgressDraft | undefined;
  readonly effects: Effect[] = [];
  /** Who asked for the configuration change of this step, and why. */
  author: { readonly who: string; readonly why: string } | undefined;
  private readonly before: EngineState;

  constructor(state: EngineState, now: number, ports: EnginePorts) {
    this.before = state;
    this.cib = state.cib;
    this.now = Math.max(now, state.now);
    this.ports = ports;
    this.uuid = state.uuid;
    this.nextCallId = state.nextCallId;
    this.nextTransition = state.nextTransition;
    this.operations = new MapDraft(state.operations);
    this.recurring = new MapDraft(state.recurring);
    this.nodes = new MapDraft(state.nodes);
    this.guests = new MapDraft(state.guests);
    this.fences = new MapDraft(state.fences);
    this.fenceFailures = new MapDraft(state.fenceFailures);
    this.timers = new MapDraft(state.timers);
    this.scheduleDue = state.scheduleDue;
    this.startRun(state.run);
  }

  get seconds(): number {
    return Math.floor(this.now / 1000);
  }

  tell(event: ClusterEventBody): void {
    this.effects.push({ kind: "tell", event });
  }

  reply(request: number | undefined, answer: Answer): void {
    if (request !== undefined) this.effects.push({ kind: "reply", request, answer });
  }

  /** @param at epoch milliseconds; a timer that was set already is moved */
  setTimer(timer: Timer, at: number): void {
    const key = timerKey(timer);
    if (this.timers.get(key)?.at !== at) this.timers.set(key, { timer, at });
  }

  clearTimer(timer: Timer): void {
    this.timers.delete(timerKey(timer));
  }

  /** Takes a call back: agents that know of it already are to kill it. */
  withdraw(operation: Operation): void {
    const at = this.effects.findIndex((e) => e.kind === "execute" && e.operation.callId === operation.callId);
    if (at >= 0) this.effects.splice(at, 1);
    else this.effects.push({ kind: "kill", operation });
  }

  /** The action of the running transition that has this number, while it is under way. */
  underWay(actionId: number): Synapse | undefined {
    return this.progress?.begun.get(actionId);
  }

  endAction(actionId: number, how: "done" | "failed"): void {
    this.progress?.end(actionId, how);
  }

  startRun(run: TransitionRun | undefined): void {
    this.run = run;
    this.progress = run && new ProgressDraft(run);
  }

  /** The transition is out of date: begin nothing more of it below `priority`, and schedule again when it has ended. */
  abort(reason: string, priority = 1_000_000): void {
    this.scheduleDue ??= reason;
    if (this.run === undefined) return;
    const abort = this.run.abort;
    if (abort === undefined) {
      this.tell({
        kind: "transition",
        number: this.run.number,
        phase: "aborted",
        actions: this.run.transition.synapses.length,
        reason,
      });
    }
    if (abort === undefined || priority > abort.priority)
      this.run = { ...this.run, abort: { priority, reason: abort?.reason ?? reason } };
  }

  /** Begin nothing more, and do not schedule again until something else changes. */
  giveUp(reason: string): void {
    const due = this.scheduleDue;
    this.abort(reason);
    this.scheduleDue = due;
  }

  isMember(node: string): boolean {
    return this.nodes.get(node)?.member === true;
  }

  members(): NodeView[] {
    return [...this.nodes.values()].filter((n) => n.member);
  }

  nodeRef(name: string): NodeRef {
    const node = this.nodes.get(name);
    return node === undefined ? { id: name, name, remote: true } : { id: node.id, name, remote: false };
  }

  private finishedRun(): TransitionRun | undefined {
    const progress = this.progress?.finished();
    return this.run === undefined || progress === undefined || progress === this.run.progress
      ? this.run
      : { ...this.run, progress };
  }

  /** The state after this step, with the CIB's numbers moved on if it changed. */
  finish(): EngineState {
    return {
      cib: bumpVersion(this.before.cib, this.cib, this.author, this.now),
      now: this.now,
      uuid: this.uuid,
      nextCallId: this.nextCallId,
      nextTransition: this.nextTransition,
      operations: this.operations.finished(),
      recurring: this.recurring.finished(),
      nodes: this.nodes.finished(),
      guests: this.guests.finished(),
      fences: this.fences.finished(),
      fenceFailures: this.fenceFailures.finished(),
      timers: this.timers.finished(),
      scheduleDue: this.scheduleDue,
      run: this.finishedRun(),
    };
  }
}

/** A changed configuration is a new epoch; any other change counts in num_updates. */
function bumpVersion(before: Element, after: Element, author: Turn["author"], now: number): Element {
  if (before === after) return after;
  const configured = elements(before, "configuration")[0] !== elements(after, "configuration")[0];
  const epoch = Number(get(before, "epoch") ?? "0");
  const updates = Number(get(before, "num_updates") ?? "0");
  if (!configured) return withAttribute(after, "num_updates", String(updates + 1));
  const next = withAttribute(withAttribute(after, "epoch", String(epoch + 1)), "num_updates", "0");
  return withWriter(next, author?.who ?? "hacluster", now);
}
