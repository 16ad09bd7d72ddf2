/**
 * The simulated agents: a world in which operations take their time and leave things running, machines are switched
 * off and come back, and everything can be broken on demand. Deterministic: the same requests at the same moments
 * always end the same way. Over 300 lines: one class keeps the port, since its methods share the world and the sink.
 */

import { Rc } from "../../../../cib/result-code.ts";
import { parseInterval } from "../../../../cib/value/duration.ts";
import type { Fault } from "../../../../report/done/document.ts";
import { fenceDelay } from "../../../../scheduler/fencer/parameters.ts";
import type { GraphResource } from "../../../../scheduler/graph/transition.ts";
import type { CommandOutcome, NodeCommand, Presence } from "../../../port.ts";
import type { AgentMetadata, FenceAttempt } from "../../engine/message.ts";
import type { Operation } from "../../engine/state.ts";
import type { AgentSink, Simulation } from "../agents.ts";
import { attributeTarget, reachable } from "./agent.ts";
import { runCommand } from "./commands.ts";
import { applyFault, type FaultOutcome } from "./faults.ts";
import { noteJoin } from "./in-step.ts";
import { boot, isPresent, leave, machineLost, presenceOf, tellMembership } from "./machines.ts";
import { simulatedMetadata } from "./metadata.ts";
import { agentFor } from "./services.ts";
import {
  type Call,
  emptyWorld,
  type FenceCall,
  machineOf,
  post,
  postResult,
  processesOf,
  processKey,
  restoreWorld,
  type WorldState,
} from "./world-state.ts";

/** How long a fence device takes, its own delay apart; a failing one takes longer. */
const FENCE_TIME = 2000;
const FENCE_FAILURE_TIME = 5000;
/** Numbers of answered requests that are remembered. The driver asks again only for the last ones. */
const REMEMBERED = 300;

export class World implements Simulation {
  readonly state: WorldState;
  private changed = true;
  private sink: AgentSink | undefined;
  /** Number of the last report the sink was given. */
  private reported = 0;

  /** `saved`: what {@link World.save} gave in an earlier life. */
  constructor(saved?: string) {
    this.state = saved === undefined ? emptyWorld() : restoreWorld(saved);
  }

  connect(sink: AgentSink): void {
    this.sink = sink;
    this.report();
  }

  metadata(agent: GraphResource): AgentMetadata {
    return simulatedMetadata(agent);
  }

  setNodes(nodes: readonly { readonly name: string; readonly id: string }[]): void {
    const at = this.now();
    const { machines } = this.state;
    for (const { name, id } of nodes) {
      if (machines[name] !== undefined) continue;
      // A new machine is up already and has only to be noticed.
      machines[name] = { name, id, power: "on", cut: false, member: false };
      this.state.plans.push({ at, kind: "membership", machine: name });
      this.changed = true;
    }
    for (const name of Object.keys(machines)) {
      if (nodes.some((n) => n.name === name) || machines[name]?.member === true) continue;
      delete machines[name];
      this.changed = true;
    }
  }

  execute(operation: Operation): void {
    const at = this.now();
    const world = this.state;
    const id = String(operation.callId);
    if (world.calls[id] !== undefined || world.answered.includes(operation.callId)) return;
    this.changed = true;
    this.watch(operation);
    const hang = world.hangs.indexOf(`${operation.rsc.id}/${operation.task}`);
    if (hang >= 0) world.hangs.splice(hang, 1);
    const dueAt = at + operation.startDelayMs + agentFor(operation.rsc).duration(operation, world);
    world.calls[id] = { operation, dueAt, hung: hang >= 0 };
  }

  kill(callId: number): void {
    if (this.state.calls[String(callId)] === undefined) return;
    delete this.state.calls[String(callId)];
    this.answered(callId);
  }

  fence(attempt: FenceAttempt): void {
    const at = this.now();
    const world = this.state;
    if (world.fenceCalls[String(attempt.attempt)] !== undefined || world.answered.includes(attempt.attempt)) return;
    const fails = world.failingDevices.includes(attempt.device);
    const { parameters, target, action } = attempt;
    // `delay` is the agent's own parameter; the other one the cluster observes.
    const own = action === "on" ? 0 : (parseInterval(parameters.delay) ?? 0);
    world.fenceCalls[String(attempt.attempt)] = {
      attempt,
      dueAt: at + own + fenceDelay(parameters, target, action) + (fails ? FENCE_FAILURE_TIME : FENCE_TIME),
    };
    this.changed = true;
  }

  shutdown(node: string): void {
    const machine = this.state.machines[node];
    if (machine === undefined || machine.power !== "on") return;
    leave(this.state, machine, this.now());
    this.changed = true;
    this.report();
  }

  nextAt(): number | undefined {
    let next: number | undefined;
    const consider = (at: number) => {
      if (next === undefined || at < next) next = at;
    };
    for (const call of Object.values(this.state.calls)) if (!call.hung) consider(call.dueAt);
    for (const call of Object.values(this.state.fenceCalls)) consider(call.dueAt);
    for (const plan of this.state.plans) consider(plan.at);
    return next;
  }

  /** One happening at a time: what an agent sees must include what the one before it wrote. */
  advance(at: number): void {
    const next = this.nextAt();
    if (next === undefined || next > at) return;
    this.changed = true;
    this.happen(next);
    this.report();
  }

