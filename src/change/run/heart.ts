/** Keeps a lease alive, and says when this process has been too late with that: it then writes nothing any more. */

import { HoldfastError, ifFails } from "../../cluster/error.ts";
import type { Heartbeats } from "../../cluster/port.ts";
import { heartbeat, heartbeatName } from "../lease/hold/silence.ts";
import type { Pace } from "../pace.ts";
import { BEAT, MARGIN, RUN_TTL } from "./limits.ts";

interface Held {
  readonly lease: string;
  readonly token: string;
  readonly pace: Pace;
}

export class Heart {
  readonly #heartbeats: Heartbeats | undefined;
  readonly #held: Held;
  #count = 0;
  /** When the last one that arrived was sent. */
  #last: number;
  #next: number;

  constructor(heartbeats: Heartbeats | undefined, held: Held) {
    this.#heartbeats = heartbeats;
    this.#held = held;
    this.#last = held.pace.now();
    this.#next = this.#last;
  }

  /** Beats when it is time to. One that does not arrive is tried again with the next look. */
  async beat(): Promise<void> {
    this.refuseLate();
    const { lease, token, pace } = this.#held;
    const sent = pace.now();
    if (sent < this.#next) return;
    const arrived = await this.#heartbeats
      ?.beat(heartbeatName(lease), heartbeat(token, ++this.#count))
      .then(() => true)
      .catch(ifFails(false));
    if (arrived !== true) return;
    this.#last = sent;
    this.#next = sent + BEAT;
  }

  /** Throws `leased` when others may have taken the lease for a dead one's. */
  refuseLate(): void {
    const silent = this.#held.pace.now() - this.#last;
    if (silent > RUN_TTL * 1000 - MARGIN)
      throw new HoldfastError(
        "leased",
        `the lease ${this.#held.token} could not be renewed for ${Math.round(silent / 1000)} s, so others may have it`,
        { hint: `holdfast run resume ${this.#held.lease}` },
      );
  }
}
