/**
 * Runs the engine: brings it events and time, makes its decisions durable, and only then carries them out. The twenty
 * lines of `apply` are the whole of the protocol; everything that is decided is decided in `engine/`.
 * Over 300 lines: one class, whose methods share the queue, the clock and the state.
 */

import { descend, type Element } from "../../cib/xml/tree.ts";
import type { Fault } from "../../report/done/document.ts";
import type { ClusterEvent, ClusterEventBody } from "../../report/events/event.ts";
import { formatFault } from "../fault.ts";
import type { CommandOutcome, NodeCommand, Presence } from "../port.ts";
import type { AgentReport, Agents, Simulation } from "./agents/agents.ts";
import type { Clock } from "./clock.ts";
import type { Answer, Effect, EngineInput } from "./engine/message.ts";
import { type EngineState, isIdle, nextTimer } from "./engine/state.ts";
import { step } from "./engine/step.ts";
import type { EnginePorts, ScheduleFunction } from "./engine/step-draft.ts";
import { Requests, refusal } from "./requests.ts";
import type { Store } from "./store/store.ts";
import { attributeInForce, clusterNodes, propertyNow } from "./view.ts";

export interface DriverOptions {
  readonly state: EngineState;
  readonly agents: Agents;
  /** The agents again, where their world is simulated: it needs time, and is kept with the engine's state. */
  readonly simulation?: Simulation | undefined;
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
/** An input whose answer is waited for. */
export type Ask = Request<EngineInput>;

export class Driver {
  state: EngineState;
  /** The last of each name: signs of life of those who hold leases. */
  readonly heartbeats = new Map<string, string>();
  private readonly options: DriverOptions;
  private readonly ports: EnginePorts;
  /** What agents reported; taken in before all else. */
  private readonly reports: { readonly report: AgentReport; readonly durable: () => void }[] = [];
  private readonly queue: EngineInput[] = [];
  private readonly requests = new Requests();
  private readonly listeners = new Set<(event: ClusterEvent) => void>();
  private seq: number;
  private timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  private running = false;
  private configured: Element | undefined;
  private broken = false;

