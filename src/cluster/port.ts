/**
 * What every kind of cluster can do: give its CIB, take a change made for the version it has, report events, clean up
 * failures, fence a node. Everything above (plans, runs, the API, the commands) is written against this; what only some
 * kinds can do is an object of its own that the others lack. No kind is known here, and no kind imports another.
 * All methods reject with {@link HoldfastError}; `contract.testing.ts` is the test each kind has to pass.
 */

import type { Patch } from "../cib/patch/patch.ts";
import type { Version } from "../cib/patch/version.ts";
import type { TicketRequest } from "../cib/tickets.ts";
import type { Element } from "../cib/xml/tree.ts";
import type { Fault } from "../report/done/document.ts";
import type { ClusterEvent } from "../report/events/event.ts";
import type { VersionEntry } from "../report/history/document.ts";
import type { FencingRecord } from "../report/status/fencing.ts";
import type { HoldfastError } from "./error.ts";
import type { SoftwareRead } from "./software.ts";

type ClusterKind = "file" | "embedded" | "pacemaker";

/** What a cluster can do beyond being read, as documents name it. */
export type Capability = "commit" | "events" | "cleanup" | "fence" | "inject" | "history";

/** Which cluster this is, and what it can do. */
export interface Identity {
  readonly kind: ClusterKind;
  readonly url: string;
  /** The property cluster-name, if set. */
  readonly name: string | undefined;
  /** The CIB is being enacted. False for a file, and for an embedded cluster whose engine is down. */
  readonly running: boolean;
  readonly capabilities: ReadonlySet<Capability>;
  /** Only of a Pacemaker cluster. */
  readonly pacemaker?: PacemakerIdentity;
}

/** What a Pacemaker cluster says of itself. */
export interface PacemakerIdentity {
  /** The node that was asked. */
  readonly host: string;
  readonly dc: string | undefined;
  /** Whether that node's partition has quorum; undefined when the CIB does not say. */
  readonly quorate: boolean | undefined;
  /** Of the DC, such as `2.1.5-a3f44794f94`. */
  readonly version: string | undefined;
  /** The feature set in force: that of the oldest node. */
  readonly featureSet: string | undefined;
  /** By node; they differ in the middle of an upgrade. Nodes older than 2.1.5 do not say. */
  readonly featureSets: Readonly<Record<string, string>>;
  /** How this cluster's own tools call things: `stonith-enabled` or `fencing-enabled`. */
  readonly dialect: { readonly pacemaker: "2.1" | "3.0"; readonly fencing: "stonith" | "fencing" };
  /** How changes are noticed: the CIB's file is watched where that is possible, all else is polled. */
  readonly follows: "inotify and polling" | "polling";
}

/** The CIB at one moment, and how far it can be relied on. */
export interface Snapshot {
  readonly cib: Element;
  readonly version: Version;
  /** The cluster is running, so the status is that of this moment. */
  readonly live: boolean;
  /** Nothing is under way; undefined when that cannot be known. */
  readonly settled: boolean | undefined;
  /** The cluster's own time, epoch milliseconds. */
  readonly at: number;
  /** The last moment at which the status was known to be so; undefined when the CIB does not say. */
  readonly knownAt: number | undefined;
  /** Why this may not be what is in force: it was read in a minority, or from a node that takes no part. */
  readonly doubt?: HoldfastError | undefined;
}

/** A node that is not a member, and is on its way back by itself. */
export interface Returning {
  readonly node: string;
  readonly why: "fenced" | "switched-on" | "reachable";
  /** When that began, by the cluster's own time, epoch milliseconds. */
  readonly since: number;
}

/** What the CIB does not tell of the nodes. */
export interface Presence {
  /** Members by the CIB that did not answer when they were asked now: the others have yet to notice. */
  readonly silent: readonly string[];
  readonly returning: readonly Returning[];
}

/** A change of the configuration, made for one version of it. */
export interface Commit {
  /** Changes of the configuration; its versions and its changes of the status are ignored. */
  readonly patch: Patch;
  /** What the patch was made for. The status may have moved since, the configuration must not. */
  readonly expected: Pick<Version, "adminEpoch" | "epoch">;
  readonly who: string;
  readonly why: string;
}

