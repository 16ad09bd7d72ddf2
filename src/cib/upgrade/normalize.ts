/**
 * Brings a CIB of any accepted schema version to the form of pacemaker-4.0, the only one the scheduler reads: what
 * `cibadmin --upgrade` of Pacemaker 3 does. A CIB with `validate-with="none"`, or of that version or a newer one, is
 * left as it is. Compared with crm_simulate 3.0.3 (--save-input) on the conformance cases.
 * Behaviour: docs/pacemaker/input.md#bringing-old-schemas-up-to-date.
 */

import { type Element, get } from "../xml/tree.ts";
import { upgradeFrom2 } from "./from-2.ts";
import { upgradeFrom3 } from "./from-3.ts";

/**
 * Unchanged parts are shared with `root`; a CIB that needs nothing is returned itself.
 *
 * @param pairsInOrder as Pacemaker 3 does it; before, a CIB of schema 3 stayed as it was
 */
export function normalizeCib(root: Element, { pairsInOrder = true } = {}): Element {
  const major = majorNamed(get(root, "validate-with"));
  return major === undefined ? root : upgradeFrom(root, major, pairsInOrder);
}

/** As {@link normalizeCib}, whatever schema the document names. */
export function upgradeFrom(root: Element, major: number, pairsInOrder = true): Element {
  if (major >= 4) return root;
  return upgradeFrom3(major < 3 ? upgradeFrom2(root) : root, pairsInOrder);
}

/** Version 3 where none is named; undefined for "none" and for names that are no version. */
function majorNamed(name: string | undefined): number | undefined {
  if (name === undefined) return 3;
  const match = /^pacemaker-(\d+)\.(\d+)$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}
