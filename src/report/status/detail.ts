/**
 * One resource or one node as scripts want it: a document of its own, every field always there (null when there is
 * nothing to say). One that is watched is the same document again each time.
 */
import type { DocumentOf } from "../document-type.ts";
import type { ClusterStatus } from "./document.ts";
import type { FencingRecord } from "./fencing.ts";
import type {
  instance,
  nodeDetailSchema,
  operationResult,
  part,
  pendingOperation,
  resourceDetailSchema,
} from "./schema.ts";

export type OperationResult = DocumentOf<typeof operationResult>;
export type PendingOperation = DocumentOf<typeof pendingOperation>;
/** A primitive: what does the work, or the container or the guest node it needs. */
export type PartDetail = DocumentOf<typeof part>;
export type InstanceDetail = DocumentOf<typeof instance>;
export type ResourceDetail = DocumentOf<typeof resourceDetailSchema>;
export type NodeDetail = DocumentOf<typeof nodeDetailSchema>;

/** The moment a document describes, and how far it can be trusted to be still so. */
export type Freshness = Pick<ClusterStatus, "cib" | "now" | "live" | "age">;

/** What is known besides the CIB. */
export interface BesidesCib {
  readonly freshness: Freshness;
  /** The cluster's fencing history; undefined where it is not known. */
  readonly fencings: readonly FencingRecord[] | undefined;
}
