/**
 * How far a transition has come: what waits, what is ready, what is under way. Kept so that the end of an action
 * finds what it makes ready without a look at all the others. A value, which a step changes through a draft.
 */

import type { GraphAction, Synapse, Transition } from "../../../scheduler/graph/transition.ts";
import { MapDraft } from "./map-draft.ts";

/** The node whose operations at once are limited; undefined for actions that no limit holds back. */
type Queue = string | undefined;

/** What stays as it is while the transition is carried out. Positions are those of its synapses. */
interface Edges {
  readonly positions: ReadonlyMap<number, number>;
  /** By position: the synapses that wait for it. */
  readonly followers: readonly (readonly number[])[];
}

export interface RunProgress {
  readonly edges: Edges;
  /** By position: how many actions of the transition it still waits for. */
  readonly open: Readonly<Int32Array>;
  /** Positions whose turn it is, ascending, by the queue they stand in. */
  readonly ready: ReadonlyMap<Queue, readonly number[]>;
  /** What is under way, by the action's id. */
  readonly begun: ReadonlyMap<number, Synapse>;
  /** How many have succeeded. */
  readonly done: number;
}

function queueOf({ kind, operation, onNode }: GraphAction): Queue {
  return kind === "rsc_op" && operation !== "cancel" ? (onNode ?? "") : undefined;
}

/** Nothing of it has begun. An input that is not in the transition is not waited for. */
export function unbegun({ synapses }: Transition): RunProgress {
  const positions = new Map(synapses.map(({ action }, position) => [action.id, position]));
  const followers = synapses.map((): number[] => []);
  const open = new Int32Array(synapses.length);
  const ready = new Map<Queue, number[]>();
  synapses.forEach(({ action, inputs }, position) => {
    for (const { id } of inputs) {
      const input = positions.get(id);
      if (input === undefined) continue;
      followers[input]?.push(position);
      open[position] = (open[position] ?? 0) + 1;
    }
    if (open[position] !== 0) return;
    const queue = queueOf(action);
    const waiting = ready.get(queue);
    if (waiting === undefined) ready.set(queue, [position]);
    else waiting.push(position);
  });
  return { edges: { positions, followers }, open, ready, begun: new Map(), done: 0 };
}

/** Where the first position after `position` stands in an ascending list; the length without one. */
export function firstAfter(list: readonly number[], position: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One step's changes of a transition's progress. */
export class ProgressDraft {
  readonly begun: MapDraft<number, Synapse>;
  private readonly synapses: readonly Synapse[];
  private readonly before: RunProgress;
  private readonly queues: MapDraft<Queue, readonly number[]>;
  /** Queues that are this draft's own, so that only the first change copies. */
  private readonly own = new Map<Queue, number[]>();
  private open: Int32Array | undefined;
  private done: number;

  constructor(run: { readonly transition: Transition; readonly progress: RunProgress }) {
    const before = run.progress;
    this.synapses = run.transition.synapses;
    this.before = before;
    this.begun = new MapDraft(before.begun);
    this.queues = new MapDraft(before.ready);
    this.done = before.done;
  }

  get ready(): Iterable<[Queue, readonly number[]]> {
    return this.queues;
  }

  get isAnyReady(): boolean {
    return this.queues.size > 0;
  }

  get succeeded(): number {
    return this.done;
  }

  synapse(position: number): Synapse {
    return this.synapses[position] as Synapse;
  }

  /** Takes a ready synapse out of its queue; returns its action. */
  begin(position: number): GraphAction {
    const synapse = this.synapse(position);
    const waiting = this.writable(queueOf(synapse.action));
    waiting.splice(firstAfter(waiting, position - 1), 1);
    if (waiting.length === 0) this.queues.delete(queueOf(synapse.action));
    this.begun.set(synapse.action.id, synapse);
    return synapse.action;
  }

  /** An action has ended; one that is not under way stays as it is. What waited for a failed one never begins. */
  end(actionId: number, how: "done" | "failed"): void {
    if (!this.begun.has(actionId)) return;
    this.begun.delete(actionId);
    if (how === "failed") return;
    this.done++;
    const { positions, followers } = this.before.edges;
    this.open ??= this.before.open.slice();
    for (const position of followers[positions.get(actionId) ?? -1] ?? []) {
      const left = (this.open[position] ?? 0) - 1;
      this.open[position] = left;
      if (left === 0) this.enqueue(position);
    }
  }

  finished(): RunProgress {
    const begun = this.begun.finished();
    const unchanged = begun === this.before.begun && this.done === this.before.done && this.own.size === 0;
    if (unchanged) return this.before;
    const { edges, open } = this.before;
    return { edges, open: this.open ?? open, ready: this.queues.finished(), begun, done: this.done };
  }

  private enqueue(position: number): void {
    const waiting = this.writable(queueOf(this.synapse(position).action));
    waiting.splice(firstAfter(waiting, position), 0, position);
  }

  private writable(queue: Queue): number[] {
    const own = this.own.get(queue) ?? [...(this.queues.get(queue) ?? [])];
    this.own.set(queue, own);
    this.queues.set(queue, own);
    return own;
  }
}
