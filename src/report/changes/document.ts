/** What a transition does, resource by resource and node by node, with the reason of each: the core of every plan. */
import type { RoleName } from "../../scheduler/model/roles.ts";

export type ResourceChangeKind =
  | "start"
  | "stop"
  | "restart"
  | "move"
  | "migrate"
  | "recover"
  | "promote"
  | "demote"
  | "re-promote"
  | "reload";

export interface ResourceChange {
  readonly kind: ResourceChangeKind;
  /** Instance id, such as `redis:0`. */
  readonly resource: string;
  readonly from?: string;
  readonly to?: string;
  readonly roleBefore: RoleName;
  readonly roleAfter: RoleName;
  /** In Pacemaker's words: `resource definition change`, `required vip start`, `node availability`. */
  readonly reason?: string;
  /** It ought to happen and cannot. */
  readonly blocked: boolean;
}

export interface NodeChange {
  readonly kind: "fence" | "shutdown";
  readonly node: string;
  /** `reboot`, `off`, `on`; empty for a shutdown. */
  readonly action: string;
  /** The container behind a guest node, whose restart is what fencing the guest means. */
  readonly container?: string;
  readonly reason?: string;
}

export interface Changes {
  readonly nodes: readonly NodeChange[];
  readonly resources: readonly ResourceChange[];
}
