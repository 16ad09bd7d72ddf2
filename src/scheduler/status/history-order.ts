/**
 * The age of history entries. The status section lists a resource's operations in no useful order; what the resource
 * is now follows from taking them oldest first.
 * Behaviour: docs/pacemaker/history.md#order-of-entries, docs/pacemaker/history.md#the-active-span.
 */
import { parseTransitionMagic } from "../../cib/operation.ts";
import { type Element, elements, get } from "../../cib/xml/tree.ts";
import { lastChange } from "../model/history-entry.ts";
import { leadingInteger } from "../model/integer.ts";
import { mergeSort } from "../model/merge-sort.ts";

/**
 * Negative when `a` is older than `b`, positive when it is newer, 0 when their order is unknown.
 * On one node the executor's call ids count up, except that a pending operation has none (−1); the transition that
 * asked for it then shows its age.
 */
export function compareAge(a: Element, b: Element): number {
  const nodeA = get(a, "on_node") ?? "";
  const nodeB = get(b, "on_node") ?? "";
  const sameNode = nodeA === nodeB || nodeA.toLowerCase() === nodeB.toLowerCase();
  if (sameNode && get(a, "id") === get(b, "id")) return 0;
  const callA = leadingInteger(get(a, "call-id")) ?? -1;
  const callB = leadingInteger(get(b, "call-id")) ?? -1;
  if (callA === -1 && callB === -1) return 0;
  if (sameNode && callA >= 0 && callA < callB) return -1;
  if (sameNode && callB >= 0 && callA > callB) return 1;
  if (callA >= 0 && callB >= 0) return compareChange(lastChange(a) ?? -1, lastChange(b) ?? -1);
  return compareTransitions(a, b, callA, callB);
}

function compareChange(a: number, b: number): number {
  if (a >= 0 && a < b) return -1;
  if (b >= 0 && a > b) return 1;
  return 0;
}

/** For when one of the two is pending. */
function compareTransitions(a: Element, b: Element, callA: number, callB: number): number {
  const magicA = parseTransitionMagic(get(a, "transition-magic") ?? "");
  const magicB = parseTransitionMagic(get(b, "transition-magic") ?? "");
  if (magicA === undefined || magicB === undefined) return 0;
  const idA = magicA.key.transitionId;
  const idB = magicB.key.transitionId;
  if (magicA.key.uuid.toLowerCase() !== magicB.key.uuid.toLowerCase() || idA === idB) {
    // Operations in flight do not survive a change of DC, so what is in flight is the newest.
    return callB === -1 ? -1 : callA === -1 ? 1 : 0;
  }
  // Transition −1 stands for a shutdown, which comes last.
  if ((idA >= 0 && idA < idB) || idB === -1) return -1;
  return (idB >= 0 && idA > idB) || idA === -1 ? 1 : 0;
}

/** A resource's entries on a node, oldest first; entries of unknown relative age in reverse document order. */
export function sortedByAge(lrmResource: Element): Element[] {
  const entries = elements(lrmResource, "lrm_rsc_op").reverse();
  // Age is not a total order (an entry may compare as equal both to an older and to a newer one).
  mergeSort(entries, compareAge);
  return entries;
}

/** Positions, in entries sorted by age, of the last start and the last successful stop; −1 without one. */
export interface ActiveSpan {
  readonly start: number;
  readonly stop: number;
}

/**
 * A start that was not recorded is inferred from a promotion or demotion, else from the first monitor after the last
 * stop that found it running.
 */
export function activeSpan(sorted: readonly Element[]): ActiveSpan {
  let start = -1;
  let stop = -1;
  let byMonitor = -1;
  let byRole = -1;
  sorted.forEach((entry, position) => {
    const task = get(entry, "operation")?.toLowerCase();
    if (task === "stop" && get(entry, "op-status") === "0") {
      stop = position;
    } else if (task === "start" || task === "migrate_from") {
      start = position;
    } else if (byMonitor <= stop && task === "monitor") {
      const rc = get(entry, "rc-code");
      if (rc === "0" || rc === "8") byMonitor = position;
    } else if (task === "promote" || task === "demote") {
      byRole = position;
    }
  });
  if (start === -1) start = byRole !== -1 ? byRole : byMonitor;
  return { start, stop };
}
