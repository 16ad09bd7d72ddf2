/**
 * When a simulated service that was started is in step with its others again: a joiner takes its time, as long as a rehearsal
 * says, and one that is ill stays so though its monitors find nothing.
 */
import { type Process, processesOf, type WorldState } from "./world-state.ts";

/** Milliseconds from the end of its start, or of its promotion where it serves only then. */
const CATCH_UP: ReadonlyMap<string, number> = new Map([
  ["ocf:heartbeat:galera", 4000],
  ["ocf:heartbeat:rabbitmq-cluster", 2000],
  ["ocf:heartbeat:redis", 1000],
  ["ocf:ovn:ovndb-servers", 500],
  ["ocf:linbit:drbd", 3000],
  ["ocf:heartbeat:pgsqlms", 2000],
  ["ocf:heartbeat:pgsql", 2000],
  ["ocf:heartbeat:SAPHana", 10_000],
  ["ocf:suse:SAPHana", 10_000],
  ["ocf:suse:SAPHanaController", 10_000],
  ["ocf:mssql:ag", 1000],
]);

/** Called when a start or a promotion has ended. The first instance has no one to catch up with. */
export function noteJoin(world: WorldState, process: Process, task: string, now: number): void {
  const joins = process.agent.endsWith(":galera") ? task === "promote" : task === "start";
  if (!joins) return;
  const alone = processesOf(world, process.rsc).every((other) => other === process);
  const chosen = world.joinTimes[process.rsc];
  process.inStepAt = now + (chosen ?? (alone ? 0 : (CATCH_UP.get(process.agent) ?? 0)));
}

/** A world saved by an older release does not say when a process joined: it has long been in step. */
export const isInStep = (process: Process, now: number): boolean => now >= (process.inStepAt ?? 0);

export const illnessKey = (rsc: string, host: string | undefined): string =>
  host === undefined ? rsc : `${rsc}@${host}`;

export const isIll = (world: WorldState, { rsc, host }: Process): boolean =>
  world.ill.includes(illnessKey(rsc, undefined)) || world.ill.includes(illnessKey(rsc, host));
