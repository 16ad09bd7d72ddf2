/**
 * Starting an embedded cluster's engine, and finding one: through its socket when it runs, else its store for reading.
 */

import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { readVersion } from "../../cib/patch/version.ts";
import { clusterProperty } from "../../cib/value/property.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ClusterEvent } from "../../report/events/event.ts";
import { asHoldfastError, HoldfastError } from "../error.ts";
import { lock } from "../lock.ts";
import { makeDirectory } from "../make-directory.ts";
import type { Cluster, EventOptions, Identity, Snapshot } from "../port.ts";
import { World } from "./agents/simulated/world.ts";
import { connectEmbedded } from "./client.ts";
import { type Clock, realClock } from "./clock.ts";
import { localCluster } from "./cluster.ts";
import { Driver } from "./driver.ts";

import { initialState } from "./engine/state.ts";
import type { ScheduleFunction } from "./engine/step-draft.ts";
import { fencingsOf } from "./fencings.ts";
import { newCib } from "./new-cib.ts";
import { serve } from "./serve.ts";
import { undamaged } from "./store/damage.ts";
import { Store } from "./store/store.ts";
import { refuseLongPath } from "./wire.ts";

export interface StartOptions {
  /** Undefined: in memory, without a socket. */
  readonly directory: string | undefined;
  readonly schedule: ScheduleFunction;
  /** Given the moment the stored cluster stopped at, or undefined for a new one. Default: the machine's time. Virtual time stands until moved. */
  readonly clock?: (stoppedAt: number | undefined) => Clock;
  /** The configuration a new cluster begins with; default an empty one. A stored cluster keeps its own. */
  readonly configuration?: Element;
  /** Default: do. */
  readonly listen?: boolean;
  readonly onBug?: (error: unknown) => void;
  /** A request from another process met a bug; the engine keeps running. Default: its stack on standard error. */
  readonly onRequestBug?: (error: unknown) => void;
}

function logBug(bug: unknown): void {
  process.stderr.write(
    `holdfast: internal error in a request: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}\n`,
  );
}

export interface RunningCluster {
  readonly cluster: Cluster;
  readonly driver: Driver;
  readonly world: World;
  /** Taken up from its store. */
  readonly resumed: boolean;
  stop(): Promise<void>;
}

/** Starts the engine in this process. Rejects with `busy` when another one has the directory. */
export async function startEmbedded(options: StartOptions): Promise<RunningCluster> {
  const { directory } = options;
  if (directory !== undefined && options.listen !== false) refuseLongPath(directory);
  const unlock = directory === undefined ? () => undefined : await lockDirectory(directory);
  try {
    const store = new Store(directory);
    const recovered = store.recover();
    const clock = options.clock?.(recovered?.state.now) ?? realClock();
    const world = undamaged(() => new World(recovered?.world));
    const state = recovered?.state ?? initialState(newCib(options.configuration), randomUUID(), clock.now());
    const driver = new Driver({
      state,
      agents: world,
      simulation: world,
      clock,
      schedule: options.schedule,
      store,
      recovered: recovered !== undefined,
      ...(options.onBug === undefined ? {} : { onBug: options.onBug }),
    });
    driver.open();
    // At rest nothing is written for minutes.
    const watch = setInterval(() => {
      try {
        store.check();
      } catch (error) {
        clearInterval(watch);
        driver.fail(error);
      }
    }, WATCH).unref();
    let stopServing = async (): Promise<void> => undefined;
    const stop = async (): Promise<void> => {
      clearInterval(watch);
      await stopServing();
      driver.stop();
      store.close();
      unlock();
    };
    const cluster = localCluster({
      driver,
      store,
      url: directory === undefined ? "embedded:" : `embedded:${directory}`,
      close: stop,
    });
    if (directory !== undefined && options.listen !== false)
      stopServing = await serve(directory, cluster, options.onRequestBug ?? logBug);
    return { cluster, driver, world, resumed: recovered !== undefined, stop };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Milliseconds between two looks whether the store is still this engine's. */
const WATCH = 1000;

/** One engine per directory. */
async function lockDirectory(directory: string): Promise<() => void> {
  makeDirectory(directory, 0o700);
  refuseOthers(directory);
  return lock(join(directory, "engine.lock"), {
    patience: 200,
    busy: `another engine runs the cluster in ${directory}`,
    hint: "use it by the same address, or stop it first",
  });
}

/** Throws `forbidden` for a directory in which every user of the machine could replace the store and the socket. */
function refuseOthers(directory: string): void {
  if ((statSync(directory).mode & 0o002) === 0) return;
  throw new HoldfastError("forbidden", `every user of this machine may change ${directory}`, {
    hint: `take that away with: chmod o-w ${directory}`,
  });
}

/** Whether there is a store. Throws `forbidden` where that cannot be seen. */
function hasStore(directory: string): boolean {
  try {
    return statSync(join(directory, "cluster.db"), { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    const known = asHoldfastError(error);
    if (known.code !== "missing") throw known;
    return false;
  }
}

/** The cluster in a directory: the running one, or else its store for reading only. */
export async function openEmbedded(directory: string): Promise<Cluster> {
  if (!hasStore(directory)) {
    throw new HoldfastError("missing", `there is no embedded cluster in ${directory}`, {
      hint: "start one with: holdfast up",
    });
  }
  try {
    return await connectEmbedded(directory);
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== "disconnected") throw error;
    return storedCluster(directory);
  }
}

function storedCluster(directory: string): Cluster {
  const store = new Store(directory, { readOnly: true });
  const cib = (): Element => {
    const found = store.currentCib();
    if (found === undefined) throw new HoldfastError("missing", `the store in ${directory} is empty`);
    return found;
  };
  const read = async (): Promise<Snapshot> => {
    const found = cib();
    const at = store.recover()?.state.now ?? 0;
    return { cib: found, version: readVersion(found), live: false, settled: undefined, at, knownAt: at };
  };
  const down = async (): Promise<never> => {
    throw new HoldfastError("disconnected", `no engine runs in ${directory}`, { hint: "start it with: holdfast up" });
  };
  return {
    identity: async (): Promise<Identity> => ({
      kind: "embedded",
      url: `embedded:${directory}`,
      name: clusterProperty(cib(), "cluster-name"),
      running: false,
      capabilities: new Set(["history"]),
    }),
    read,
    watch: async function* (): AsyncGenerator<Snapshot> {
      yield await read();
    },
    commit: down,
    events: async function* (options: EventOptions): AsyncGenerator<ClusterEvent> {
      if (options.follow) await down();
      for (let seen = options.after ?? store.eventCount; ; ) {
        const events = store.events(seen, 500);
        yield* events;
        const last = events.at(-1);
        if (last === undefined) return;
        seen = last.seq;
      }
    },
    cleanup: down,
    fence: down,
    faults: { inject: down },
    presence: async () => ({ silent: [], returning: [] }),
    history: async () => store.history(),
    configurationAt: async (version) => {
      const found = store.configuration(version);
      if (found === undefined) throw new HoldfastError("missing", `there was no configuration ${version}`);
      return found;
    },
    fencings: async () => fencingsOf(store.fencingEvents()),
    close: async () => store.close(),
  };
}
