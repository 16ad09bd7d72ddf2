import { addScores, MINUS_INFINITY } from "../../cib/value/score.ts";
import { ProbeMode } from "./enums.ts";

/** What a table has to know of a node. */
export interface TableNode {
  /** Dense, in creation order: the node's position in every table. */
  readonly index: number;
  readonly score: number;
  readonly probeMode: ProbeMode;
}

/** A table for those who may not write it: the methods that only read. */
export type ReadonlyNodeTable = Pick<NodeTable, "size" | "has" | "score" | "probeMode" | "count" | "list">;

/** Bits of a node's state in a table: 0 = absent, else ProbeMode + 1; above them the count. */
const MODE_BITS = 2;
const MODE_MASK = (1 << MODE_BITS) - 1;

/**
 * A resource's own view of the nodes: which are known to it, with what score, probe mode and instance count.
 * All of it lives in one typed array, two numbers a node, so that copying a table, which colocation does at every step,
 * is a single memory copy.
 */
export class NodeTable {
  /** At twice `Node.index` the score, after it the state. */
  private data: Int32Array;
  private members = 0;

  constructor(capacity = 8) {
    this.data = new Int32Array(capacity * 2);
  }

  get size(): number {
    return this.members;
  }

  private state(node: TableNode): number {
    return this.data[node.index * 2 + 1] ?? 0;
  }

  has({ index }: TableNode): boolean {
    return (this.data[index * 2 + 1] ?? 0) !== 0;
  }

  /** The node's score here; −INFINITY when it is absent. */
  score(node: TableNode): number {
    return this.has(node) ? (this.data[node.index * 2] as number) : MINUS_INFINITY;
  }

  /** Sets the score of a node that is present; absent nodes are left absent. */
  setScore(node: TableNode, score: number): void {
    if (this.has(node)) this.data[node.index * 2] = score;
  }

  /** Adds to the score of a node that is present, by the rules of score addition. */
  addScore(node: TableNode, score: number): void {
    if (this.has(node)) this.data[node.index * 2] = addScores(this.data[node.index * 2] as number, score);
  }

  probeMode(node: TableNode): ProbeMode {
    const mode = this.state(node) & MODE_MASK;
    return (mode === 0 ? ProbeMode.always : mode - 1) as ProbeMode;
  }

  setProbeMode(node: TableNode, mode: ProbeMode): void {
    if (this.has(node)) this.data[node.index * 2 + 1] = (this.state(node) & ~MODE_MASK) | (mode + 1);
  }

  /** Instances of a clone or bundle assigned to the node so far. */
  count(node: TableNode): number {
    return this.state(node) >> MODE_BITS;
  }

  setCount(node: TableNode, count: number): void {
    if (this.has(node)) this.data[node.index * 2 + 1] = (this.state(node) & MODE_MASK) | (count << MODE_BITS);
  }

  /** Makes the node present with this score (replacing what was there) and a count of 0. */
  set(node: TableNode, score: number, mode: ProbeMode = ProbeMode.always): void {
    this.grow(node.index + 1);
    if (!this.has(node)) this.members++;
    this.data[node.index * 2] = score;
    this.data[node.index * 2 + 1] = mode + 1;
  }

  /** Makes the node present with its own score and probe mode, as a table does that never heard of it. */
  introduce(node: TableNode): void {
    this.set(node, node.score, node.probeMode);
  }

  delete(node: TableNode): void {
    if (!this.has(node)) return;
    this.data[node.index * 2 + 1] = 0;
    this.members--;
  }

  clear(): void {
    this.data.fill(0);
    this.members = 0;
  }

  copy(): NodeTable {
    const twin = new NodeTable(0);
    this.copyTo(twin);
    return twin;
  }

  protected copyTo(twin: NodeTable): void {
    twin.data = this.data.slice();
    twin.members = this.members;
  }

  /** Takes over the scores of a copy of this table, or of what this is a copy of. */
  takeScores(from: NodeTable): void {
    this.data.set(from.data);
  }

  /** The nodes of `all` that are present, in the order of `all` (pass the model's node list for name order). */
  list<T extends TableNode>(all: readonly T[]): T[] {
    const { data } = this;
    return all.filter(({ index }) => (data[index * 2 + 1] ?? 0) !== 0);
  }

  private grow(size: number): void {
    if (size * 2 <= this.data.length) return;
    const data = new Int32Array(Math.max(size * 2, this.data.length * 2));
    data.set(this.data);
    this.data = data;
  }
}
