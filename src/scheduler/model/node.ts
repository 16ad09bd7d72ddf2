import { addScores, MINUS_INFINITY } from "../../cib/score.ts";
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

/**
 * A resource's own view of the nodes: which are known to it, with what score, probe mode and instance count.
 * Scores live in typed arrays indexed by `Node.index`, so that copying a table, which colocation does at every step,
 * is a memory copy.
 */
export class NodeTable {
  private scores: Int32Array;
  private counts: Int32Array;
  /** 0 = absent, else ProbeMode + 1. */
  private modes: Uint8Array;
  private members = 0;

  constructor(capacity = 8) {
    this.scores = new Int32Array(capacity);
    this.counts = new Int32Array(capacity);
    this.modes = new Uint8Array(capacity);
  }

  get size(): number {
    return this.members;
  }

  has(node: Node): boolean {
    return (this.modes[node.index] ?? 0) !== 0;
  }

  /** The node's score here; −INFINITY when it is absent. */
  score(node: Node): number {
    return this.has(node) ? (this.scores[node.index] as number) : MINUS_INFINITY;
  }

  /** Sets the score of a node that is present; absent nodes are left absent. */
  setScore(node: Node, score: number): void {
    if (this.has(node)) this.scores[node.index] = score;
  }

  /** Adds to the score of a node that is present, by the rules of score addition. */
  addScore(node: Node, score: number): void {
    if (this.has(node)) this.scores[node.index] = addScores(this.scores[node.index] as number, score);
  }

  probeMode(node: Node): ProbeMode {
    const mode = this.modes[node.index] ?? 0;
    return (mode === 0 ? ProbeMode.always : mode - 1) as ProbeMode;
  }

  setProbeMode(node: Node, mode: ProbeMode): void {
    if (this.has(node)) this.modes[node.index] = mode + 1;
  }

  /** Instances of a clone or bundle assigned to the node so far. */
  count(node: Node): number {
    return this.has(node) ? (this.counts[node.index] as number) : 0;
  }

  setCount(node: Node, count: number): void {
    if (this.has(node)) this.counts[node.index] = count;
  }

  /** Makes the node present with this score (replacing what was there) and a count of 0. */
  set(node: Node, score: number, mode: ProbeMode = ProbeMode.always): void {
    this.grow(node.index + 1);
    if (this.modes[node.index] === 0) this.members++;
    this.modes[node.index] = mode + 1;
    this.scores[node.index] = score;
    this.counts[node.index] = 0;
  }

  /** Makes the node present with its own score and probe mode, as a table does that never heard of it. */
  introduce(node: Node): void {
    this.set(node, node.score, node.probeMode);
  }

  delete(node: Node): void {
    if (!this.has(node)) return;
    this.modes[node.index] = 0;
    this.members--;
  }

  clear(): void {
    this.modes.fill(0);
    this.members = 0;
  }

  copy(): NodeTable {
    const twin = new NodeTable(0);
    this.copyTo(twin);
    return twin;
  }

  protected copyTo(twin: NodeTable): void {
    twin.scores = this.scores.slice();
    twin.counts = this.counts.slice();
    twin.modes = this.modes.slice();
    twin.members = this.members;
  }

  /** Takes over the scores of a table that has the same nodes. */
  takeScores(from: NodeTable): void {
    this.scores.set(from.scores);
  }

  /** The nodes of `all` that are present, in the order of `all` (pass the scheduler's node list for name order). */
  list(all: readonly Node[]): Node[] {
    return all.filter((node) => this.has(node));
  }

  private grow(size: number): void {
    if (size <= this.modes.length) return;
    const capacity = Math.max(size, this.modes.length * 2);
    const scores = new Int32Array(capacity);
    scores.set(this.scores);
    this.scores = scores;
    const counts = new Int32Array(capacity);
    counts.set(this.counts);
    this.counts = counts;
    const modes = new Uint8Array(capacity);
    modes.set(this.modes);
    this.modes = modes;
  }
}

export function isRemoteKind(node: Node): boolean {
  return node.kind !== "cluster";
}

export function isGuest(node: Node): boolean {
  return node.kind === "guest";
}
