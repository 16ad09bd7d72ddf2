/**
 * How long it takes until the monitors have looked. A service that dies is noticed by its next monitor, and a monitor
 * that finds what it found before leaves no trace in the CIB: so once its interval and its timeout have passed since a
 * moment, without a failure, the service was well after that moment.
 */
import { primitivesOf } from "../../scheduler/model/roles.ts";
import { decisionOf, type Reading } from "../../scheduler/reading.ts";

/**
 * Milliseconds within which each monitor of these resources ends at least once. The scheduler knows them: those that go
 * on are actions of its run that need not be done.
 */
export function longestLook(reading: Reading, resources: readonly { readonly id: string }[]): number {
  const { resourcesById } = decisionOf(reading).model;
  const all = resources.flatMap(({ id }) => resourcesById.get(id) ?? []).flatMap(primitivesOf);
  const monitors = all.flatMap((p) => p.actions).filter((a) => a.task === "monitor" && a.intervalMs > 0);
  return Math.max(0, ...monitors.map((a) => a.intervalMs + Number(a.meta.get("timeout") ?? 0)));
}
