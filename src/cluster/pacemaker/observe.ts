/**
 * What happened between two readings of a live CIB, as the events of the port: nodes, quorum, DC, attributes,
 * operations. Readings show less than a journal would: an operation that began and ended between two of them is one event,
 * and a monitor that found the same result again is none.
 */

import { configurationVersion, recordedAuthor } from "../../cib/change-record.ts";
import type { RecordedOperation } from "../../cib/history.ts";
import { isOwnRecord } from "../../cib/own-records.ts";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import { type NodeState, readStatus } from "../../cib/status.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { descend, type Element, elements, get } from "../../cib/xml/tree.ts";
import type { ClusterEventBody, NodeCondition } from "../../report/events/event.ts";
import { dcOf, quorumOf } from "./identity.ts";

/** The events between two readings, in the order of the list above. */
export function observe(before: Element, after: Element): ClusterEventBody[] {
  return [
    ...configurationEvents(before, after),
    ...clusterEvents(before, after),
    ...nodeEvents(names(before, after), readStatus(before).nodes, readStatus(after).nodes),
  ];
}

/** As the CIB has it: `root by cibadmin on controller-0`. */
export function writerOf(cib: Element): string {
  const [user, client, origin] = ["update-user", "update-client", "update-origin"].map((name) => get(cib, name));
  return `${user ?? "an unknown user"}${client === undefined ? "" : ` with ${client}`}${origin === undefined ? "" : ` on ${origin}`}`;
}

function configurationEvents(before: Element, after: Element): ClusterEventBody[] {
  const version = configurationVersion(after);
  if (version === configurationVersion(before)) return [];
  const author = recordedAuthor(after) ?? { who: writerOf(after), why: summary(before, after) };
  return [{ kind: "configuration", version, ...author }];
}

const MOST_NAMED = 4;

