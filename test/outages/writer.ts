/**
 * Clients that write without end, as a control plane's services do: numbers, twenty a second, each again only as a new one.
 * What a client was told is written counts as acknowledged; the longest time without an acknowledgement is the gap.
 */
import { setTimeout as sleep } from "node:timers/promises";

export interface Connection {
  /** Resolves once the service has acknowledged the number. */
  write(n: number): Promise<void>;
  /** Every number the service has. */
  all(): Promise<ReadonlySet<number>>;
  close(): void;
}

export interface Service {
  readonly name: string;
  /** @param attempt counts from 0, for a client that goes from node to node */
  connect(attempt: number): Promise<Connection>;
}

export interface Acknowledged {
  readonly n: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const PAUSE = 50;
const AFTER_FAILURE = 100;
const LIMIT = 3_000;
/** How often the last question, what there is, is asked again: a service may be on its way back. */
const TRIES = 30;

/** Rejects when the promise takes longer than a client would wait. */
async function within<T>(promise: Promise<T>, limit: number = LIMIT): Promise<T> {
  const timer = new AbortController();
  const late = sleep(limit, undefined, { signal: timer.signal }).then(
    () => Promise.reject(new Error("no answer in time")),
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}

/** Writes until the signal, connecting anew after each failure. */
export async function writeOn(service: Service, stop: AbortSignal, told: (a: Acknowledged) => void): Promise<void> {
  let connection: Connection | undefined;
  let attempt = 0;
  for (let n = 1; !stop.aborted; n++) {
    try {
      connection ??= await within(service.connect(attempt++));
      await within(connection.write(n));
      told({ n, at: Date.now() });
      await sleep(PAUSE);
    } catch {
      connection?.close();
      connection = undefined;
      await sleep(AFTER_FAILURE);
    }
  }
  connection?.close();
}

/** Those of the acknowledged numbers that the service does not have. */
export async function lost(service: Service, acknowledged: readonly Acknowledged[]): Promise<number[]> {
  for (let attempt = 0; ; attempt++) {
    try {
      const connection = await within(service.connect(attempt));
      const all = await within(connection.all(), 60_000);
      connection.close();
      return acknowledged.map(({ n }) => n).filter((n) => !all.has(n));
    } catch (error) {
      if (attempt === TRIES) throw error;
      await sleep(1_000);
    }
  }
}
