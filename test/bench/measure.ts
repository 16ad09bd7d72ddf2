/** Our side of the comparison. CPU time, as crm_simulate reports it: a busy machine stretches it less than wall time. */
import type { Element } from "../../src/cib/tree.ts";
import { schedule } from "../../src/scheduler/schedule.ts";

/** The moment every benchmark schedules at. */
export const NOW = 1_600_000_000;

/** Milliseconds of CPU that `work` takes, the garbage collector's threads included. */
export function cpuMs(work: () => void): number {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

/**
 * Milliseconds of CPU for one run of the scheduler on a CIB never seen before: on a copy, as crm_simulate --profile copies
 * its input for every run. On the very same elements a second run would find what the first one kept with them.
 */
export function scheduleMs(root: Element): number {
  return cpuMs(() => void schedule(copyOf(root), { now: NOW }));
}

/** The same, once more on elements that were scheduled before, as in a what-if or in a cluster that runs. */
export function rescheduleMs(root: Element): number {
  return cpuMs(() => void schedule(root, { now: NOW }));
}

function copyOf(e: Element): Element {
  return { ...e, children: e.children.map((c) => (c.kind === "element" ? copyOf(c) : c)) };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