/** `changes ip-10.0.0.1, removes old`. Nodes go by their names, and the record of a change is none. */
export function summary(before: Element, after: Element): string {
  const nodes = names(before, after);
  const found = new Set<string>();
  for (const change of diffConfiguration(before, after).changes) {
    const steps = [...change.path.matchAll(/([\w-]+)\[@id='([^']*)'\]/g)];
    const ids = steps.map(([, name, id = ""]) => (name === "node" ? (nodes.get(id) ?? id) : id));
    const made = change.operation === "create" && change.node.kind === "element" ? change.node : undefined;
    if (isOwnRecord(ids[0] ?? "") || (made !== undefined && isRecord(made))) continue;
    if (change.operation === "create" && ids.length === 0)
      found.add(`adds ${made === undefined ? "a comment" : (get(made, "uname") ?? get(made, "id") ?? made.name)}`);
    else
      found.add(
        `${change.operation === "delete" && ids.length === 1 ? "removes" : "changes"} ${ids[0] ?? change.path.split("/").at(-1)}`,
      );
  }
  const list = [...found];
  if (list.length === 0) return "nothing but the version";
  return list.length <= MOST_NAMED
    ? list.join(", ")
    : `${list.slice(0, MOST_NAMED).join(", ")} and ${list.length - MOST_NAMED} more`;
}

/** A record, or the section that was made for it. */
function isRecord(made: Element): boolean {
  const records = made.name === "acls" ? elements(made) : [made];
  return records.length > 0 && records.every((e) => isOwnRecord(get(e, "id") ?? ""));
}

function clusterEvents(before: Element, after: Element): ClusterEventBody[] {
  const events: ClusterEventBody[] = [];
  const [dcBefore, dcAfter] = [dcOf(before), dcOf(after)];
  if (dcBefore !== dcAfter) events.push({ kind: "dc", before: dcBefore, after: dcAfter });
  const [had, has] = [quorumOf(before) ?? true, quorumOf(after) ?? true];
  if (had !== has) {
    const members = readStatus(after).nodes.filter((n) => !n.isRemote);
    const online = members.filter((n) => conditionOf(n) === "online").length;
    events.push({ kind: "quorum", before: had, after: has, online, of: members.length });
  }
  return events;
}

/** Names by id, since a node's status may lack its name. */
function names(...cibs: readonly Element[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const cib of cibs) {
    const nodes = descend(cib, "configuration", "nodes");
    for (const node of nodes === undefined ? [] : elements(nodes, "node"))
      found.set(get(node, "id") ?? "", get(node, "uname") ?? "");
  }
  return found;
}

/** Pacemaker 2.1.7 and later write since when, in epoch seconds; 0 is never. */
function isSet(text: string | undefined): boolean {
  if (text === undefined) return false;
  return parseBoolean(text) ?? Number(text) > 0;
}

function conditionOf(node: NodeState): NodeCondition {
  if (isSet(node.inCcm)) {
    const controller = node.crmd === "online" || Number(node.crmd) > 0;
    return controller && node.join === "member" ? "online" : controller ? "offline" : "left";
  }
  return node.expected === "member" ? "unclean" : "offline";
}

function nodeEvents(
  names: ReadonlyMap<string, string>,
  before: readonly NodeState[],
  after: readonly NodeState[],
): ClusterEventBody[] {
  const old = new Map(before.map((n) => [n.id, n]));
  return after.flatMap((node) => {
    const was = old.get(node.id);
    const name = node.name ?? names.get(node.id) ?? node.id;
    return [
      ...conditionEvents(name, was, node, before, after),
      ...attributeEvents(name, was?.attributes ?? new Map(), node.attributes),
      ...operationEvents(name, was, node),
    ];
  });
}

function conditionEvents(
  name: string,
  was: NodeState | undefined,
  node: NodeState,
  before: readonly NodeState[],
  after: readonly NodeState[],
): ClusterEventBody[] {
  if (node.isRemote) {
    const [up, wasUp] = [isSet(node.inCcm), was !== undefined && isSet(was.inCcm)];
    return up === wasUp
      ? []
      : [{ kind: "guest", node: name, host: hostOf(name, up ? after : before), up, lost: false }];
  }
  const [earlier, condition] = [was === undefined ? "offline" : conditionOf(was), conditionOf(node)];
  return earlier === condition ? [] : [{ kind: "node", node: name, before: earlier, after: condition }];
}

/** The host of a guest: the node on whose history its connection last ran. */
function hostOf(guest: string, nodes: readonly NodeState[]): string {
  const host = nodes.find(({ history }) => {
    const entries = history.find((h) => h.id === guest)?.entries ?? [];
    const last = entries.reduce(
      (a: RecordedOperation | undefined, b) => (a === undefined || b.callId > a.callId ? b : a),
      undefined,
    );
    return last !== undefined && last.rc === 0 && last.task !== "stop";
  });
  return host?.name ?? "an unknown host";
}

function attributeEvents(
  node: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ClusterEventBody[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => ({ kind: "attribute", node, name, before: before.get(name), after: after.get(name) }));
}

interface Entry {
  readonly rsc: string;
  readonly entry: RecordedOperation;
}

/** By what makes a result a new one. A failure is kept twice, under its own id and as the last failure. */
function entriesOf(node: NodeState | undefined): Map<string, Entry> {
  const found = new Map<string, Entry>();
  for (const { id: rsc, entries } of node?.history ?? []) {
    for (const entry of entries)
      found.set(`${rsc} ${entry.key} ${entry.callId} ${entry.rc} ${entry.opStatus} ${entry.lastChange ?? ""}`, {
        rsc,
        entry,
      });
  }
  return found;
}

function operationEvents(node: string, was: NodeState | undefined, now: NodeState): ClusterEventBody[] {
  const old = entriesOf(was);
  return [...entriesOf(now)]
    .filter(([key]) => !old.has(key))
    .map(([, found]) => found)
    .sort((a, b) => (a.entry.lastChange ?? 0) - (b.entry.lastChange ?? 0) || a.entry.callId - b.entry.callId)
    .map((found) => operationEvent(node, found));
}

function operationEvent(node: string, { rsc, entry }: Entry): ClusterEventBody {
  const { task, intervalMs, rc, opStatus } = entry;
  if (opStatus < 0) return { kind: "begun", rsc, node, task, intervalMs };
  return {
    kind: "operation",
    rsc,
    node,
    task,
    intervalMs,
    rc,
    expected: entry.magic?.key.targetRc ?? 0,
    status: opStatus,
    reason: entry.exitReason ?? "",
    durationMs: entry.execMs ?? 0,
  };
}

export interface PastEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly event: ClusterEventBody;
}

/** The past that the histories in one CIB still hold, oldest first: the last result of each operation on each node. */
export function pastOperations(cib: Element): PastEvent[] {
  const known = names(cib);
  return readStatus(cib)
    .nodes.flatMap((node) =>
      [...entriesOf(node).values()]
        .filter(({ entry }) => entry.opStatus >= 0 && entry.lastChange !== undefined && entry.lastChange > 0)
        .map((found) => ({
          at: (found.entry.lastChange ?? 0) * 1000,
          event: operationEvent(node.name ?? known.get(node.id) ?? node.id, found),
        })),
    )
    .sort((a, b) => a.at - b.at);
}