  private happen(next: number): void {
    const world = this.state;
    const planned = world.plans.findIndex((p) => p.at === next);
    if (planned >= 0) {
      const [plan] = world.plans.splice(planned, 1);
      const machine = plan === undefined ? undefined : world.machines[plan.machine];
      if (machine === undefined) return;
      if (plan?.kind === "boot") machine.power = "on";
      tellMembership(world, machine);
      return;
    }
    const fencing = Object.values(world.fenceCalls).find((c) => c.dueAt === next);
    const call = Object.values(world.calls).find((c) => !c.hung && c.dueAt === next);
    if (fencing !== undefined) this.finishFencing(fencing, next);
    else if (call !== undefined) this.finish(call, next);
  }

  inject(fault: Fault): FaultOutcome {
    this.changed = true;
    const outcome = applyFault(this.state, fault, this.now());
    this.report();
    return outcome;
  }

  presence(): Presence {
    return presenceOf(this.state);
  }

  run(command: NodeCommand): CommandOutcome {
    return runCommand(this.state, command, this.now());
  }

  save(): string | undefined {
    if (!this.changed) return undefined;
    this.changed = false;
    return JSON.stringify(this.state);
  }

  private view(): AgentSink {
    if (this.sink === undefined) throw new Error("the world was asked before it was connected");
    return this.sink;
  }

  private now(): number {
    return this.view().now();
  }

  /** Gives the sink what it was not given yet. A report stays in the outbox until it is durable. */
  private report(): void {
    for (const { seq, input } of [...this.state.outbox]) {
      if (seq <= this.reported) continue;
      this.reported = seq;
      this.view().report(input, () => {
        this.state.outbox = this.state.outbox.filter((entry) => entry.seq !== seq);
        this.changed = true;
      });
    }
  }

  private answered(number: number): void {
    const { answered } = this.state;
    answered.push(number);
    if (answered.length > REMEMBERED) answered.splice(0, answered.length - REMEMBERED);
    this.changed = true;
  }

  private finish(call: Call, at: number): void {
    const world = this.state;
    const { operation } = call;
    delete world.calls[String(operation.callId)];
    this.answered(operation.callId);
    const host = machineOf(world, operation.node) ?? operation.host;
    const answer = this.startFails(operation)
      ? { rc: Rc.error, reason: "it was made to fail" }
      : agentFor(operation.rsc).finish({
          operation,
          world,
          view: this.view(),
          now: at,
          host,
          process: world.processes[processKey(operation.node, operation.rsc.id)],
          target: attributeTarget(operation, world),
        });
    const process = world.processes[processKey(operation.node, operation.rsc.id)];
    if (process !== undefined && answer.rc === Rc.ok) noteJoin(world, process, operation.task, at);
    // A machine that is cut off reports nothing, though the operation was carried out.
    if (!reachable(world, host)) return;
    postResult(world, {
      callId: operation.callId,
      rc: answer.rc,
      status: 0,
      reason: answer.reason ?? "",
      durationMs: at - operation.startedAt,
      writes: answer.writes ?? [],
    });
  }

  private startFails(operation: Operation): boolean {
    if (operation.task !== "start") return false;
    const { startFails } = this.state;
    for (const key of [
      `${operation.rsc.id}@${operation.node}`,
      `${operation.rsc.id}@${operation.host}`,
      operation.rsc.id,
    ]) {
      const left = startFails[key];
      if (left === undefined) continue;
      if (left > 1) startFails[key] = left - 1;
      else delete startFails[key];
      return true;
    }
    return false;
  }

  private finishFencing(call: FenceCall, at: number): void {
    const world = this.state;
    const { attempt } = call;
    delete world.fenceCalls[String(attempt.attempt)];
    this.answered(attempt.attempt);
    const ok = !world.failingDevices.includes(attempt.device);
    const machine = world.machines[attempt.target];
    if (ok && machine !== undefined) {
      if (attempt.action === "on") {
        if (!isPresent(machine) && machine.power !== "booting") boot(world, machine, at, "switched-on");
      } else {
        machineLost(world, machine, at, "off");
        if (attempt.action === "reboot") boot(world, machine, at, "fenced");
      }
    }
    post(world, {
      kind: "fenced",
      attempt: attempt.attempt,
      ok,
      reason: ok ? "" : "the device does not answer",
      by: attempt.by,
    });
  }

  /** Notes what a cluster must never do: one thing in two places, or twice at once. */
  private watch(operation: Operation): void {
    const world = this.state;
    if (operation.task === "monitor" || operation.task === "notify") return;
    const rsc = operation.rsc.id;
    for (const call of Object.values(world.calls)) {
      if (call.operation.rsc.id !== rsc || call.operation.task === "monitor" || call.operation.task === "notify")
        continue;
      if (call.operation.node === operation.node)
        this.violation(`${operation.task} of ${rsc} on ${operation.node} while its ${call.operation.task} continues`);
      else if (operation.task === "start" && call.operation.task === "start" && this.single(operation)) {
        this.violation(`${rsc} started on ${operation.node} while it is being started on ${call.operation.node}`);
      }
    }
    if (operation.task !== "start") return;
    world.starts[`${rsc}@${operation.node}`] = (world.starts[`${rsc}@${operation.node}`] ?? 0) + 1;
    for (const process of processesOf(world, rsc)) {
      if (process.where !== operation.node && this.single(operation))
        this.violation(`${rsc} started on ${operation.node} while it runs on ${process.where}`);
    }
  }

  private single(operation: Operation): boolean {
    // Many nodes may use one fence device.
    if (operation.rsc.class === "stonith") return false;
    return operation.attributes.CRM_meta_clone === undefined || /:(podman|docker|rkt)$/.test(`:${operation.rsc.type}`);
  }

  private violation(text: string): void {
    this.state.violations.push(text);
  }
}