/** Which events to give. */
export interface EventOptions {
  /** Only events after this number; 0 for all that are kept; undefined for those from now on. */
  readonly after?: number;
  /** Continue until the signal is aborted; otherwise end after the last event so far. */
  readonly follow: boolean;
  readonly signal?: AbortSignal;
}

/** Whose failures are to be cleaned up: all, unless a resource or a node is named. */
export interface Cleanup {
  readonly rsc?: string;
  readonly node?: string;
  /** Only operations that failed; otherwise the whole history, so that everything is probed anew. */
  readonly failedOnly: boolean;
  readonly who: string;
}

/** What Pacemaker's own scheduler decides for a CIB. */
export interface SimulatedTransition {
  /** The program. */
  readonly by: string;
  /** Of Pacemaker, such as `2.1.5`. */
  readonly version: string;
  /** `<transition_graph>`. */
  readonly graph: Element;
}

/** Runs Pacemaker's own scheduler, so that its decision can be compared with ours. */
export interface Simulator {
  /**
   * @param at epoch milliseconds for which rules and expiries are evaluated
   * Rejects with `not-installed` where the program is missing.
   */
  simulate(cib: Element, at: number): Promise<SimulatedTransition>;
}

/** Breaks a simulated world on purpose, and mends it. */
export interface FaultInjector {
  /** Resolves with what was done, one sentence. Rejects with `missing` when there is no such node or resource. */
  inject(fault: Fault, who: string): Promise<string>;
}

/** A node's attribute that is kept in the status: it is gone when the node leaves. */
export interface TransientAttribute {
  readonly node: string;
  readonly name: string;
  /** Undefined removes it. */
  readonly value: string | undefined;
}

/** An operation of a resource's agent, run past the cluster. */
export interface DebugCall {
  readonly resource: string;
  readonly operation: "check" | "start" | "stop" | "promote" | "demote";
  /** Which node the agent is to take its machine for; a node of Pacemaker's knows its own name. */
  readonly node?: string | undefined;
}

/** What the agent said, and its exit status. */
export interface DebugAnswer {
  readonly text: string;
  readonly exit: number;
}

/** A certificate that a node has. */
export interface NodeCertificate {
  readonly node: string;
  readonly file: string;
  readonly subject: string;
  /** Epoch seconds at which it is no longer valid. */
  readonly until: number;
}

export interface CertificatesRead {
  readonly certificates: readonly NodeCertificate[];
  /** Names of the nodes that answered. */
  readonly nodes: readonly string[];
}

/** What only real Pacemaker's tools can do on a node. */
export interface NodeTools {
  setTransient(attribute: TransientAttribute): Promise<void>;
  /** Forgets a node that has left: its name, id, attributes and history. */
  forget(node: string): Promise<void>;
  /** Whole names of the resource and fence agents of the node in use, such as `ocf:heartbeat:IPaddr2`. */
  agents(): Promise<readonly string[]>;
  /** The metadata that an agent prints. Rejects with `missing` for one that the node does not have. */
  metadata(agent: string): Promise<Element>;
  /**
   * The certificates in files or directories of every node that can be asked; of files that are not there or hold none,
   * none. Nothing else of a file leaves its node.
   */
  certificates(paths: readonly string[]): Promise<CertificatesRead>;
  /** Has a fence agent ask its device for its status with these parameters; rejects with `failed` where that does not succeed. */
  checkDevice(agent: string, parameters: ReadonlyMap<string, string>): Promise<void>;
}

/** A container by the name that its runtime knows. */
export interface ContainerPlace {
  readonly runtime: "podman" | "docker";
  readonly name: string;
}

/** A program to run on a node, or in a container there, for the sake of one of the cluster's resources. */
export interface NodeCommand {
  readonly node: string;
  /** Undefined: on the node itself. */
  readonly container: ContainerPlace | undefined;
  /** The primitive it is about: what a simulated world answers for. */
  readonly resource: string;
  /** Every user of the node can see it: nothing secret may be in it. */
  readonly argv: readonly [string, ...string[]];
  /** Standard input; secrets go here. */
  readonly input?: string;
  /** Milliseconds until it is ended. */
  readonly timeout: number;
}

