/** What a wait is for, and what is known besides the CIB when it is judged. */
import type { Version } from "../../cib/patch/version.ts";
import type { Presence } from "../../cluster/port.ts";
import type { FencingAttempt } from "../../report/explain/fencing-text.ts";
import type { Finding } from "../../report/wait/document.ts";
import type { WantedRole } from "./role-check.ts";

export interface Wanted {
  /** Ids; empty for all resources. */
  readonly resources: readonly string[];
  /** Undefined: the configured role. */
  readonly role?: WantedRole;
  /** This configuration or a later one. */
  readonly version?: Pick<Version, "adminEpoch" | "epoch">;
  /** Nodes on which nothing is to run any more; then resources are not judged. */
  readonly drained?: readonly string[];
  /** Whole: nothing switched off, no failure on record, and every monitor has looked since the question. */
  readonly healthy?: boolean;
}

export interface Circumstances {
  /** When the question was asked, by the cluster's own time, epoch milliseconds. */
  readonly askedAt: number;
  /** The same for the reading, or for a later moment at which nothing has changed. */
  readonly now: number;
  /** Undefined: no node was asked yet. */
  readonly presence: Presence | undefined;
  /** How the fencing of nodes in doubt has gone so far. */
  readonly fencings: readonly FencingAttempt[];
  /** Why the reading may not be what is in force. */
  readonly doubt: string | undefined;
}

/** Codes of what may still come about by itself. */
const OPEN: ReadonlySet<Finding["code"]> = new Set(["pending", "silent", "returning", "expires", "not-looked"]);

export const isOpen = ({ code }: Finding): boolean => OPEN.has(code);

/** From the configuration, or from a wrong name: final, whatever else is pending. */
const SAID: ReadonlySet<Finding["code"]> = new Set(["missing", "disabled", "unmanaged", "not-draining"]);

export const isSaid = ({ code }: Finding): boolean => SAID.has(code);
