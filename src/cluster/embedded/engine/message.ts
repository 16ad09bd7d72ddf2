/** The engine's inputs and outputs. Plain values; times are epoch milliseconds. */

import type { TicketRequest } from "../../../cib/tickets.ts";
import type { Element } from "../../../cib/xml/tree.ts";
import type { ClusterEventBody } from "../../../report/events/event.ts";
import type { Operation } from "./state.ts";

/** Something an agent wrote about itself while it worked. */
export type Write =
  | {
      readonly kind: "attribute";
      readonly node: string;
      readonly name: string;
      readonly value: string | undefined;
      readonly lifetime: "reboot" | "forever";
    }
  | { readonly kind: "property"; readonly set: string; readonly name: string; readonly value: string };

export interface ReportedResult {
  readonly callId: number;
  readonly rc: number;
  /** 0 the agent answered; 2 timed out; 4 could not be run. */
  readonly status: number;
  readonly reason: string;
  readonly durationMs: number;
  readonly writes: readonly Write[];
}

/** The result of a commit: the version in force, or why it is refused. */
type CommitOutcome =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly code: "conflict" | "invalid"; readonly message: string };

export type EngineInput =
  | { readonly kind: "time" }
  /** The first input after the engine starts: repeats the requests under way. */
  | { readonly kind: "resume"; readonly recovered: boolean; readonly inFlight: number }
  | { readonly kind: "result"; readonly result: ReportedResult }
  | {
      readonly kind: "membership";
      readonly node: string;
      readonly id: string;
      readonly member: boolean;
      /** It started anew, so nothing that was known to run there does. */
      readonly booted?: boolean;
    }
  | { readonly kind: "connection-lost"; readonly guest: string }
  | {
      readonly kind: "fenced";
      readonly attempt: number;
      readonly ok: boolean;
      readonly reason: string;
      readonly by: string;
    }
  | { readonly kind: "write"; readonly write: Write }
  /** `edit` is pure; it sees the CIB in force and returns the one wanted, or why not. Only the configuration is taken. */
  | {
      readonly kind: "commit";
      readonly request: number;
      readonly who: string;
      readonly why: string;
      readonly edit: (cib: Element) => CommitEdit;
    }
  | {
      readonly kind: "cleanup";
      readonly request: number;
      readonly who: string;
      readonly rsc: string | undefined;
      readonly node: string | undefined;
      readonly failedOnly: boolean;
    }
  | {
      readonly kind: "fence";
      readonly request: number;
      readonly who: string;
      readonly target: string;
      readonly action: string;
    }
  /** A person says that the node is off. */
  | { readonly kind: "confirm-off"; readonly request: number; readonly who: string; readonly target: string }
  | ({ readonly kind: "ticket"; readonly request: number; readonly who: string } & TicketRequest)
  | { readonly kind: "shutdown"; readonly node: string }
  | { readonly kind: "fault"; readonly text: string; readonly who: string };

export type CommitEdit =
  | { readonly ok: true; readonly cib: Element }
  | { readonly ok: false; readonly code: "conflict" | "invalid"; readonly message: string };

/** An input with the moment it is taken in. */
export type EngineEvent = EngineInput & { readonly at: number };

/** What the engine has to know of an agent beyond its results. */
export interface AgentMetadata {
  /** Parameters whose change needs a restart; undefined for an agent that cannot reload, where any change does. */
  readonly restartParameters: readonly string[] | undefined;
}

export interface FenceAttempt {
  readonly attempt: number;
  readonly device: string;
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly target: string;
  readonly action: string;
  /** The node whose fencer runs the device. */
  readonly by: string;
}

export type Effect =
  | { readonly kind: "execute"; readonly operation: Operation }
  /** The agent took too long, or its operation was cancelled; its result will be ignored. */
  | { readonly kind: "kill"; readonly operation: Operation }
  | { readonly kind: "fence"; readonly attempt: FenceAttempt }
  /** Ask a node to leave the cluster, all its resources being stopped. */
  | { readonly kind: "shutdown"; readonly node: string }
  | { readonly kind: "reply"; readonly request: number; readonly answer: Answer }
  | { readonly kind: "tell"; readonly event: ClusterEventBody };

export type Answer =
  | { readonly kind: "commit"; readonly outcome: CommitOutcome }
  | { readonly kind: "done" }
  | {
      readonly kind: "refused";
      readonly code: "missing" | "failed" | "unsafe" | "unsupported" | "disconnected";
      readonly message: string;
    };
