/**
 * One resource or one node as scripts want it: a document of its own, every field always there (null when there is
 * nothing to say), published as a JSON Schema (schema.ts). One that is watched tells the same document anew each time.
 */
import type { RoleName } from "../../scheduler/model/roles.ts";
import type { FailureStatus, NodeStatus, StatusDocument } from "./document.ts";
import type { OperationResult } from "./operations.ts";
import type { State } from "./verdict.ts";

export interface PendingOperation {
  readonly resource: string;
  readonly operation: string;
  readonly node: string;
}

/** A primitive: what does the work, or the container or the guest node it needs. */
export interface PartDetail {
  readonly id: string;
  readonly agent: string;
  /** What ran on a node that is down, or whose state is unknown, is Stopped. */
  readonly role: RoleName;
  /** Where it is active; what is in a container is on the container's host. */
  readonly node: string | null;
  /** Epoch seconds since when it has this role there, as far as its history tells. */
  readonly since: number | null;
  readonly managed: boolean;
  readonly failed: boolean;
  readonly blocked: boolean;
  /** Failures that count, on all nodes; 1000000 is infinity. */
  readonly failCount: number;
  readonly failCounts: Readonly<Record<string, number>>;
  /** The last operation that ended. */
  readonly lastOperation: OperationResult | null;
}

export interface InstanceDetail extends PartDetail {
  /** Of a bundle: the replica's number, from 0. */
  readonly replica: number | null;
  /** Address of the replica's own, where it has one. */
  readonly ip: string | null;
  readonly container: PartDetail | null;
  /** The guest node's connection; its id is the guest node's name. */
  readonly guest: PartDetail | null;
}

/** The moment a document describes, and how far it can be trusted to be still so. */
export interface Freshness {
  readonly cib: StatusDocument["cib"];
  /** Epoch seconds, by the cluster's clock. */
  readonly now: number;
  /** A cluster enacts this now. False for a file, an engine that is down, a node that sees no DC. */
  readonly live: boolean;
  /** Seconds since what is said was known to be so; 0 when live, null where nothing tells. */
  readonly age: number | null;
}

export interface ResourceDetail extends Freshness {
  readonly document: "resource";
  readonly version: 1;
  readonly id: string;
  readonly kind: "primitive" | "group" | "clone" | "bundle";
  readonly state: State;
  /** Why it is not as wanted, one short sentence each; empty when it is. */
  readonly reasons: readonly string[];
  /** The highest any instance has; of a group, the lowest of its members. */
  readonly role: RoleName;
  /** Where that role is; the first of `nodes`. */
  readonly node: string | null;
  readonly nodes: readonly string[];
  readonly managed: boolean;
  readonly maintenance: boolean;
  readonly targetRole: string | null;
  /** Of all its parts. */
  readonly failCount: number;
  readonly pending: readonly PendingOperation[];
  /** The newest of all its parts. */
  readonly lastOperation: OperationResult | null;
  /** Of its definition, templates included: another one means another definition. */
  readonly configurationDigest: string;
  readonly instances: readonly InstanceDetail[];
  readonly failures: readonly FailureStatus[];
}

export interface NodeDetail extends Freshness {
  readonly document: "node";
  readonly version: 1;
  readonly state: State;
  readonly reasons: readonly string[];
  readonly node: NodeStatus;
  /** Resources active there. */
  readonly resources: readonly { readonly id: string; readonly role: string }[];
}
