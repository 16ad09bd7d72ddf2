/**
 * What a cluster reports while it works: facts with their old and new values, so that no reader has to compare. The same
 * values feed the stream, the log, the dashboard and the stories. Times are epoch milliseconds.
 */

/** What a node is, as far as the cluster knows. */
export type NodeCondition = "online" | "offline" | "unclean" | "left";

export type ClusterEventBody =
  /** A new version of the CIB is in force. Status-only versions are not reported. */
  | { readonly kind: "configuration"; readonly version: string; readonly who: string; readonly why: string }
  | { readonly kind: "node"; readonly node: string; readonly before: NodeCondition; readonly after: NodeCondition }
  /** A guest or remote node's connection came up or went down. */
  | {
      readonly kind: "guest";
      readonly node: string;
      readonly host: string;
      readonly up: boolean;
      readonly lost: boolean;
    }
  | {
      readonly kind: "quorum";
      readonly before: boolean;
      readonly after: boolean;
      readonly online: number;
      readonly of: number;
    }
  | { readonly kind: "dc"; readonly before: string | undefined; readonly after: string | undefined }
  | {
      readonly kind: "attribute";
      readonly node: string;
      readonly name: string;
      readonly before: string | undefined;
      readonly after: string | undefined;
    }
  | {
      readonly kind: "property";
      readonly name: string;
      readonly before: string | undefined;
      readonly after: string | undefined;
    }
  | {
      readonly kind: "transition";
      readonly number: number;
      readonly phase: "started" | "aborted" | "complete";
      readonly actions: number;
      readonly reason: string | undefined;
    }
  /** An operation was begun. */
  | {
      readonly kind: "begun";
      readonly rsc: string;
      readonly node: string;
      readonly task: string;
      readonly intervalMs: number;
    }
  /** An operation ended, or a recurring one changed its result. */
  | OperationEvent
  | {
      readonly kind: "fencing";
      readonly target: string;
      readonly action: string;
      readonly phase: "requested" | "succeeded" | "failed";
      readonly device: string | undefined;
      readonly by: string | undefined;
      readonly reason: string | undefined;
    }
  /** One device was tried. */
  | {
      readonly kind: "fence-attempt";
      readonly target: string;
      readonly action: string;
      readonly device: string;
      readonly level: number | undefined;
      readonly ok: boolean;
      readonly reason: string | undefined;
    }
  | {
      readonly kind: "cleanup";
      readonly rsc: string | undefined;
      readonly node: string | undefined;
      readonly who: string;
    }
  /** Somebody broke the simulated world on purpose. */
  | { readonly kind: "fault"; readonly text: string; readonly who: string }
  /** A bug of ours: the scheduler threw. Nothing more is begun until something changes. */
  | { readonly kind: "problem"; readonly text: string }
  | { readonly kind: "engine"; readonly phase: "started" | "recovered" | "stopped"; readonly inFlight: number };

export interface OperationEvent {
  readonly kind: "operation";
  readonly rsc: string;
  readonly node: string;
  readonly task: string;
  readonly intervalMs: number;
  readonly rc: number;
  readonly expected: number;
  /** 0 the agent answered, 2 it took too long, 8 the node was lost meanwhile. */
  readonly status: number;
  readonly reason: string;
  readonly durationMs: number;
}

export interface ClusterEvent {
  /** Counts up from 1 without gaps over the cluster's whole life. */
  readonly seq: number;
  readonly at: number;
  readonly event: ClusterEventBody;
}
