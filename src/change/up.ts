/**
 * The use case of up: begins or resumes an embedded cluster as a manifest says, and reports what becomes of it until it is
 * stopped. What starts engines is a port, so that commands, servers and tests each bring their own.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { diffConfiguration } from "../cib/patch/diff.ts";
import { formatVersion } from "../cib/patch/version.ts";
import type { Element } from "../cib/xml/tree.ts";
import { newCib } from "../cluster/embedded/new-cib.ts";
import type { RunningCluster } from "../cluster/embedded/open.ts";
import { HoldfastError, knownError } from "../cluster/error.ts";
import type { Snapshot } from "../cluster/port.ts";
import type { ClusterEvent } from "../report/events/event.ts";
import { listDifferences } from "../report/plan/differences.ts";
import { clusterStatusOf } from "../report/status/answer.ts";
import type { ClusterStatus } from "../report/status/document.ts";
import { statusDocument } from "../report/status/page.ts";
import { primitivesIn } from "../report/status/verdict.ts";
import { readingsByVersion } from "../scheduler/reading.ts";
import { readDesired } from "./desired.ts";
import { OWN_RECORDS } from "./plan/plan.ts";
import type { ChangeRequest } from "./prepare.ts";

/** Starts an engine; `configuration` is that of a new cluster, a stored one keeps its own. */
export type StartEngine = (configuration: Element, onBug: (error: unknown) => void) => Promise<RunningCluster>;

export interface Up {
  readonly running: RunningCluster;
  /** In how many places a resumed cluster's configuration differs from the manifest; 0 for a new one. */
  readonly differences: number;
  /** Aborts, with the error, when the engine cannot continue. */
  readonly stuck: AbortSignal;
}

/** Rejects with `invalid` for an invalid manifest, before anything is started. The engine waits for {@link attendCluster}. */
export async function bringUp({ file, secrets }: ChangeRequest, start: StartEngine): Promise<Up> {
  const desired = await readDesired(file, secrets, true);
  const stuck = new AbortController();
  const running = await start(desired.cib(newCib(undefined)), (error) => stuck.abort(error));
  try {
    const differences = running.resumed ? await differencesFrom(running, desired.cib) : 0;
    return { running, differences, stuck: stuck.signal };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

async function differencesFrom({ cluster }: RunningCluster, desired: (cib: Element) => Element): Promise<number> {
  const { cib } = await cluster.read();
  return listDifferences(cib, diffConfiguration(cib, desired(cib)), { unsaid: OWN_RECORDS }).length;
}

export type UpProgress =
  | { readonly kind: "event"; readonly event: ClusterEvent }
  /** The cluster is at work: of the primitives, so many run. */
  | { readonly kind: "busy"; readonly running: number; readonly of: number; readonly operations: number }
  /** It is idle, no action is due, and something has changed. */
  | { readonly kind: "idle"; readonly status: ClusterStatus };

/** Milliseconds between two looks at the status. */
const PAUSE = 400;

/**
 * Sets the engine going. Reports each event from now on, how far the cluster is while it is at work, and its status
 * whenever it becomes idle. Ends when the signal aborts; rejects when the engine cannot continue.
 */
export async function* attendCluster(
  { running: { cluster, driver, resumed }, stuck }: Pick<Up, "running" | "stuck">,
  signal: AbortSignal,
): AsyncGenerator<UpProgress, void> {
  const ended = new AbortController();
  const look = lookout();
  // What happened before the engine stopped last time is in `holdfast events`.
  const after = resumed ? driver.eventCount : 0;
  const events = cluster
    .events({ follow: true, after, signal: AbortSignal.any([signal, stuck, ended.signal]) })
    [Symbol.asyncIterator]();
  const pause = (): Promise<"look"> => sleep(PAUSE, "look", { signal: ended.signal });
  driver.start();
  let event = events.next();
  let due = pause();
  try {
    for (;;) {
      const next = await Promise.race([event, due]);
      if (next === "look") {
        const seen = look(await cluster.read(), driver.state.operations.size);
        if (seen !== undefined) yield seen;
        due = pause();
      } else if (next.done === true) {
        if (stuck.aborted) throw engineFailure(stuck.reason);
        return;
      } else {
        yield { kind: "event", event: next.value };
        event = events.next();
      }
    }
  } finally {
    ended.abort();
    await events.return?.();
  }
}

/** So that the supervisor of the engine starts it again: a full disk is reported in a sentence, a bug as one. */
function engineFailure(error: unknown): unknown {
  const known = knownError(error);
  return known === undefined
    ? error
    : new HoldfastError(known.code, `the engine cannot continue: ${known.message}`, { cause: error });
}

/**
 * Looks at the status; the function keeps in mind what it reported last. A cluster may be busy between two looks, and
 * a client that committed a change is answered before its actions begin: the version shows what the looks miss.
 */
function lookout(): (snapshot: Snapshot, operations: number) => UpProgress | undefined {
  const read = readingsByVersion();
  let seen = "";
  return (snapshot, operations) => {
    if (snapshot.settled !== true) {
      seen = "";
      const all = statusDocument(read(snapshot).model).resources.flatMap(primitivesIn);
      return { kind: "busy", running: all.filter((p) => p.nodes.length > 0).length, of: all.length, operations };
    }
    const version = formatVersion(snapshot.version);
    if (version === seen) return undefined;
    seen = version;
    const status = clusterStatusOf(read(snapshot), { cib: snapshot.version, live: true, age: 0 }, undefined);
    return status.state === "pending" ? undefined : { kind: "idle", status };
  };
}
