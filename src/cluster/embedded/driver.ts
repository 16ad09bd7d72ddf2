/**
 * Runs the engine: brings it events and time, makes what it decides durable, and only then has it done. The twenty
 * lines of `apply` are the whole of the protocol; everything that is decided is decided in `engine/`.
 */

import { clusterProperty } from "../../cib/value/property.ts";
import { descend, type Element, elements, get } from "../../cib/xml/tree.ts";
import type { ClusterEvent, ClusterEventBody } from "../../report/events/event.ts";
import { type Fault, formatFault } from "../fault.ts";
import type { Agents, ClusterView } from "./agents/agents.ts";
import type { Clock } from "./clock.ts";
import type { Answer, EngineInput } from "./engine/message.ts";
import { type EngineState, isIdle, nextTimer } from "./engine/state.ts";
import { transientAttributes } from "./engine/status.ts";
import { step } from "./engine/step.ts";
import type { ScheduleFunction } from "./engine/step-draft.ts";
import type { Store } from "./store/store.ts";

export interface DriverOptions {
  readonly state: EngineState;
  readonly agents: Agents;
  readonly clock: Clock;
  readonly schedule: ScheduleFunction;
  /** Without a store nothing outlives the process. */
  readonly store: Store | undefined;
  /** It was taken up from a store. */
  readonly recovered: boolean;
  /** Called when the engine throws, which is a bug: it stands still from then on. */
  readonly onBug?: (error: unknown) => void;
}

/** Events taken in without a pause for the process's other work. */
const BATCH = 50;

type Request<T> = T extends { readonly request: number } ? Omit<T, "request"> : never;
/** An input somebody waits for the answer of. */
export type Ask = Request<EngineInput>;

export class Driver {
  state: EngineState;
  private readonly options: DriverOptions;
  private readonly queue: EngineInput[] = [];
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private readonly listeners = new Set<(event: ClusterEvent) => void>();
  private nextRequest = 1;
  private seq: number;
  private timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  private running = false;
  private configured: Element | undefined;
  private broken = false;

  constructor(options: DriverOptions) {
    this.options = options;
    this.state = options.state;
    this.seq = options.store?.eventCount ?? 0;
    options.clock.moveTo?.(options.state.now);
  }

  get now(): number {
    return this.options.clock.now();
  }

  /** Number of the last event. */
  get eventCount(): number {
    return this.options.store?.eventCount ?? this.seq;
  }

  /** Takes up what was under way. Everything else waits for {@link start} or {@link runUntil}. */
  open(): void {
    const { agents, store, recovered } = this.options;
    const at = Math.max(this.options.clock.now(), this.state.now);
    const inFlight = this.state.operations.size + this.state.fences.size;
    if (!recovered) this.publish(store?.commit(undefined, this.state, []) ?? []);
    this.syncNodes(at);
    for (const operation of this.state.operations.values()) agents.execute(operation, at);
    for (const { operation, inFlight: callId } of this.state.recurring.values()) {
      if (callId !== undefined) agents.execute({ ...operation, callId }, at);
    }
    this.apply({ kind: "resume", recovered, inFlight }, at);
    this.saveWorld();
  }

