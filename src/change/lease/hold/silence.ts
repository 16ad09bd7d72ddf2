/**
 * For how long a lease has shown no sign of life, by the observer's own clock: neither its record nor its heartbeat changed.
 * Whose clock is right does not matter then, and a holder that is late is never taken for dead sooner than it may be.
 */
import type { Lease } from "../../../cib/lease.ts";
import type { Heartbeats } from "../../../cluster/port.ts";

/** The name under which a lease's heartbeat is kept. */
export const heartbeatName = (lease: string): string => `holdfast-${lease}`;

/** A heartbeat, which only the holder of that token sends. */
export const heartbeat = (token: string, count: number): string => `${token}/${count}`;

export class LeaseSilence {
  readonly #seen = new Map<string, { readonly sign: string; readonly since: number }>();
  readonly #alive = new Set<string>();
  readonly #heartbeats: Heartbeats | undefined;

  constructor(heartbeats: Heartbeats | undefined) {
    this.#heartbeats = heartbeats;
  }

  /**
   * Milliseconds; 0 at the first look.
   * @param now of a clock that never goes back
   */
  async of(lease: Lease, now: number): Promise<number> {
    const beats = (await this.#heartbeats?.read(heartbeatName(lease.name))) ?? [];
    const sign = [lease.token, ...beats.filter((b) => b.startsWith(`${lease.token}/`)).sort()].join(" ");
    const before = this.#seen.get(lease.name);
    if (before?.sign === sign) return now - before.since;
    if (before !== undefined) this.#alive.add(lease.token);
    this.#seen.set(lease.name, { sign, since: now });
    return 0;
  }

  /** Whether its holder has shown a sign of life since the first look. */
  isAlive({ token }: Lease): boolean {
    return this.#alive.has(token);
  }
}
