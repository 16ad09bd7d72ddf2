/**
 * A kind of run: what differs between a rolling restart, a drain and a rotation. It says what its items are and, for the
 * cluster as it is now, what the next step is. It never assumes that a step of its own has happened: it looks. Everything else
 * (the lease, the journal, the gates, deadlines, pauses, resuming) is the engine's. How to write one: docs/runs.md.
 */
import { type Json, type RunRecord, traceOf } from "../../../cib/run-record.ts";
import type { Element } from "../../../cib/xml/tree.ts";
import type { Cluster, Snapshot } from "../../../cluster/port.ts";
import type { Reading } from "../../../scheduler/reading.ts";
import type { ReplicaOnNode } from "./replica-item.ts";

/** The cluster at one moment. */
export interface RunLook {
  readonly snapshot: Snapshot;
  readonly reading: Reading;
}

/** What is asked for: the words and flags of the command, as JSON. */
export interface RunRequest {
  readonly kind: string;
  readonly args: { readonly [name: string]: Json };
}

export interface Begun {
  /** What it does, one line: `restart galera-bundle, one replica at a time`. */
  readonly title: string;
  /** What the kind has to remember; no secrets, and short: all of a run's record has 4,000 characters. */
  readonly memory: Json;
  /** The resources that it is about: whole before each step that begins an item, and at the end. */
  readonly services: readonly string[];
  /** Nodes that it takes for itself, with all that runs there. */
  readonly nodes: readonly string[];
  /** A change that is made in the same commit as the run begins. */
  readonly first?: (cib: Element) => Element;
  /** Its items in the order expected now, each with the change of the configuration that its first step makes. */
  readonly items: readonly PlannedItem[];
}

export interface PlannedItem {
  readonly id: string;
  /** What is done, as a plan says it: `restart the replica on n1`. */
  readonly text: string;
  /** The change of the configuration that its first step makes; undefined for a step outside the configuration. */
  readonly edit?: (cib: Element) => Element;
  /**
   * The resource whose replica is restarted: no service may lose two replicas by that, when it stops or when it starts again,
   * or the run is not begun.
   */
  readonly replicaOf?: string;
}

/** A step of a run. */
interface Step {
  readonly item: string;
  /** What is done, in the present tense: `stops the replica on n1`. */
  readonly text: string;
  /**
   * It begins something new: all gates have to hold for a while before. A step that ends what was begun (the ban goes, so
   * that the replica comes back) is taken at once.
   */
  readonly begins: boolean;
  /** The replicas that it stops, which their services are asked about. */
  readonly stops?: readonly ReplicaOnNode[];
  /** The item is done with this step, but for what the gates find. */
  readonly completes?: boolean;
  /** In place of what it remembers, from this step on. */
  readonly memory?: Json;
}

export type Next =
  /** A change of the configuration, in one commit with the journal. */
  | (Step & { readonly kind: "edit"; readonly edit: (cib: Element) => Element })
  /**
   * Something outside the configuration, which no token can hold back: journalled before and after. It may have been done
   * already, or by half, when the process was killed in between: `record.step.open` says so.
   */
  | (Step & { readonly kind: "act"; readonly act: (cluster: Cluster) => Promise<void> })
  /** Something has to come about first. */
  | { readonly kind: "wait"; readonly item: string; readonly for: string }
  /** It cannot continue as it is: a person has to look. */
  | { readonly kind: "stuck"; readonly why: string }
  | { readonly kind: "done" };

export interface RunKind {
  readonly name: string;
  /** Checks the request against the cluster. Throws `missing`, `invalid` or `unsafe`. */
  begin(args: RunRequest["args"], look: RunLook, run: string): Begun;
  /** Pure: the next step, given what the cluster is like now. */
  next(record: RunRecord, look: RunLook, timing: StepTiming): Next;
  /** What it remembers when it is resumed, where that is not what it remembered. */
  resumed?(record: RunRecord): Json;
  /** What has to be whole now, in place of all that was when the run began. */
  whole?(record: RunRecord, look: RunLook): readonly string[];
  /** What else is taken back by `run undo`; what the run has added is taken back in any case. */
  undo?(cib: Element, record: RunRecord, asked: UndoAsked): Element;
  /** What it has left outside the configuration, taken away once it is undone. */
  undone?(cluster: Cluster, record: RunRecord): Promise<void>;
}

interface UndoAsked {
  readonly snapshot: Snapshot;
  /** Also where that takes replicas down together. */
  readonly force: boolean;
}

export interface StepTiming {
  /** Epoch seconds, by the cluster's time, after which what a step adds ends by itself. */
  readonly until: number;
}

/** Seconds of the dead man's switch of a plan, which is never made. */
const PLANNED = 3600;

/** Epoch seconds at which what a planned step adds would end by itself. */
export const plannedUntil = ({ snapshot }: RunLook): number => Math.floor(snapshot.at / 1000) + PLANNED;

/** An id for what a run adds to the configuration. */
export const runId = (run: string, what: string): string => `${traceOf(run)}${what}`;
