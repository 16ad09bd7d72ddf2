/**
 * New readings of a CIB as they come, with as little polling as possible: only the version is polled, four times a second
 * while things change and once a second while they do not. Where the CIB's file can be watched (a new configuration
 * replaces it), a change polls at once. The status is in no file, so that polling cannot be avoided.
 */

import { compareVersions, readVersion } from "../../cib/patch/version.ts";
import { HoldfastError } from "../error.ts";
import type { Hosts } from "./hosts.ts";
import type { MemberReading } from "./member-reading.ts";
import { queryVersion } from "./tools.ts";

const BUSY = 250;
const QUIET = 1000;
/** Milliseconds without a change until it counts as quiet. */
const SETTLING = 5000;
/** Milliseconds without any answer until the stream fails. */
const PATIENCE = 30_000;

/**
 * @param read a whole reading
 * Begins with the CIB as it is; ends when the signal says so, rejects when no node has answered for long.
 */
export async function* follow(
  hosts: Hosts,
  read: () => Promise<MemberReading>,
  signal: AbortSignal | undefined,
): AsyncGenerator<MemberReading> {
  const bell = new Bell(signal);
  const unwatch = hosts.current.watch?.(() => bell.ring());
  try {
    let reading = await read();
    let changed = Date.now();
    let answered = changed;
    yield reading;
    for (;;) {
      await bell.wait(Date.now() - changed < SETTLING ? BUSY : QUIET);
      if (signal?.aborted === true) return;
      try {
        const version = await queryVersion(hosts);
        answered = Date.now();
        if (compareVersions(version, readVersion(reading.cib)) === 0) continue;
        reading = await read();
        changed = Date.now();
      } catch (error) {
        // A node that reboots comes back, and so does a cluster that is forming.
        if (!(error instanceof HoldfastError) || Date.now() - answered > PATIENCE) throw error;
        continue;
      }
      yield reading;
    }
  } finally {
    unwatch?.();
    bell.close();
  }
}

/** Waits for a while, or until it is rung. A ring between two waits ends the next one. */
class Bell {
  #rung = false;
  #wake: (() => void) | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly ring = (): void => {
    this.#rung = true;
    this.#wake?.();
  };

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener("abort", this.ring);
  }

  async wait(ms: number): Promise<void> {
    if (!this.#rung && this.#signal?.aborted !== true) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#rung = false;
    this.#wake = undefined;
  }

  close(): void {
    this.#signal?.removeEventListener("abort", this.ring);
  }
}
