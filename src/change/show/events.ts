/** The use case of looking at events: those of a time, and of the nodes and resources that one asks about. */

import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { missing } from "../../cluster/missing.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import { concerned } from "../../report/events/concerns.ts";
import { type ClusterEvent, type EventDocument, eventDocument } from "../../report/events/event.ts";
import { findNode, findResource } from "../../scheduler/model/lookup.ts";
import { primitivesOf } from "../../scheduler/model/roles.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { namesIn } from "./names.ts";

/** A moment in epoch milliseconds; or so many milliseconds before now, by the cluster's own time. */
export type When = { readonly at: number } | { readonly ago: number };

export interface EventsRequest {
  /** Continue with new events until the signal aborts. */
  readonly follow: boolean;
  /** Only events after this number. Without it and `since`, `follow` gives new events alone. */
  readonly after?: number | undefined;
  readonly since?: When | undefined;
  readonly until?: When | undefined;
  /** Only of these nodes and resources: with several, of any of the nodes and any of the resources. */
  readonly names: readonly string[];
}

/** Rejects with `unsupported` for a file, and with `missing` for a name that neither the cluster nor its past knows. */
export async function* showEvents(
  cluster: Cluster,
  { follow, after, since, until, names }: EventsRequest,
  signal: AbortSignal | undefined,
): AsyncIterable<EventDocument> {
  if ((await cluster.identity()).kind === "file")
    throw new HoldfastError("unsupported", "a file has no events: nothing happens in it", {
      hint: "what its history has: holdfast status",
    });
  const snapshot = await cluster.read();
  const moment = (when: When): number => ("at" in when ? when.at : snapshot.at - when.ago);
  const [first, last] = [
    since === undefined ? Number.NEGATIVE_INFINITY : moment(since),
    until === undefined ? Number.POSITIVE_INFINITY : moment(until),
  ];
  const { wanted, unknown } = filterOf(snapshot, names);
  let found = false;
  const from = after ?? (follow && since === undefined ? undefined : 0);
  const options = {
    follow,
    ...(signal === undefined ? {} : { signal }),
    ...(from === undefined ? {} : { after: from }),
  };
  for await (const event of cluster.events(options)) {
    if (event.at < first || event.at > last || !wanted(event)) continue;
    found = true;
    yield eventDocument(event);
  }
  if (!found && unknown !== undefined && !follow) throw unknown;
}

interface Filter {
  readonly wanted: (event: ClusterEvent) => boolean;
  /** Of a name that the cluster does not have now, though its past may. */
  readonly unknown: HoldfastError | undefined;
}

function filterOf(snapshot: Snapshot, names: readonly string[]): Filter {
  if (names.length === 0) return { wanted: () => true, unknown: undefined };
  const { model } = readingOf(snapshot);
  const [nodes, resources] = [new Set<string>(), new Set<string>()];
  let unknown: HoldfastError | undefined;
  for (const name of names) {
    const node = findNode(model, name);
    if (node !== undefined && node.kind !== "guest") {
      nodes.add(node.name);
      continue;
    }
    resources.add(name);
    const rsc = findResource(model, name);
    for (const { id } of rsc === undefined ? [] : primitivesOf(rsc)) resources.add(id).add(withoutInstanceNumber(id));
    if (rsc !== undefined || node !== undefined) continue;
    unknown ??= missing(`there is no resource or node "${name}", and no event of one`, name, namesIn(model));
  }
  const touches = (set: ReadonlySet<string>, about: readonly string[]): boolean =>
    set.size === 0 || about.some((name) => set.has(name));
  return {
    wanted: ({ event }) => {
      const about = concerned(event);
      return touches(nodes, about) && touches(resources, about);
    },
    unknown,
  };
}
