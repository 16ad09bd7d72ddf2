/** Our side of the comparison. CPU time, as crm_simulate reports it: a busy machine stretches it less than wall time. */
import type { Element } from "../../src/cib/xml/tree.ts";
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

/** Milliseconds of CPU for one run of the scheduler. */
export function scheduleMs(root: Element): number {
  return cpuMs(() => void schedule(root, { now: NOW }));
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
