/**
 * What a status page says, as data: every reader (text, JSON, dashboard, metrics) renders this one document.
 * Words are Pacemaker's (`crm_mon`); nothing here is formatted.
 */
import type { DocumentOf } from "../document-type.ts";
import type {
  bundle,
  causeStatus,
  clone,
  clusterStatus,
  failure,
  fencingStatus,
  group,
  maintenanceWindowSchema,
  nodeStatus,
  primitive,
  replica,
  resource,
  stateReason,
  statusPage,
} from "./schema.ts";

export type CauseStatus = DocumentOf<typeof causeStatus>;
export type FencingStatus = DocumentOf<typeof fencingStatus>;
/** Maintenance with an end. */
export type WindowStatus = DocumentOf<typeof maintenanceWindowSchema>;
export type NodeStatus = DocumentOf<typeof nodeStatus>;
export type PrimitiveStatus = DocumentOf<typeof primitive>;
export type GroupStatus = DocumentOf<typeof group>;
export type CloneStatus = DocumentOf<typeof clone>;
export type ReplicaStatus = DocumentOf<typeof replica>;
export type BundleStatus = DocumentOf<typeof bundle>;
export type ResourceStatus = DocumentOf<typeof resource>;
export type FailureStatus = DocumentOf<typeof failure>;
/** What a CIB alone says: the page without the verdict, and without how fresh it is. */
export type StatusDocument = DocumentOf<typeof statusPage>;
/** What `status` answers for the whole cluster. */
export type ClusterStatus = DocumentOf<typeof clusterStatus>;

/** Why something is not as wanted. */
export type StateReason = DocumentOf<typeof stateReason>;
export type State = ClusterStatus["state"];
export type Verdict = Pick<ClusterStatus, "state" | "reasons">;
