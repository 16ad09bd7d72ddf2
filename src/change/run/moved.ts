/**
 * What others have changed while a run was under way: every configuration is compared with the one before, or with the
 * one that a commit of the run itself was to lead to. What the run does not touch may change as it likes.
 */
import { type Cover, coversNothing, sharedBy } from "../../cib/lease.ts";
import { compareToPartial, type Version } from "../../cib/patch/version.ts";
import { child, type Element, replaceChild } from "../../cib/xml/tree.ts";
import type { Snapshot } from "../../cluster/port.ts";
import { touchedBy } from "../lease/touched.ts";

export class Moved {
  /** What it may be: the last one seen, and those of commits whose answer has not been seen yet. */
  #last: Snapshot | undefined;
  #wanted: readonly Element[] = [];
  readonly #found = new Set<string>();

  /** A commit of the run itself is on its way. */
  expect(desired: Element): void {
    this.#wanted = [...this.#wanted, desired];
  }

  /** What of that which the run touches has ever been changed. */
  by(snapshot: Snapshot, covers: Cover): string[] {
    const last = this.#last;
    const expected = last === undefined ? [] : [last.cib, ...this.#wanted];
    this.#last = snapshot;
    this.#wanted = [];
    if (last === undefined || isSame(last.version, snapshot.version)) return [...this.#found];
    const changes = expected.map((cib) => touchedBy({ ...snapshot, cib }, withConfigurationOf(snapshot.cib, cib)));
    if (!changes.some(coversNothing)) {
      const [least] = changes.map((touched) => sharedBy(touched, covers)).sort((a, b) => a.length - b.length);
      for (const what of least ?? []) this.#found.add(what);
    }
    return [...this.#found];
  }
}

const isSame = (a: Version, { adminEpoch, epoch }: Version): boolean =>
  compareToPartial(a, { adminEpoch, epoch }) === 0;

/** The configuration as it is now, with the status of then: only the change of the configuration is judged. */
function withConfigurationOf(now: Element, then: Element): Element {
  const [by, old] = [child(now, "configuration"), child(then, "configuration")];
  return by === undefined || old === undefined ? then : replaceChild(then, old, by);
}
