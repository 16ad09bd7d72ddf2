/**
 * A node table that remembers, for every node, what its score is made of. The memory travels with the score: copying a
 * table copies it, and what is thrown away with a table (an attempt that was undone, a colocation that would have left
 * no node) leaves no trace. Adding up the entries by the rules of score addition gives the score at any time.
 */
import { addScores, INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import type { ProbeMode } from "../model/enums.ts";
import { NodeTable, type TableNode } from "../model/node-table.ts";
import type { Node } from "../model/types.ts";
import type { Cause } from "../model/why.ts";

/** What one cause adds to a score, by the rules of score addition; a list of them, the last one first. */
export interface Trace {
  readonly cause: Cause;
  readonly score: number;
  /** Undefined also where this one replaced all that was there before. */
  readonly before: Trace | undefined;
}

/** Gives the cause of what changes now. */
export interface CauseSource {
  readonly cause: Cause;
}

export class TracedNodeTable extends NodeTable {
  private readonly source: CauseSource;
  private traces: (Trace | undefined)[] = [];

  constructor(source: CauseSource, capacity?: number) {
    super(capacity);
    this.source = source;
  }

  trace(node: TableNode): Trace | undefined {
    return this.has(node) ? this.traces[node.index] : undefined;
  }

  override setScore(node: Node, score: number): void {
    if (!this.has(node)) return;
    const before = this.score(node);
    super.setScore(node, score);
    this.traces[node.index] = changed(this.traces[node.index], this.source.cause, before, score);
  }

  override addScore(node: Node, score: number): void {
    if (!this.has(node)) return;
    super.addScore(node, score);
    if (score !== 0) this.traces[node.index] = { cause: this.source.cause, score, before: this.traces[node.index] };
  }

  override set(node: Node, score: number, mode?: ProbeMode): void {
    super.set(node, score, mode);
    this.traces[node.index] = score === 0 ? undefined : { cause: this.source.cause, score, before: undefined };
  }

  override introduce(node: Node): void {
    super.introduce(node);
    const { score } = node;
    this.traces[node.index] = score === 0 ? undefined : { cause: { kind: "node" }, score, before: undefined };
  }

  override takeScores(from: NodeTable): void {
    super.takeScores(from);
    if (from instanceof TracedNodeTable) this.traces = from.traces.slice();
  }

  override copy(): NodeTable {
    const twin = new TracedNodeTable(this.source, 0);
    this.copyTo(twin);
    twin.traces = this.traces.slice();
    return twin;
  }
}

/** What setting a score amounts to: an addition where it can be one, else a new beginning. */
function changed(trace: Trace | undefined, cause: Cause, before: number, after: number): Trace | undefined {
  // A score that was parked to keep it from falling below zero comes back as the least that is above.
  if (before < MINUS_INFINITY && trace !== undefined && after > before) {
    const rest = trace.before;
    if (total(rest) >= INFINITY) return { cause: trace.cause, score: after, before: undefined };
    return { cause: trace.cause, score: after - total(rest), before: rest };
  }
  if (after <= MINUS_INFINITY) return { cause, score: after, before: trace };
  if (after === before) return after === INFINITY ? { cause, score: after, before: trace } : trace;
  if (before <= MINUS_INFINITY || before >= INFINITY) return { cause, score: after, before: undefined };
  return { cause, score: after >= INFINITY ? INFINITY : after - before, before: trace };
}

/** The sum of the entries, by the rules of score addition. */
export function total(trace: Trace | undefined): number {
  return entries(trace).reduce((sum, entry) => addScores(sum, entry.score), 0);
}

/** The entries in the order they came. */
export function entries(trace: Trace | undefined): Trace[] {
  const found: Trace[] = [];
  for (let at = trace; at !== undefined; at = at.before) found.push(at);
  return found.reverse();
}
