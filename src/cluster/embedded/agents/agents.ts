/**
 * What the engine's driver asks of those who act for it. Every request carries a number; a request with a known
 * number is the same request, so that a driver that was killed may ask again for all that was under way.
 */

import type { Fault } from "../../fault.ts";
import type { EngineInput, FenceAttempt } from "../engine/message.ts";
import type { Operation } from "../engine/state.ts";

/** What agents may ask of the cluster while they work. */
export interface ClusterView {
  /** A node attribute, transient before permanent. */
  attribute(node: string, name: string): string | undefined;
  property(name: string): string | undefined;
}

export interface Happening {
  /** Acknowledged by this number, once what it means is durable. */
  readonly seq: number;
  readonly input: EngineInput;
}

export interface Agents {
  /** The cluster's nodes, as configured; tells those that are new to come up. */
  setNodes(nodes: readonly { readonly name: string; readonly id: string }[], at: number): void;
  execute(operation: Operation, at: number): void;
  kill(callId: number): void;
  fence(attempt: FenceAttempt, at: number): void;
  shutdown(node: string, at: number): void;
  /** When something will happen next, epoch milliseconds; undefined: nothing by itself. */
  nextAt(): number | undefined;
  /** Lets all happen that is due by `at`. */
  advance(at: number, view: ClusterView): void;
  /** What has happened and was not acknowledged, oldest first. */
  happenings(): readonly Happening[];
  acknowledge(seq: number): void;
  /** Breaks or mends something. Returns what was done, one sentence, or why it cannot be. */
  inject(fault: Fault, at: number): { readonly ok: boolean; readonly text: string };
  /** Plain data to be kept for {@link Agents} of the next life; undefined when unchanged since the last call. */
  save(): string | undefined;
}
