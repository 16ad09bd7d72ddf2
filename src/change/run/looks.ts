/** Readings of the cluster, one for as long as nothing changes: the scheduler is not asked anew at each look. */
import { formatVersion } from "../../cib/patch/version.ts";
import type { Snapshot } from "../../cluster/port.ts";
import { readingOf } from "../../scheduler/reading.ts";
import type { RunLook } from "./kind/kind.ts";

/** Milliseconds after which time alone may have changed what the scheduler decides: a rule, a failure that expires. */
const STALE = 5000;

export class Looks {
  #last: RunLook | undefined;
  #at = 0;

  of(snapshot: Snapshot): RunLook {
    const last = this.#last;
    const same = last !== undefined && formatVersion(last.snapshot.version) === formatVersion(snapshot.version);
    if (same && snapshot.at - this.#at < STALE) return { ...last, snapshot };
    this.#last = { snapshot, reading: readingOf(snapshot) };
    this.#at = snapshot.at;
    return this.#last;
  }
}
