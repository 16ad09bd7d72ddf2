/**
 * What a run of the scheduler notes when it is asked why (`ScheduleOptions.why`): code that changes a score first names
 * the cause (`because`), and the tables note it; the fix-point reports which action changed another. Without a recorder
 * none of this happens: every call is behind `s.why?.`, whose arguments are then not even made.
 */
import { INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import { ActionFlag, Role } from "../model/enums.ts";
import type { NodeTable, ReadonlyNodeTable } from "../model/node-table.ts";
import type {
  ReadonlyAction,
  ReadonlyColocation,
  ReadonlyNode,
  ReadonlyOrdering,
  ReadonlyResource,
} from "../model/read-only.ts";
import type { Action, Clone, Colocation, Node, Ordering, Resource } from "../model/types.ts";
import type { Cause, Why } from "../model/why.ts";
import { type Trace, TracedNodeTable } from "./traced-table.ts";

/** One action changed because of another. */
export interface Blame {
  /**
   * `required`: it was optional and no longer is. `blocked`: it can no longer be carried out. `unmigratable`: it can no
   * longer be part of a live migration.
   */
  readonly effect: "required" | "blocked" | "unmigratable";
  readonly because: ReadonlyAction;
  /** The bit of `Relation` that did it; 0 for a colocation. */
  readonly relation: number;
  readonly colocation?: ReadonlyColocation;
}

/** A line of the scores listing, and what the score is made of. */
export interface ScoreRecord {
  /** As in the listing; `promotion` for promotion scores. */
  readonly step: string;
  readonly rsc: ReadonlyResource;
  readonly node: ReadonlyNode | undefined;
  readonly score: number;
  readonly trace: Trace | undefined;
}

/** A node as it stood when a primitive's node was chosen. */
export interface Candidate {
  readonly node: ReadonlyNode;
  readonly score: number;
  readonly available: boolean;
  /** Resources assigned there before, in this run. */
  readonly assigned: number;
  readonly trace: Trace | undefined;
}

/** The last choice of a node for a primitive; the nodes with the most preferred first. */
export interface Choice {
  readonly candidates: readonly Candidate[];
  readonly active: ReadonlyNode | undefined;
  /** Taken unless another is better. */
  readonly prefer: ReadonlyNode | undefined;
}

/** What a run noted, for those who read it. */
export interface ReadonlyWhy {
  readonly scores: readonly ScoreRecord[];
  readonly choices: ReadonlyMap<ReadonlyResource, Choice>;
  readonly priorities: ReadonlyMap<ReadonlyResource, Trace>;
  readonly unplaced: ReadonlyMap<ReadonlyResource, ReadonlyColocation>;
  readonly unpaired: ReadonlyMap<ReadonlyResource, ReadonlyResource>;
  readonly orderings: ReadonlyMap<ReadonlyOrdering, string>;
  readonly blames: ReadonlyMap<ReadonlyAction, readonly Blame[]>;
  /** What the score of a node is made of in a table; undefined where it is nothing. */
  traceOf(table: ReadonlyNodeTable, node: ReadonlyNode): Trace | undefined;
}

export class WhyRecorder implements Why, ReadonlyWhy {
  /** The cause of each change of a score from here on. */
  cause: Cause = { kind: "structure" };
  /** Id of the constraint that is being read. */
  constraint: string | undefined = undefined;
  readonly scores: ScoreRecord[] = [];
  readonly choices = new Map<Resource, Choice>();
  /** The parts of each instance's promotion priority. */
  readonly priorities = new Map<Resource, Trace>();
  /** Instances that were left without a node, because none has what they must be with. */
  readonly unplaced = new Map<Resource, Colocation>();
  readonly unpaired = new Map<Resource, Resource>();
  /** The constraint an ordering was made for; those the scheduler made for itself are not here. */
  readonly orderings = new Map<Ordering, string>();
  readonly blames = new Map<Action, Blame[]>();
  private readonly promotions = new Map<Resource, Trace | undefined>();

  because(cause: Cause): void {
    this.cause = cause;
  }

  table(capacity: number): NodeTable {
    return new TracedNodeTable(this, capacity);
  }

  traceOf(table: ReadonlyNodeTable, node: ReadonlyNode): Trace | undefined {
    return table instanceof TracedNodeTable ? table.trace(node) : undefined;
  }

  scored(step: string, rsc: Resource, node: Node): void {
    this.scores.push({ step, rsc, node, score: rsc.allowed.score(node), trace: this.traceOf(rsc.allowed, node) });
  }

  chooses(
    choice: Omit<Choice, "candidates">,
    rsc: Resource,
    nodes: readonly Node[],
    isAvailable: (node: Node) => boolean,
  ): void {
    const candidates = nodes.map((node) => ({
      node,
      score: rsc.allowed.score(node),
      available: isAvailable(node),
      assigned: node.assignedCount,
      trace: this.traceOf(rsc.allowed, node),
    }));
    this.choices.set(rsc, { ...choice, candidates });
  }

  /** The first part of an instance's promotion priority. */
  priority(rsc: Resource, cause: Cause, score: number): void {
    this.priorities.set(rsc, { cause, score, before: undefined });
  }

  /** The present cause changes an instance's promotion priority. */
  addPriority(rsc: Resource, score: number, cause: Cause = this.cause): void {
    if (score !== 0) this.priorities.set(rsc, { cause, score, before: this.priorities.get(rsc) });
  }

  /** The promotion priorities of all instances are known, those of their nodes included. */
  weighedPromotion(clone: Clone, instance: Resource, node: Node | undefined): void {
    if (node === undefined)
      this.promotions.set(instance, { cause: { kind: "role" }, score: MINUS_INFINITY, before: undefined });
    else if (!instance.managed && instance.nextRole === Role.promoted)
      this.promotions.set(instance, { cause: { kind: "unmanaged" }, score: INFINITY, before: undefined });
    else if (instance.promotionPriority < 0) this.promotions.set(instance, this.priorities.get(instance));
    else this.promotions.set(instance, this.traceOf(clone.allowed, node));
  }

  promotion(instance: Resource, node: Node | undefined): void {
    const trace = this.promotions.get(instance);
    this.scores.push({ step: "promotion", rsc: instance, node, score: instance.promotionPriority, trace });
  }

  ordered(ordering: Ordering): void {
    if (this.constraint !== undefined) this.orderings.set(ordering, this.constraint);
  }

  /** A relation was applied to two actions, which had these flags before. */
  related(first: Action, then: Action, relation: number, firstBefore: number, thenBefore: number): void {
    this.compare(first, firstBefore, then, relation);
    this.compare(then, thenBefore, first, relation);
  }

  blockedByColocation(action: Action, because: Action, colocation: Colocation): void {
    this.blame(action, { effect: "blocked", because, relation: 0, colocation });
  }

  private compare(action: Action, before: number, because: Action, relation: number): void {
    const lost = before & ~action.flags;
    if ((lost & ActionFlag.optional) !== 0) this.blame(action, { effect: "required", because, relation });
    if ((lost & ActionFlag.runnable) !== 0) this.blame(action, { effect: "blocked", because, relation });
    if ((lost & ActionFlag.migratable) !== 0) this.blame(action, { effect: "unmigratable", because, relation });
  }

  private blame(action: Action, blame: Blame): void {
    const known = this.blames.get(action);
    if (known === undefined) this.blames.set(action, [blame]);
    else known.push(blame);
  }
}
