/** What runs hold, which tools that do not know runs show as plain maintenance, bans and stopped resources. */
import { type Hold, type RunHold, readRunHolds } from "../../cib/run-hold.ts";
import { hasEnded, type RunRecord } from "../../cib/run-record.ts";
import { formatMoment } from "../../cib/value/date.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import type { DocumentOf } from "../document-type.ts";
import type { heldSchema } from "./schema.ts";

export type Held = DocumentOf<typeof heldSchema>;

/** @param now epoch seconds */
export function heldIn(cib: Element, now: number): Held[] {
  return readRunHolds(cib, now).map(heldOf);
}

/** Of a resource, of what is in it or around it. */
export function heldAbout(cib: Element, now: number, rsc: ReadonlyResource): Held[] {
  const about = namesAbout(rsc);
  return heldIn(cib, now).filter(({ holds }) => holds.some(({ resource }) => about.has(resource)));
}

/** The resource, what is in it and what it is in, as the model has them and as the configuration does. */
export function namesAbout(rsc: ReadonlyResource): ReadonlySet<string> {
  const around = (r: ReadonlyResource | undefined): string[] =>
    r === undefined ? [] : [...names(r), ...around(r.parent)];
  const inside = (r: ReadonlyResource): string[] => [...names(r), ...r.children.flatMap(inside)];
  return new Set([...around(rsc), ...inside(rsc)]);
}

const names = ({ id, xml }: ReadonlyResource): string[] => [id, xml.attributes.get("id") ?? id];

/** @returns what a run holds as documents say it */
export function heldOf({ run, record, holds }: RunHold): Held {
  const live = record === undefined || hasEnded(record) ? undefined : record;
  const ends =
    live === undefined ? holds.flatMap(removalOf) : ["resume", "undo"].map((verb) => `holdfast run ${verb} ${live.id}`);
  const reason = live === undefined ? null : (reasonOf(live) ?? null);
  const by = live === undefined ? leftText(run, record) : liveText(live, reason);
  return {
    run: run ?? null,
    state: live === undefined ? "left" : stateOf(live),
    since: record?.since ?? null,
    reason,
    holds: holds.map(({ kind, resource, node, promoted, until, id }) => ({
      kind,
      resource,
      node: node ?? null,
      promoted,
      until: until ?? null,
      id,
    })),
    ends,
    text: `${holdsText(holds)}: ${by}; ${endText(live, ends, holds)}`,
  };
}

const reasonOf = ({ state, reason, step }: RunRecord): string | undefined => (state === "paused" ? reason : step?.text);

const stateOf = ({ state }: RunRecord): Held["state"] =>
  state === "paused" || state === "planned" ? state : "running";

/** Of what no run will take away. A stop has an end of its own. */
function removalOf({ kind, resource, id }: Hold): string[] {
  switch (kind) {
    case "maintenance":
      return [`holdfast maintenance end ${resource}`];
    case "ban":
      return [`holdfast constraint remove ${id}`];
    case "stop":
      return [];
  }
}

/** What is held in the same way is named together: "c, vip in maintenance". */
function holdsText(holds: readonly Hold[]): string {
  const groups = new Map<string, string[]>();
  for (const hold of holds) groups.set(howText(hold), [...(groups.get(howText(hold)) ?? []), hold.resource]);
  return [...groups].map(([how, resources]) => `${resources.join(", ")} ${how}`).join(", ");
}

function howText({ kind, node, promoted, until }: Hold): string {
  const end = until === undefined ? "" : ` until ${formatMoment(until)} at the latest`;
  switch (kind) {
    case "maintenance":
      return `in maintenance${end}`;
    case "ban":
      return `banned from ${promoted ? "promotion on " : ""}${node ?? "nodes"}${end}`;
    case "stop":
      return `stopped${end}`;
  }
}

function liveText({ id, state, since }: RunRecord, reason: string | null): string {
  const said = reason === null ? state : `${state}: ${reason}`;
  return `held by run ${id} (${said}) since ${formatMoment(since)}`;
}

function leftText(run: string | undefined, record: RunRecord | undefined): string {
  const which = run === undefined ? "a rolling edit" : `run ${run}`;
  if (record === undefined) return `left by ${which}, which the journal does not have any more`;
  return `left by ${which}, which is over (${record.state}${record.reason === undefined ? "" : `: ${record.reason}`})`;
}

function endText(live: RunRecord | undefined, ends: readonly string[], holds: readonly Hold[]): string {
  if (live?.state === "paused") return ends.join(", or ");
  if (live !== undefined) return `the run ends it, or if its process is gone: ${ends.join(", or ")}`;
  const rough = holds.some(({ kind }) => kind === "maintenance");
  const warning = rough ? " (with --dry-run first: its replicas may restart together)" : "";
  return ends.length === 0 ? "it ends by itself" : `remove it: ${ends.join(" and ")}${warning}`;
}
