/** The use cases of ticket: which there are, and the change of one with what follows from it. */
import { type TicketRequest, withTicket } from "../cib/tickets.ts";
import { HoldfastError } from "../cluster/error.ts";
import { missing } from "../cluster/missing.ts";
import type { Cluster, Snapshot } from "../cluster/port.ts";
import type { Changes } from "../report/changes/document.ts";
import { changesOf } from "../report/changes/trace.ts";
import type { TicketChanged, Tickets } from "../report/ticket/document.ts";
import { listTickets } from "../report/ticket/read.ts";
import { UndecidableError } from "../scheduler/model/undecidable.ts";
import { readingOf } from "../scheduler/reading.ts";

export async function showTickets(cluster: Cluster): Promise<Tickets> {
  return listTickets((await cluster.read()).cib);
}

/** What a change would do. Rejects with `missing` for a ticket that nothing names. */
export async function planTicket(cluster: Cluster, change: TicketRequest): Promise<TicketChanged> {
  const snapshot = await cluster.read();
  const names = listTickets(snapshot.cib).tickets.map(({ id }) => id);
  if (!names.includes(change.ticket))
    throw missing(
      `there is no ticket "${change.ticket}"`,
      change.ticket,
      names,
      "make a constraint that needs it first",
    );
  const cib = withTicket(snapshot.cib, change, Math.floor(snapshot.at / 1000));
  const before = new Set(listed(actionsOf(snapshot)));
  const isNew = (action: object): boolean => !before.has(JSON.stringify(action));
  const { nodes, resources } = actionsOf({ ...snapshot, cib });
  return {
    document: "ticket-change",
    version: 1,
    ...change,
    dryRun: true,
    changed: cib !== snapshot.cib,
    nodes: nodes.filter(isNew),
    resources: resources.filter(isNew),
  };
}

/** Rejects with `unsupported` or `disconnected` where the cluster takes no tickets. */
export async function changeTicket(cluster: Cluster, planned: TicketChanged, who: string): Promise<TicketChanged> {
  if (!planned.changed) return { ...planned, dryRun: false };
  if (cluster.changeTicket === undefined)
    throw new HoldfastError("disconnected", "no engine runs there, so that its tickets cannot change", {
      hint: "start it with: holdfast up",
    });
  await cluster.changeTicket({ ticket: planned.ticket, verb: planned.verb }, who);
  return { ...planned, dryRun: false };
}

function actionsOf(snapshot: Snapshot): Changes {
  const { planned } = readingOf(snapshot);
  return planned instanceof UndecidableError ? { nodes: [], resources: [] } : changesOf(planned.model);
}

const listed = ({ nodes, resources }: Changes): string[] => [...nodes, ...resources].map((a) => JSON.stringify(a));
