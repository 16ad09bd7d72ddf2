/**
 * What a status page says, as data: every reader (text, JSON, dashboard, metrics) renders this one document.
 * Words are Pacemaker's (`crm_mon`); nothing here is formatted.
 */

import type { RoleName } from "../../scheduler/model/roles.ts";

type NodeKind = "cluster" | "remote" | "guest";

export interface NodeStatus {
  readonly name: string;
  readonly id: string;
  readonly kind: NodeKind;
  /** Where a guest node's container runs. */
  readonly host?: string;
  readonly online: boolean;
  readonly unclean: boolean;
  readonly pending: boolean;
  readonly standby: boolean;
  readonly standbyOnFail: boolean;
  readonly maintenance: boolean;
  readonly shutdown: boolean;
  readonly health: "green" | "yellow" | "red";
  readonly dc: boolean;
  /** Primitives active here. */
  readonly resourcesRunning: number;
}

export interface PrimitiveStatus {
  readonly kind: "primitive";
  /** As shown: an instance of an anonymous clone without its number. */
  readonly name: string;
  readonly id: string;
  /** `ocf:heartbeat:galera`, `stonith:fence_ipmilan`. */
  readonly agent: string;
  readonly role: RoleName;
  /** Node names, in the order found. */
  readonly nodes: readonly string[];
  /** The one node it is on is offline and not known to be down. */
  readonly onUncleanNode: boolean;
  readonly removed: boolean;
  readonly failed: boolean;
  readonly blocked: boolean;
  readonly managed: boolean;
  readonly maintenance: boolean;
  readonly failureIgnored: boolean;
  /** Kept for a node that shut down cleanly (shutdown-lock). */
  readonly lockedTo?: string;
  /** The configured target role when it asks for less than the resource could be. */
  readonly targetRole?: "Stopped" | "Unpromoted";
  /** The result of its failed probe, where that is why it is stopped: `Not installed`. */
  readonly whyStopped?: string;
  /** An operation in flight: `Starting`, `Monitoring`, … */
  readonly pending?: string;
}

export interface GroupStatus {
  readonly kind: "group";
  readonly name: string;
  readonly id: string;
  readonly managed: boolean;
  readonly maintenance: boolean;
  readonly disabled: boolean;
  readonly members: readonly PrimitiveStatus[];
}

export interface CloneStatus {
  readonly kind: "clone";
  readonly id: string;
  /** Id of what is cloned. */
  readonly child: string;
  readonly promotable: boolean;
  readonly unique: boolean;
  readonly managed: boolean;
  readonly maintenance: boolean;
  readonly disabled: boolean;
  /** Instances that are shown one by one: unique, failed, removed, unmanaged, on unclean nodes, or partly active. */
  readonly shown: readonly (PrimitiveStatus | GroupStatus)[];
  /** Names of nodes with a whole, healthy instance, sorted. */
  readonly promoted: readonly string[];
  readonly started: readonly string[];
  /** Nodes without an instance, by the state that is shown for them (`Stopped`, `Stopped (disabled)`, …). */
  readonly stopped: readonly { readonly state: string; readonly nodes: readonly string[] }[];
}

export interface ReplicaStatus {
  readonly index: number;
  /** The name shown: the guest node, or the container without one. */
  readonly name: string;
  readonly ip?: string;
  /** The bundled instance, or the container when there is none. */
  readonly service: PrimitiveStatus;
  readonly container: PrimitiveStatus;
  readonly guest?: PrimitiveStatus;
}

export interface BundleStatus {
  readonly kind: "bundle";
  readonly id: string;
  readonly agent: string;
  readonly image: string;
  readonly unique: boolean;
  readonly managed: boolean;
  readonly maintenance: boolean;
  readonly replicas: readonly ReplicaStatus[];
}

export type ResourceStatus = PrimitiveStatus | GroupStatus | CloneStatus | BundleStatus;

export interface FailureStatus {
  readonly resource: string;
  readonly operation: string;
  readonly intervalMs: number;
  readonly node: string;
  readonly rc: number;
  readonly rcText: string;
  readonly status: string;
  readonly exitReason: string;
  readonly callId: string;
  /** Epoch seconds. */
  readonly at?: number;
  readonly execMs: number;
}

export interface StatusDocument {
  readonly stack?: string;
  readonly dc?: { readonly name: string; readonly version?: string };
  readonly quorate: boolean;
  /** Epoch seconds the page describes. */
  readonly now: number;
  readonly lastChange?: {
    readonly at: string;
    readonly user?: string;
    readonly client?: string;
    readonly origin?: string;
  };
  readonly cib: { readonly adminEpoch: number; readonly epoch: number; readonly numUpdates: number };
  readonly maintenanceMode: boolean;
  readonly fencingEnabled: boolean;
  readonly stopAllResources: boolean;
  readonly nodesConfigured: number;
  readonly instancesConfigured: number;
  readonly instancesDisabled: number;
  readonly instancesBlocked: number;
  readonly nodes: readonly NodeStatus[];
  readonly resources: readonly ResourceStatus[];
  readonly failures: readonly FailureStatus[];
}
