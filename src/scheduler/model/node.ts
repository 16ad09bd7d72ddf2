import { addScores, MINUS_INFINITY } from "../../cib/value/score.ts";
import type { Resource } from "./resource.ts";

/** `remote` nodes have a connection without launcher, `guest` nodes (bundle replicas among them) one with a launcher. */
export type NodeKind = "cluster" | "remote" | "guest";

/** A cluster node, remote node or guest node, shared by everything that refers to it. */
export interface Node {
  /** Dense, in creation order: the position of this node in every {@link NodeTable}. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
  kind: NodeKind;
  /** Base score from the `score` attribute of `<node>` (§7 of the field's rules), −INFINITY once offline or shutting down. */
  score: number;
  /** What a table starts with when this node is added to it: bundles' nodes are never probed but by their own resource. */
  probeMode: ProbeMode;
  /** Permanent, then transient attributes, and the built-in `#uname`, `#id`, `#kind`, … */
  readonly attributes: Map<string, string>;
  /** Remaining capacity; assignment subtracts from it. */
  readonly utilization: Map<string, number>;
  online: boolean;
  unclean: boolean;
  pending: boolean;
  shutdown: boolean;
  standby: boolean;
  /** Standby because an operation failed with `on-fail=standby`. */
  standbyOnFail: boolean;
  maintenance: boolean;
  expectedUp: boolean;
  /** A node_state was seen for it. */
  seen: boolean;
  /** Its operation history has been read. */
  unpacked: boolean;
  isDc: boolean;
  probesAllowed: boolean;
  /** A remote or guest node that has to be reset (fenced or restarted) to recover it. */
  remoteReset: boolean;
  remoteFenced: boolean;
  remoteMaintenance: boolean;
  /** Unclean or offline is known from its node_state alone, before its connection is assigned (remotes). */
  priority: number;
  /** Primitives (instances, connections) active here, in the order they were found. */
  readonly running: Resource[];
  /** Resources assigned here by this run. */
  assignedCount: number;
  /** The connection resource of a remote or guest node. */
  connection: Resource | undefined;
}

/** When a resource may be probed on a node; ordered, a later one wins. */
export const ProbeMode = { always: 0, never: 1, exclusive: 2 } as const;
export type ProbeMode = (typeof ProbeMode)[keyof typeof ProbeMode];

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

  private state(node: Node): number {
    return this.data[node.index * 2 + 1] ?? 0;
  }

  has({ index }: Node): boolean {
    return (this.data[index * 2 + 1] ?? 0) !== 0;
  }

  /** The node's score here; −INFINITY when it is absent. */
  score(node: Node): number {
    return this.has(node) ? (this.data[node.index * 2] as number) : MINUS_INFINITY;
  }

  /** Sets the score of a node that is present; absent nodes are left absent. */
  setScore(node: Node, score: number): void {
    if (this.has(node)) this.data[node.index * 2] = score;
  }

  /** Adds to the score of a node that is present, by the rules of score addition. */
  addScore(node: Node, score: number): void {
    if (this.has(node)) this.data[node.index * 2] = addScores(this.data[node.index * 2] as number, score);
  }

  probeMode(node: Node): ProbeMode {
    const mode = this.state(node) & MODE_MASK;
    return (mode === 0 ? ProbeMode.always : mode - 1) as ProbeMode;
  }

  setProbeMode(node: Node, mode: ProbeMode): void {
    if (this.has(node)) this.data[node.index * 2 + 1] = (this.state(node) & ~MODE_MASK) | (mode + 1);
  }

  /** Instances of a clone or bundle assigned to the node so far. */
  count(node: Node): number {
    return this.state(node) >> MODE_BITS;
  }

  setCount(node: Node, count: number): void {
    if (this.has(node)) this.data[node.index * 2 + 1] = (this.state(node) & MODE_MASK) | (count << MODE_BITS);
  }

  /** Makes the node present with this score (replacing what was there) and a count of 0. */
  set(node: Node, score: number, mode: ProbeMode = ProbeMode.always): void {
    this.grow(node.index + 1);
    if (!this.has(node)) this.members++;
    this.data[node.index * 2] = score;
    this.data[node.index * 2 + 1] = mode + 1;
  }

  /** Makes the node present with its own score and probe mode, as a table does that never heard of it. */
  introduce(node: Node): void {
    this.set(node, node.score, node.probeMode);
  }

  delete(node: Node): void {
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

  /** The nodes of `all` that are present, in the order of `all` (pass the scheduler's node list for name order). */
  list(all: readonly Node[]): Node[] {
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

export function isRemoteKind(node: Node): boolean {
  return node.kind !== "cluster";
}

export function isGuest(node: Node): boolean {
  return node.kind === "guest";
}
