/**
 * What every kind of cluster can do, and nothing more: tell its CIB, take a change made for the version it has, tell
 * what happens, forget failures, fence. Everything above (plans, runs, the API, the commands) is written against this.
 * All methods reject with {@link HoldfastError}; `contract.testing.ts` is the test each kind has to pass.
 */

import type { Patch } from "../cib/patch/patch.ts";
import type { Version } from "../cib/patch/version.ts";
import type { Element } from "../cib/xml/tree.ts";
import type { ClusterEvent } from "../report/events/event.ts";
import type { Fault } from "./embedded/inject.ts";
import type { HoldfastError } from "./error.ts";

export type ClusterKind = "file" | "embedded" | "pacemaker";

/** What this cluster can do beyond being read. */
export type Capability = "commit" | "events" | "cleanup" | "fence" | "inject" | "history";

export interface Identity {
  readonly kind: ClusterKind;
  readonly url: string;
  /** The property cluster-name, if set. */
  readonly name: string | undefined;
  /** Somebody enacts the CIB. False for a file, and for an embedded cluster whose engine is down. */
  readonly running: boolean;
  readonly capabilities: ReadonlySet<Capability>;
  /** Of a Pacemaker cluster alone. */
  readonly pacemaker?: PacemakerIdentity;
}

export interface PacemakerIdentity {
  /** The node it is asked through. */
  readonly host: string;
  readonly dc: string | undefined;
  /** Of the partition that node is in; undefined when the CIB does not say. */
  readonly quorate: boolean | undefined;
  /** Of the DC, such as `2.1.5-a3f44794f94`. */
  readonly version: string | undefined;
  /** What the cluster as a whole can do: that of its oldest node. */
  readonly featureSet: string | undefined;
  /** By node; they differ in the middle of an upgrade. Before 2.1.5 nodes do not say. */
  readonly featureSets: Readonly<Record<string, string>>;
  /** How this cluster's own tools call things: `stonith-enabled` or `fencing-enabled`. */
  readonly dialect: { readonly pacemaker: "2.1" | "3.0"; readonly fencing: "stonith" | "fencing" };
  /** How changes are noticed: the CIB's file is watched where it can be, everything else is asked for. */
  readonly follows: "inotify and polling" | "polling";
}

export interface Snapshot {
  readonly cib: Element;
  readonly version: Version;
  /** Somebody enacts this CIB now, so what it says of the status is of this moment. */
  readonly live: boolean;
  /** Nothing is under way; undefined when nobody can tell. */
  readonly settled: boolean | undefined;
  /** The cluster's own time, epoch milliseconds. */
  readonly at: number;
  /** The last moment at which the status was known to be so; undefined when nothing tells. */
  readonly knownAt: number | undefined;
  /** Why this may not be what is in force: it was read in a minority, or from a node that takes no part. */
  readonly doubt?: HoldfastError | undefined;
}

export interface Commit {
  /** Changes of the configuration; what it says of versions and of the status is not looked at. */
  readonly patch: Patch;
  /** What the patch was made for. The status may have moved since, the configuration must not. */
  readonly expected: Pick<Version, "adminEpoch" | "epoch">;
  readonly who: string;
  readonly why: string;
}

export interface EventOptions {
  /** Only events after this number; 0 for all that are kept; undefined for those from now on. */
  readonly after?: number;
  /** Go on as long as the signal lets; otherwise end with the last event there is. */
  readonly follow: boolean;
  readonly signal?: AbortSignal;
}

export interface Cleanup {
  readonly rsc?: string;
  readonly node?: string;
  /** Only what has failed; otherwise the whole history, so that all is probed anew. */
  readonly failedOnly: boolean;
  readonly who: string;
}

export interface VersionEntry {
  /** `admin_epoch.epoch`. */
  readonly version: string;
  readonly at: number;
  readonly who: string;
  readonly why: string;
}

/** What Pacemaker's own scheduler would do. */
export interface Foretold {
  /** The program. */
  readonly by: string;
  /** Of Pacemaker, such as `2.1.5`. */
  readonly version: string;
  /** `<transition_graph>`. */
  readonly graph: Element;
}

export interface Cluster {
  identity(): Promise<Identity>;
  read(): Promise<Snapshot>;
  /**
   * The cluster as it is, and again each time it has changed; what changed while nobody asked is told as one. Ends when
   * the signal says so, and after the first where nothing will change: a file, an engine that is down.
   */
  watch(signal: AbortSignal): AsyncIterable<Snapshot>;
  /** Returns the version then in force. Rejects with `conflict` when the configuration is not at `expected`. */
  commit(commit: Commit): Promise<Version>;
  events(options: EventOptions): AsyncIterable<ClusterEvent>;
  cleanup(cleanup: Cleanup): Promise<void>;
  /** Resolves when the node is known to be off (or on), rejects with `failed` when it could not be done. */
  fence(target: string, action: "off" | "on" | "reboot", who: string): Promise<void>;
  /** Breaks or mends something of a simulated world; returns what was done, one sentence. */
  inject(fault: Fault, who: string): Promise<string>;
  /**
   * A second opinion: what Pacemaker's own scheduler would do with this CIB at this moment (epoch milliseconds); the
   * cluster's own where it has one, else this machine's. Rejects with `not-installed` where there is none.
   */
  foretell(cib: Element, at: number): Promise<Foretold>;
  /** Every configuration there was, newest first. */
  history(): Promise<readonly VersionEntry[]>;
  /** The configuration of a past version such as `0.17`; rejects with `missing`. */
  configurationAt(version: string): Promise<Element>;
  close(): Promise<void>;
}
