/**
 * A real cluster, through Pacemaker's own tools on one of its nodes. Pacemaker decides and acts; Holdfast reads the
 * CIB, commits versioned patches and looks on.
 */

import type { Element } from "../../cib/tree.ts";
import { readVersion, type Version } from "../../cib/version.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { HoldfastError } from "../error.ts";
import type { ClusterEvent } from "../event.ts";
import type { Cleanup, Cluster, Commit, EventOptions, Identity, Snapshot } from "../port.ts";
import { aboutCib, dcOf, hasNode, propertyOf, quorumOf } from "./about.ts";
import { commitTo } from "./commit.ts";
import { follow } from "./feed.ts";
import type { FencingRecord } from "./fencing-history.ts";
import { Hosts } from "./hosts.ts";
import type { Author } from "./observe.ts";
import type { Runner } from "./runner.ts";
import { streamEvents } from "./stream.ts";
import { cleanUp, controllerState, fenceNode, fencingHistory, findDc, queryCib } from "./tools.ts";

/** Milliseconds for which what was read of quorum is believed when a change is committed. */
const FRESH = 2000;

export interface PacemakerCluster extends Cluster {
  /** Newest first. */
  fencings(): Promise<readonly FencingRecord[]>;
}

/** @param runners ways to nodes of one cluster; the first that answers is used until it does not */
export function pacemakerCluster(url: string, runners: readonly [Runner, ...Runner[]]): PacemakerCluster {
  const hosts = new Hosts(runners);
  // Pacemaker records the user and the program, not the person and the reason; of our own commits we know more.
  const authors = new Map<string, Author>();
  let last: { readonly cib: Element; readonly at: number } | undefined;
  return {
    identity: async (): Promise<Identity> => {
      const cib = await queryCib(hosts);
      const about = aboutCib(cib);
      const dc = about.dc === undefined ? undefined : await findDc(hosts).catch(() => undefined);
      return {
        kind: "pacemaker",
        url,
        name: propertyOf(cib, "cluster-name"),
        running: dc !== undefined,
        capabilities: new Set(["commit", "events", "cleanup", "fence"]),
        pacemaker: {
          ...about,
          dc,
          host: hosts.current.name,
          follows: hosts.current.watch === undefined ? "polling" : "inotify and polling",
        },
      };
    },
    read: async (): Promise<Snapshot> => {
      const [cib, idle] = await Promise.all([
        readPreferQuorum(hosts),
        askDc(hosts, last === undefined ? undefined : dcOf(last.cib)),
      ]);
      const at = Date.now();
      last = { cib, at };
      return { cib, version: readVersion(cib), settled: await isSettled(hosts, cib, at, idle), at };
    },
    commit: async (commit: Commit): Promise<Version> => {
      const known = last !== undefined && Date.now() - last.at < FRESH ? last.cib : undefined;
      const version = await commitTo(hosts, commit, known);
      authors.set(`${version.adminEpoch}.${version.epoch}`, { who: commit.who, why: commit.why });
      return version;
    },
    events: (options: EventOptions): AsyncIterable<ClusterEvent> =>
      streamEvents(
        {
          follow: (signal) => follow(hosts, signal),
          fencings: () => fencingHistory(hosts).catch(() => []),
          authorOf: (version) => authors.get(version),
        },
        options,
      ),
    cleanup: async ({ rsc, node, failedOnly }: Cleanup): Promise<void> => cleanUp(hosts, { rsc, node, failedOnly }),
    fence: async (target, action): Promise<void> => {
      // Asked first: it says what is missing, and finds a host that answers, since the fencing itself is asked once.
      const cib = await queryCib(hosts);
      if (!hasNode(cib, target)) throw new HoldfastError("missing", `there is no node "${target}"`);
      await fenceNode(hosts, target, action);
    },
    fencings: () => fencingHistory(hosts),
    inject: () => unsupported("cannot be broken by a command", "use the lab: holdfast lab cut, crash"),
    history: () => unsupported("keeps no reasons for its past versions", undefined),
    configurationAt: () => unsupported("does not give out past versions", undefined),
    close: () => hosts.close(),
  };
}

function unsupported(what: string, hint: string | undefined): Promise<never> {
  return Promise.reject(
    new HoldfastError("unsupported", `a Pacemaker cluster ${what}`, hint === undefined ? {} : { hint }),
  );
}

/** Of several hosts one may be cut off, with a view of its own. The majority's is the true one. */
async function readPreferQuorum(hosts: Hosts): Promise<Element> {
  const first = await queryCib(hosts);
  let cib = first;
  for (let tries = 1; tries < hosts.count && quorumOf(cib) === false; tries++) {
    hosts.next();
    cib = await queryCib(hosts);
  }
  return quorumOf(cib) === false ? first : cib;
}

/**
 * The DC is idle, and has nothing to do: right after a commit it may still be idle from before.
 * Undefined when there is no controller to ask.
 * @param idle what the DC of before has answered meanwhile
 */
async function isSettled(
  hosts: Hosts,
  cib: Element,
  at: number,
  idle: DcState | undefined,
): Promise<boolean | undefined> {
  try {
    const dc = dcOf(cib) ?? (await findDc(hosts));
    if (dc === undefined) return false;
    const state = idle?.dc === dc ? idle.state : await controllerState(hosts, dc);
    if (state !== "S_IDLE") return false;
  } catch (error) {
    if (error instanceof HoldfastError) return error.code === "disconnected" ? undefined : false;
    throw error;
  }
  return schedule(cib, { now: Math.floor(at / 1000) }).transition.synapses.length === 0;
}

interface DcState {
  readonly dc: string;
  readonly state: string | undefined;
}

/** The controller of the DC as it was last known, asked while the CIB is on its way. */
async function askDc(hosts: Hosts, dc: string | undefined): Promise<DcState | undefined> {
  if (dc === undefined) return undefined;
  const state = await controllerState(hosts, dc).catch(() => undefined);
  return state === undefined ? undefined : { dc, state };
}
