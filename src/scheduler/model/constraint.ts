import type { Action } from "./action.ts";
import type { Node, ProbeMode } from "./node.ts";
import type { Resource, Role } from "./resource.ts";

/** A location constraint after its rules were evaluated: scores for nodes. */
export interface Location {
  readonly id: string;
  readonly rsc: Resource;
  /** Roles it is restricted to; unknown = all. */
  readonly role: Role;
  readonly probeMode: ProbeMode;
  readonly nodes: ReadonlyMap<Node, number>;
}

export interface Colocation {
  readonly id: string;
  readonly dependent: Resource;
  readonly primary: Resource;
  readonly score: number;
  readonly nodeAttribute: string;
  readonly dependentRole: Role;
  readonly primaryRole: Role;
  /** The dependent's preferences move the primary. */
  readonly influence: boolean;
  /** Written in the configuration, not implied by a group, bundle or container. */
  readonly explicit: boolean;
}

/** An ordering between two actions, which may be named by resource and key and resolved when orderings are applied. */
export interface Ordering {
  readonly id: number;
  readonly firstRsc: Resource | undefined;
  /** Operation key or, with no resource, undefined. */
  readonly firstTask: string | undefined;
  firstAction: Action | undefined;
  readonly thenRsc: Resource | undefined;
  readonly thenTask: string | undefined;
  thenAction: Action | undefined;
  type: number;
}

export interface Ticket {
  readonly id: string;
  granted: boolean;
  standby: boolean;
  readonly attributes: Map<string, string>;
}

export type LossPolicy = "stop" | "demote" | "fence" | "freeze";

export interface TicketConstraint {
  readonly id: string;
  readonly rsc: Resource;
  readonly ticket: Ticket;
  readonly lossPolicy: LossPolicy;
  readonly role: Role;
}