  constructor(options: DriverOptions) {
    this.options = options;
    const { schedule, agents } = options;
    this.ports = { schedule, metadata: (agent) => agents.metadata(agent) };
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
    agents.connect({
      now: () => Math.max(this.options.clock.now(), this.state.now),
      report: (report, durable) => {
        this.reports.push({ report, durable });
        if (this.running) this.arm();
      },
      attribute: (node, name) => attributeInForce(this.state, node, name),
      property: (name) => propertyNow(this.state, name),
    });
    const at = Math.max(this.options.clock.now(), this.state.now);
    const inFlight = this.state.operations.size + this.state.fences.size;
    if (!recovered) this.publish(store?.commit(undefined, this.state, []) ?? []);
    this.syncNodes();
    for (const operation of this.state.operations.values()) agents.execute(operation);
    for (const { operation, inFlight: callId } of this.state.recurring.values()) {
      if (callId !== undefined) agents.execute({ ...operation, callId });
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
    this.requests.refuseAll("the engine stops");
    if (!this.broken) this.saveWorld();
  }

  /** Resolves when the engine has dealt with it and the outcome is durable. */
  ask(input: Ask): Promise<Answer> {
    if (this.broken) return Promise.resolve(refusal(STANDS_STILL));
    return this.requests.ask((request) => this.submit({ ...input, request } as EngineInput));
  }

  submit(input: EngineInput): void {
    this.queue.push(input);
    if (this.running) this.arm();
  }

  /** The agents' world is simulated, so that faults can be injected. */
  get simulated(): boolean {
    return this.options.simulation !== undefined;
  }

  /** A real world is asked by its agents; none exist yet, and then the members are who the engine says. */
  presence(): Presence {
    return this.options.simulation?.presence() ?? { silent: [], returning: [] };
  }

  /** Simulated machines alone can be entered. */
  run(command: NodeCommand): CommandOutcome {
    const text = `${command.node} cannot be entered`;
    return this.options.simulation?.run(command) ?? { kind: "silent", reason: "NotReached", text };
  }

  inject(fault: Fault, who: string): { readonly ok: boolean; readonly text: string } {
    const { simulation } = this.options;
    if (simulation === undefined) return { ok: false, text: "the world of this cluster is real" };
    const outcome = simulation.inject(fault);
    if (outcome.ok) {
      // Its event comes first, before those of its consequences.
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

  /** Virtual time only: runs until `done` holds or `limit` (epoch milliseconds) is reached. Returns whether it held. */
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
    return this.queue.length > 0 || this.reports.length > 0;
  }

  private nextAt(): number | undefined {
    const own = nextTimer(this.state);
    const theirs = this.options.simulation?.nextAt();
    if (own === undefined) return theirs;
    return theirs === undefined ? own : Math.min(own, theirs);
  }

  /** Takes in all that has happened by now. */
  private drain(most = Number.POSITIVE_INFINITY): void {
    for (let taken = 0; taken < most; taken++) {
      const now = this.options.clock.now();
      const reported = this.reports.shift();
      if (reported !== undefined) {
        this.saveWorld();
        this.apply(reported.report, now);
        reported.durable();
        continue;
      }
      const input = this.queue.shift();
      if (input === undefined) return;
      this.apply(input, now);
    }
  }

  /** One thing that is due: the agents' first, so that one schedule sees all of an instant. */
  private passTime(at: number): void {
    const theirs = this.options.simulation?.nextAt();
    if (theirs !== undefined && theirs <= at) this.options.simulation?.advance(at);
    else this.apply({ kind: "time" }, at);
  }

  private apply(input: EngineInput, at: number): void {
    const before = this.state;
    const { state, effects } = step(before, { ...input, at }, this.ports);
    const reported: ClusterEventBody[] = effects.flatMap((e) => (e.kind === "tell" ? [e.event] : []));
    const { store } = this.options;
    const events =
      store === undefined
        ? reported.map((event): ClusterEvent => ({ seq: ++this.seq, at: state.now, event }))
        : store.commit(before, state, reported);
    this.state = state;
    this.syncNodes();
    for (const effect of effects) this.carryOut(effect);
    // The agents know what they were asked, however soon the engine is killed.
    if (effects.some((e) => e.kind === "execute" || e.kind === "fence")) this.saveWorld();
    this.publish(events);
  }

  private carryOut(effect: Effect): void {
    const { agents } = this.options;
    switch (effect.kind) {
      case "execute":
        agents.execute(effect.operation);
        break;
      case "kill":
        agents.kill(effect.operation.callId);
        break;
      case "fence":
        agents.fence(effect.attempt);
        break;
      case "shutdown":
        agents.shutdown(effect.node);
        break;
      case "reply":
        this.requests.answer(effect.request, effect.answer);
        break;
      case "tell":
        break;
    }
  }

  private publish(events: readonly ClusterEvent[]): void {
    for (const event of events) for (const listener of this.listeners) listener(event);
  }

  private saveWorld(): void {
    const { store, simulation } = this.options;
    if (store === undefined || simulation === undefined) return;
    const body = simulation.save();
    if (body !== undefined) store.saveWorld(body);
  }

  private syncNodes(): void {
    const nodes = descend(this.state.cib, "configuration", "nodes");
    if (nodes === this.configured || nodes === undefined) return;
    this.configured = nodes;
    this.options.simulation?.setNodes(clusterNodes(nodes));
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
      this.fail(error);
    }
    this.arm();
  }

  /** Stands still from now on. Throws the error where there is no `onBug`. */
  fail(error: unknown): void {
    this.running = false;
    this.broken = true;
    this.requests.refuseAll(STANDS_STILL);
    if (this.options.onBug === undefined) throw error;
    this.options.onBug(error);
  }
}

const STANDS_STILL = "the engine met a bug and stands still";
