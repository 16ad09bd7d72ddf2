/** The embedded cluster as a {@link Cluster}, in the process whose driver runs it. */

import { parseVersion, readVersion, type Version } from "../../cib/patch/version.ts";
import { clusterProperty } from "../../cib/value/property.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ClusterEvent } from "../../report/events/event.ts";
import type { VersionEntry } from "../../report/history/document.ts";
import { editConfiguration, refusalOf } from "../edit.ts";
import { HoldfastError } from "../error.ts";
import type { Cleanup, Cluster, Commit, EventOptions, FaultInjector, Heartbeats, Identity, Snapshot } from "../port.ts";
import type { Ask, Driver } from "./driver.ts";
import type { Answer } from "./engine/message.ts";
import { isIdle } from "./engine/state.ts";
import { mergeEvents, snapshots } from "./event-stream.ts";
import { fencingsOf } from "./fencings.ts";
import type { Store } from "./store/store.ts";

const CAPABILITIES = ["commit", "events", "cleanup", "fence", "history"] as const;

export interface LocalCluster {
  readonly driver: Driver;
  readonly store: Store | undefined;
  readonly url: string;
  readonly close: () => Promise<void>;
}

export function localCluster({ driver, store, url, close }: LocalCluster): Cluster {
  const ask = async (input: Ask): Promise<Answer> => {
    const answer = await driver.ask(input);
    if (answer.kind === "refused") throw new HoldfastError(answer.code, answer.message);
    return answer;
  };
  const read = async (): Promise<Snapshot> => {
    const { cib, now } = driver.state;
    const at = Math.max(now, driver.now);
    return { cib, version: readVersion(cib), live: true, settled: isIdle(driver.state), at, knownAt: at };
  };
  return {
    identity: async (): Promise<Identity> => ({
      kind: "embedded",
      url,
      name: clusterProperty(driver.state.cib, "cluster-name"),
      running: true,
      capabilities: new Set([...CAPABILITIES, ...(driver.simulated ? (["inject"] as const) : [])]),
    }),
    read,
    watch: (signal: AbortSignal): AsyncIterable<Snapshot> =>
      snapshots(read, (listener) => driver.subscribe(listener), signal),
    commit: async (commit: Commit): Promise<Version> => {
      const answer = await ask({
        kind: "commit",
        who: commit.who,
        why: commit.why,
        edit: (cib: Element) => editConfiguration(cib, commit),
      });
      if (answer.kind !== "commit") throw new Error("a commit was answered as something else");
      if (!answer.outcome.ok) throw refusalOf(answer.outcome);
      const version = parseVersion(answer.outcome.version);
      if (version === undefined) throw new Error(`the engine is at version ${answer.outcome.version}`);
      return version;
    },
    events: (options: EventOptions): AsyncIterable<ClusterEvent> =>
      mergeEvents(
        options,
        (after, limit) => store?.events(after, limit) ?? [],
        (listener) => driver.subscribe(listener),
        driver.eventCount,
      ),
    cleanup: async ({ rsc, node, failedOnly, who }: Cleanup): Promise<void> => {
      await ask({ kind: "cleanup", rsc, node, failedOnly, who });
    },
    fence: async (target, action, who): Promise<void> => {
      await ask({ kind: "fence", target, action, who });
    },
    confirmOff: async (target, who): Promise<void> => {
      await ask({ kind: "confirm-off", target, who });
    },
    changeTicket: async (change, who): Promise<void> => {
      await ask({ kind: "ticket", ...change, who });
    },
    heartbeats: heartbeatsOf(driver),
    ...(driver.simulated ? { faults: faultsOf(driver) } : {}),
    commands: { run: async (command) => driver.run(command) },
    presence: async () => driver.presence(),
    history: async (): Promise<readonly VersionEntry[]> => store?.history() ?? [],
    configurationAt: async (version: string): Promise<Element> => {
      const found = store?.configuration(version);
      if (found === undefined) throw new HoldfastError("missing", `there was no configuration ${version}`);
      return found;
    },
    fencings: async () => fencingsOf(store?.fencingEvents() ?? []),
    close,
  };
}

/** Kept by the engine, and gone with it: who is alive beats again. */
function heartbeatsOf({ heartbeats }: Driver): Heartbeats {
  return {
    beat: async (name, value) => void heartbeats.set(name, value),
    read: async (name) => [heartbeats.get(name)].filter((value) => value !== undefined),
  };
}

function faultsOf(driver: Driver): FaultInjector {
  return {
    inject: async (fault, who) => {
      const outcome = driver.inject(fault, who);
      if (!outcome.ok) throw new HoldfastError("missing", outcome.text);
      return outcome.text;
    },
  };
}