  /** Runs by itself from now on: in real time, or in virtual time as fast as it can. */
  start(): void {
    this.running = true;
    this.arm();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer as NodeJS.Timeout);
    clearImmediate(this.timer as NodeJS.Immediate);
    this.timer = undefined;
    this.refuseAll("the engine stops");
    this.saveWorld();
  }

  /** Resolves when the engine has dealt with it and the outcome is durable. */
  ask(input: Ask): Promise<Answer> {
    if (this.broken) return Promise.resolve(refusal(STANDS_STILL));
    const request = this.nextRequest++;
    return new Promise((resolve) => {
      this.waiting.set(request, resolve);
      this.submit({ ...input, request } as EngineInput);
    });
  }

  submit(input: EngineInput): void {
    this.queue.push(input);
    if (this.running) this.arm();
  }

  inject(fault: Fault, who: string): { readonly ok: boolean; readonly text: string } {
    const outcome = this.options.agents.inject(fault, this.options.clock.now());
    if (outcome.ok) {
      // Told first, as what it brings about is told after it.
      this.apply({ kind: "fault", text: outcome.text, who: `${who}: ${formatFault(fault)}` }, this.options.clock.now());
      this.saveWorld();
      if (this.running) this.arm();
    }
    return outcome;
  }

  subscribe(listener: (event: ClusterEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Virtual time only: goes on until `done` holds or `limit` (epoch milliseconds) is reached. Returns whether it held. */
  runUntil(done: (state: EngineState) => boolean, limit: number): boolean {
    for (;;) {
      this.drain();
      if (done(this.state)) return true;
      const next = this.nextAt();
      if (next === undefined || next > limit) {
        this.options.clock.moveTo?.(limit);
        return false;
      }
      this.options.clock.moveTo?.(next);
      this.passTime(next);
    }
  }

  /** Virtual time only: until nothing is under way, or the limit. */
  settle(limit: number): boolean {
    return this.runUntil((state) => isIdle(state) && !this.busy(), limit);
  }

  private busy(): boolean {
    return this.queue.length > 0 || this.options.agents.happenings().length > 0;
  }

  private nextAt(): number | undefined {
    const own = nextTimer(this.state);
    const theirs = this.options.agents.nextAt();
    if (own === undefined) return theirs;
    return theirs === undefined ? own : Math.min(own, theirs);
  }

  /** Takes in all that has happened by now. */
  private drain(most = Number.POSITIVE_INFINITY): void {
    for (let taken = 0; taken < most; taken++) {
      const now = this.options.clock.now();
      const [happening] = this.options.agents.happenings();
      if (happening !== undefined) {
        this.saveWorld();
        this.apply(happening.input, now);
        this.options.agents.acknowledge(happening.seq);
        continue;
      }
      const input = this.queue.shift();
      if (input === undefined) return;
      this.apply(input, now);
    }
  }

  /** One thing that is due: the agents' first, so that one schedule sees all of an instant. */
  private passTime(at: number): void {
    const theirs = this.options.agents.nextAt();
    if (theirs !== undefined && theirs <= at) this.options.agents.advance(at, viewOf(this.state));
    else this.apply({ kind: "time" }, at);
  }

  private apply(input: EngineInput, at: number): void {
    const before = this.state;
    const { state, effects } = step(before, { ...input, at }, this.options.schedule);
    const told: ClusterEventBody[] = effects.flatMap((e) => (e.kind === "tell" ? [e.event] : []));
    const { store, agents } = this.options;
    const events =
      store === undefined
        ? told.map((event): ClusterEvent => ({ seq: ++this.seq, at: state.now, event }))
        : store.commit(before, state, told);
    this.state = state;
    this.syncNodes(state.now);
    for (const effect of effects) {
      if (effect.kind === "execute") agents.execute(effect.operation, state.now);
      else if (effect.kind === "kill") agents.kill(effect.operation.callId);
      else if (effect.kind === "fence") agents.fence(effect.attempt, state.now);
      else if (effect.kind === "shutdown") agents.shutdown(effect.node, state.now);
      else if (effect.kind === "reply") {
        this.waiting.get(effect.request)?.(effect.answer);
        this.waiting.delete(effect.request);
      }
    }
    // The outside knows of what it was asked, however soon the engine dies.
    if (effects.some((e) => e.kind === "execute" || e.kind === "fence")) this.saveWorld();
    this.publish(events);
  }

  private publish(events: readonly ClusterEvent[]): void {
    for (const event of events) for (const listener of this.listeners) listener(event);
  }

  private saveWorld(): void {
    const { store, agents } = this.options;
    if (store === undefined) return;
    const body = agents.save();
    if (body !== undefined) store.saveWorld(body);
  }

  private refuseAll(message: string): void {
    for (const resolve of this.waiting.values()) resolve(refusal(message));
    this.waiting.clear();
  }

  private syncNodes(at: number): void {
    const nodes = descend(this.state.cib, "configuration", "nodes");
    if (nodes === this.configured || nodes === undefined) return;
    this.configured = nodes;
    const list = elements(nodes, "node").filter((n) => get(n, "type") !== "remote");
    this.options.agents.setNodes(
      list.map((n) => ({ name: get(n, "uname") ?? "", id: get(n, "id") ?? "" })),
      at,
    );
  }

  private arm(): void {
    if (!this.running) return;
    clearTimeout(this.timer as NodeJS.Timeout);
    clearImmediate(this.timer as NodeJS.Immediate);
    const next = this.busy() ? this.options.clock.now() : this.nextAt();
    if (next === undefined) return;
    const delay = this.options.clock.delay(next);
    this.timer = delay <= 0 ? setImmediate(() => this.turn()) : setTimeout(() => this.turn(), Math.min(delay, 60_000));
  }

  private turn(): void {
    try {
      const { clock } = this.options;
      this.drain(BATCH);
      for (let taken = 0; taken < BATCH && !this.busy(); taken++) {
        const next = this.nextAt();
        if (next === undefined) break;
        if (clock.moveTo !== undefined) clock.moveTo(next);
        else if (next > clock.now()) break;
        this.passTime(clock.now());
        // Virtual time lets others in after every step.
        if (clock.moveTo !== undefined) break;
      }
      this.saveWorld();
    } catch (error) {
      this.running = false;
      this.broken = true;
      this.refuseAll(STANDS_STILL);
      if (this.options.onBug === undefined) throw error;
      this.options.onBug(error);
    }
    this.arm();
  }
}

const STANDS_STILL = "the engine met a bug and stands still";

function refusal(message: string): Answer {
  return { kind: "refused", code: "disconnected", message };
}

function viewOf(state: EngineState): ClusterView {
  return {
    attribute: (node, name) => {
      const view = state.nodes.get(node);
      const transient = transientAttributes(state.cib, view?.id ?? node).get(name);
      if (transient !== undefined) return transient;
      const nodes = descend(state.cib, "configuration", "nodes");
      const configured =
        nodes === undefined ? undefined : elements(nodes, "node").find((n) => get(n, "uname") === node);
      return configured === undefined ? undefined : pairValue(elements(configured, "instance_attributes"), name);
    },
    property: (name) => clusterProperty(state.cib, name, Math.floor(state.now / 1000)),
  };
}

function pairValue(sets: readonly Element[], name: string): string | undefined {
  for (const set of sets) {
    const pair = elements(set, "nvpair").find((e) => get(e, "name") === name);
    if (pair !== undefined) return get(pair, "value");
  }
  return undefined;
}
