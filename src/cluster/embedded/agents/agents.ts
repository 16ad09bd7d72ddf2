/**
 * The engine's agents: they run resource agents and fence devices on the nodes, and call back with the
 * results. Every request carries a number, and a request with a known number is the same request: after a restart the
 * engine repeats every request under way, to agents that may or may not have received it before.
 */

import type { Fault } from "../../../report/done/document.ts";
import type { GraphResource } from "../../../scheduler/graph/transition.ts";

import type { CommandOutcome, NodeCommand, Presence } from "../../port.ts";
import type { AgentMetadata, EngineInput, FenceAttempt } from "../engine/message.ts";
import type { Operation } from "../engine/state.ts";

/** What agents report: results, and what happens to nodes by itself. */
export type AgentReport = Extract<
  EngineInput,
  { readonly kind: "result" | "fenced" | "membership" | "shutdown" | "connection-lost" | "write" }
>;

/** What the engine offers to its agents. */
export interface AgentSink {
  /** The cluster's time, epoch milliseconds. */
  now(): number;
  /**
   * Takes a report, in order. `durable` is called once the engine can no longer forget it; until then it has to be
   * reported again after a restart.
   */
  report(report: AgentReport, durable: () => void): void;
  /** A node attribute, transient before permanent. */
  attribute(node: string, name: string): string | undefined;
  /** A cluster property. */
  property(name: string): string | undefined;
}

export interface Agents {
  /** Called once, before anything is asked; reports that were not made durable in an earlier life come now. */
  connect(sink: AgentSink): void;
  execute(operation: Operation): void;
  /** The operation has taken too long or was cancelled; its result will be ignored. */
  kill(callId: number): void;
  fence(attempt: FenceAttempt): void;
  /** Asks a node to leave the cluster; its resources are stopped. */
  shutdown(node: string): void;
  /** As the agent's own metadata says; undefined where they cannot be read. Known at the latest with its first result. */
  metadata(agent: GraphResource): AgentMetadata | undefined;
}

/** Agents whose whole world is simulated, so that its time can be moved on, and it can be broken on purpose. */
export interface Simulation extends Agents {
  /** The cluster's nodes, as configured; machines come up for those that are new. */
  setNodes(nodes: readonly { readonly name: string; readonly id: string }[]): void;
  /** When something will happen next, epoch milliseconds; undefined: nothing by itself. */
  nextAt(): number | undefined;
  /** Lets the next thing happen that is due by `at`, if there is one. */
  advance(at: number): void;
  /** Breaks or mends something. Returns what was done, one sentence, or why it cannot be. */
  inject(fault: Fault): { readonly ok: boolean; readonly text: string };
  /** Which members are gone without the engine's having noticed, and who is on its way back. */
  presence(): Presence;
  /** What a program says that is run on one of the machines, or in a container there. */
  run(command: NodeCommand): CommandOutcome;
  /** Plain data for the simulation of the next life; undefined when unchanged since the last call. */
  save(): string | undefined;
}

/** `ocf:heartbeat:galera`, `systemd:httpd`. */
export function agentName({ class: standard, provider, type }: GraphResource): string {
  return provider === undefined ? `${standard}:${type}` : `${standard}:${provider}:${type}`;
}
