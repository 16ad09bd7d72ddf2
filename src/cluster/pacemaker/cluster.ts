/**
 * A real cluster, through Pacemaker's own tools on one of its nodes. Pacemaker decides and acts; Holdfast reads the
 * CIB, commits versioned patches and looks on.
 */

import { readVersion, type Version } from "../../cib/patch/version.ts";
import { clusterProperty } from "../../cib/value/property.ts";
import type { ClusterEvent } from "../../report/events/event.ts";
import { kindOf } from "../../scheduler/graph/header.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { ifFails } from "../error.ts";
import type { Cleanup, Cluster, Commit, EventOptions, Identity, Snapshot } from "../port.ts";
import { agentMetadata, agentNames } from "./agents.ts";
import { readCertificates } from "./certificates.ts";
import { checkDevice } from "./check-device.ts";
import { follow } from "./cib-feed.ts";
import { commitTo } from "./commit.ts";
import { CONFIRM_PATIENCE } from "./confirm.ts";
import { crmSimulate } from "./crm-simulate.ts";
import { streamEvents } from "./event-stream.ts";
import { heartbeatsBy } from "./heartbeats.ts";
import { pastConfigurations } from "./history.ts";
import { Hosts } from "./hosts.ts";
import { aboutCib, refuseUnknownNode } from "./identity.ts";
import { type MemberReading, readCluster, whyNot } from "./member-reading.ts";
import { nodeCommands } from "./node-commands.ts";
import { presenceIn } from "./presence.ts";
import type { Runner } from "./runner.ts";
import { readSoftware } from "./software.ts";
import {
  askToFence,
  changeTicketBy,
  cleanUp,
  confirmNodeOff,
  fencingHistory,
  removeFromCaches,
  runPastCluster,
  updateTransientAttribute,
} from "./tools.ts";

/** Milliseconds for which a reading may be used for a commit: that the DC answers, and the partition has quorum. */
const FRESH = 2000;

/** On a live cluster also `history`: the daemon keeps past versions, the tools on a file do not. */
const ALWAYS = ["commit", "events", "cleanup", "fence"] as const;

/**
 * @param runners ways to nodes of one cluster; the first that answers is used until it does not
 * @param patience milliseconds until a commit that no majority is known to have counts as unknown
 */
export function pacemakerCluster(
  url: string,
  runners: readonly [Runner, ...Runner[]],
  patience = CONFIRM_PATIENCE,
): Cluster {
  const hosts = new Hosts(runners);
  const past = pastConfigurations(hosts);
  let last: MemberReading | undefined;
  const read = async (): Promise<MemberReading> => {
    last = await readCluster(hosts, last?.dc?.dc);
    return last;
  };
  return {
    identity: async (): Promise<Identity> => {
      const { cib, dc } = await read();
      return {
        kind: "pacemaker",
        url,
        name: clusterProperty(cib, "cluster-name"),
        running: dc !== undefined,
        capabilities: new Set([...ALWAYS, ...(hosts.current.offline === true ? [] : (["history"] as const))]),
        pacemaker: {
          ...aboutCib(cib),
          dc: dc?.dc,
          host: hosts.current.name,
          follows: hosts.current.watch === undefined ? "polling" : "inotify and polling",
        },
      };
    },
    read: async (): Promise<Snapshot> => snapshotOf(await read(), hosts.current.name),
    watch: async function* (signal: AbortSignal): AsyncGenerator<Snapshot> {
      for await (const reading of follow(hosts, read, signal)) yield snapshotOf(reading, hosts.current.name);
    },
    commit: async (commit: Commit): Promise<Version> => {
      const fresh = last !== undefined && Date.now() - last.at < FRESH ? last : undefined;
      return commitTo(hosts, commit, fresh ?? (await read()), patience);
    },
    events: (options: EventOptions): AsyncIterable<ClusterEvent> =>
      streamEvents(
        {
          follow: (signal) => follow(hosts, read, signal),
          fencings: () => fencingHistory(hosts).catch(ifFails([])),
        },
        options,
      ),
    cleanup: async ({ rsc, node, failedOnly }: Cleanup): Promise<void> => cleanUp(hosts, { rsc, node, failedOnly }),
    fence: async (target, action): Promise<void> => {
      // Read first, to check the name and to find a host that answers: fencing itself is requested only once.
      const { cib } = await read();
      refuseUnknownNode(cib, target);
      await askToFence(hosts, target, action);
    },
    confirmOff: async (target): Promise<void> => {
      const { cib } = await read();
      refuseUnknownNode(cib, target);
      await confirmNodeOff(hosts, target);
    },
    tools: {
      setTransient: (attribute) => updateTransientAttribute(hosts, attribute),
      forget: (node) => removeFromCaches(hosts, node),
      agents: () => agentNames(hosts),
      metadata: (agent) => agentMetadata(hosts, agent),
      checkDevice: (agent, parameters) => checkDevice(hosts.current, agent, parameters),
      certificates: (paths) => readCertificates(hosts.all, paths),
    },
    debug: (call) => runPastCluster(hosts.current, call),
    ...(hosts.current.offline === true ? {} : { commands: nodeCommands(runners) }),
    ...(hosts.current.offline === true ? {} : { heartbeats: heartbeatsBy(hosts) }),
    ...(hosts.current.offline === true
      ? {}
      : { software: (programs: readonly string[]) => readSoftware(hosts.all, programs) }),
    changeTicket: (change) => changeTicketBy(hosts, change),
    fencings: () => fencingHistory(hosts),
    simulator: { simulate: (cib, at) => crmSimulate(hosts, cib, at) },
    presence: async () => presenceIn(hosts, await read()),
    history: () => past.history(),
    configurationAt: (version) => past.at(version),
    close: () => hosts.close(),
  };
}

/** @param host the one it was read from */
function snapshotOf(reading: MemberReading, host: string): Snapshot {
  const { cib, at, dc } = reading;
  const live = dc !== undefined;
  const knownAt = live ? at : undefined;
  return {
    cib,
    version: readVersion(cib),
    live,
    settled: isSettled(reading),
    at,
    knownAt,
    doubt: whyNot(reading, host),
  };
}

/**
 * The DC is idle, and has nothing to do: right after a commit it may still be idle from before. Pseudo events alone are
 * nothing: those of a start that cannot be done come up in every transition.
 */
function isSettled({ cib, at, dc, offline }: MemberReading): boolean | undefined {
  if (offline) return undefined;
  if (dc?.state !== "S_IDLE") return false;
  const { planned } = readingOf({ cib, at });
  if (planned instanceof UndecidableError) return undefined;
  return planned.steps.every(({ action }) => kindOf(action) === "pseudo_event");
}