/** How it ended; `silent` when what the program would say is not known. */
export type CommandOutcome =
  | { readonly kind: "answered"; readonly exit: number; readonly stdout: string; readonly stderr: string }
  | {
      readonly kind: "silent";
      readonly reason: "NotReached" | "NoContainer" | "NotInstalled" | "TimedOut" | "Lost";
      /** One sentence without a full stop. */
      readonly text: string;
    };

/** Runs programs where resources run. */
export interface NodeCommands {
  /** Never rejects: every way to fail is an outcome. */
  run(command: NodeCommand): Promise<CommandOutcome>;
}

/**
 * Signs of life, outside the CIB: after a change of that, the cluster would plan anew each time. They are gone when the
 * cluster stops.
 */
export interface Heartbeats {
  /** Replaces what this connection's node has under the name. One word of letters, digits and `./-`. */
  beat(name: string, value: string): Promise<void>;
  /** What the nodes have under the name, in no order: one each. */
  read(name: string): Promise<readonly string[]>;
}

/** A cluster of any kind: what holds a CIB, and enacts it while it runs. */
export interface Cluster {
  /** Which cluster this is, and what it can do now. */
  identity(): Promise<Identity>;
  /** The CIB in force. */
  read(): Promise<Snapshot>;
  /**
   * The cluster as it is, and again after each change; changes that happen between two readings come as one. Ends when
   * the signal is aborted, and after the first snapshot where nothing will change: a file, an engine that is down.
   */
  watch(signal: AbortSignal): AsyncIterable<Snapshot>;
  /** Returns the version then in force. Rejects with `conflict` when the configuration is not at `expected`. */
  commit(commit: Commit): Promise<Version>;
  /** Events in order, each once. */
  events(options: EventOptions): AsyncIterable<ClusterEvent>;
  /** Clears failures, so that the cluster tries again. Rejects with `missing` for an unknown resource or node. */
  cleanup(cleanup: Cleanup): Promise<void>;
  /** Resolves when the node is known to be off (or on), rejects with `failed` when it could not be done. */
  fence(target: string, action: "off" | "on" | "reboot", who: string): Promise<void>;
  /**
   * Takes a person's word that a node is off. Rejects with `missing` for an unknown node, `unsafe` for one that is a member.
   * A file has no fencing to confirm.
   */
  readonly confirmOff?: (target: string, who: string) => Promise<void>;
  /** Every past configuration that is kept, newest first. */
  history(): Promise<readonly VersionEntry[]>;
  /** The configuration of a past version such as `0.17`; rejects with `missing`. */
  configurationAt(version: string): Promise<Element>;
  /** Asks every member whether it is there, and what is known of the others. A file has no members to ask. */
  presence(): Promise<Presence>;
  /** Who was fenced when and how that ended, and what is under way, in no order. A file keeps no such history. */
  readonly fencings?: () => Promise<readonly FencingRecord[]>;
  /** Releases connections and files; the cluster itself runs on. */
  close(): Promise<void>;
  /** Changes a ticket in the status, at once. Not of an embedded cluster whose engine is down. */
  readonly changeTicket?: (change: TicketRequest, who: string) => Promise<void>;
  /** Of a cluster whose nodes can be entered: real ones, and those of a simulated world. */
  readonly commands?: NodeCommands;
  /**
   * What is installed on every node that the address names, and which of the programs there call what Pacemaker 3 took away.
   * Never rejects. Of real Pacemaker, whose nodes have software.
   */
  readonly software?: (programs: readonly string[]) => Promise<SoftwareRead>;
  /** Of a running cluster. */
  readonly heartbeats?: Heartbeats;
  /** Of a cluster whose world is simulated. */
  readonly faults?: FaultInjector;
  /** Of real Pacemaker. */
  readonly tools?: NodeTools;
  /** Runs an agent past the cluster. Of real Pacemaker, and of a file, whose agents run on this machine. */
  readonly debug?: (call: DebugCall) => Promise<DebugAnswer>;
  /** Of a cluster that brings Pacemaker's scheduler; for the others this machine's own serves. */
  readonly simulator?: Simulator;
}
