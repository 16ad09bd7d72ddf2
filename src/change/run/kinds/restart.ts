/**
 * A rolling restart: one replica after the other by a ban of its node, which goes when the replica has stopped, the promoted
 * ones last, once another is promoted in their place. What has but one instance, and a group, is stopped and started where it
 * is. Each ban has an expiry of its own.
 */

import { type RunRecord, traceOf, withoutTraces } from "../../../cib/run-record.ts";
import { indexById } from "../../../cib/value/element-index.ts";
import { type Element, idOf, walk } from "../../../cib/xml/tree.ts";
import { HoldfastError } from "../../../cluster/error.ts";
import { findResource } from "../../../scheduler/model/lookup.ts";
import { topOf } from "../../../scheduler/model/resource.ts";
import { namedResource } from "../../verbs/find-resource.ts";
import { checkNode, placedAs, withBan } from "../../verbs/location.ts";
import { whereaboutsIn } from "../../verbs/place.ts";
import { withTimedStop } from "../../verbs/restart.ts";
import {
  type Begun,
  type Next,
  plannedUntil,
  type RunKind,
  type RunLook,
  runId,
  type StepTiming,
} from "../kind/kind.ts";
import { away, findsPlace, isThere, leavingBan, leavingText } from "../kind/leaving.ts";
import { isFlagIn, optionalTextIn, optionalTextsIn, textIn } from "../kind/memory.ts";
import { outdatedOn } from "../kind/outdated.ts";
import type { ReplicaOnNode } from "../kind/replica-item.ts";

export const restartKind: RunKind = {
  name: "restart",

  begin(args, look, run): Begun {
    const [asked, node] = [textIn(args, "resource"), optionalTextIn(args, "node")];
    const { cib } = look.snapshot;
    const resource = placedAs(namedResource(cib, asked));
    const rsc = findResource(look.reading.model, resource);
    if (rsc === undefined) throw new HoldfastError("missing", `there is no resource "${resource}"`);
    if (node !== undefined) checkNode(cib, node);
    const until = plannedUntil(look);
    const nodes = byRole(look, resource, whereaboutsIn(look.reading, resource, false));
    if (nodes.length === 0)
      throw new HoldfastError("invalid", `${resource} runs nowhere`, { hint: `holdfast explain ${resource}` });
    if (node !== undefined && !nodes.includes(node))
      throw new HoldfastError("invalid", `${resource} does not run on ${node}`, {
        hint: `it runs on ${nodes.join(", ")}`,
      });
    const onlyOutdated = isFlagIn(args, "onlyOutdated");
    const outdated = onlyOutdated ? outdatedOn(look, resource) : undefined;
    if (rsc.kind !== "clone" && rsc.kind !== "bundle") {
      if (onlyOutdated)
        throw new HoldfastError("invalid", `${resource} has no replicas, of which some could be outdated`, {
          hint: "restart it without --only-outdated",
        });
      const memory = { resource };
      const edit = (before: Element): Element => stopped(before, resource, run, until);
      const item = { id: resource, text: `restart ${resource}`, edit };
      return { title: `restart ${resource}`, memory, services: [topOf(rsc).id], nodes: [], items: [item] };
    }
    const wanted = (node === undefined ? nodes : [node]).filter((n) => outdated?.has(n) ?? true);
    // Replicas are restarted by their nodes; without nodes the one item is the resource.
    const memory = { resource, nodes: wanted };
    return {
      title: `restart ${onlyOutdated ? "what is outdated of " : ""}${resource}${node === undefined ? ", one replica at a time" : ` on ${node}`}`,
      memory,
      services: [resource],
      nodes: [],
      items: wanted.map((n) => ({
        id: n,
        replicaOf: resource,
        text: `restart the replica on ${n}${roleFirst(look, { resource, node: n }, { run, until })}`,
        edit: (before) => banned(before, resource, n, run, until),
      })),
    };
  },

  next(record, look, timing): Next {
    const [resource, nodes] = [textIn(record.memory, "resource"), optionalTextsIn(record.memory, "nodes")];
    const { cib } = look.snapshot;
    if (findResource(look.reading.model, resource) === undefined)
      return { kind: "stuck", why: `${resource} is configured no more` };
    const running = whereaboutsIn(look.reading, resource, false);
    return nodes === undefined
      ? nextOfWhole(record, resource, running, cib, timing)
      : nextReplica(record, { resource, nodes }, running, look, timing);
  },
};

/** The next step of a restart where it is; the one item is the resource. */
export function nextOfWhole(
  record: RunRecord,
  resource: string,
  running: readonly string[],
  cib: Element,
  { until }: StepTiming,
): Next {
  const item = resource;
  if (walk(cib).some((e) => idOf(e).startsWith(traceOf(record.id))))
    return running.length > 0
      ? { kind: "wait", item, for: `the stop of ${resource}` }
      : {
          kind: "edit",
          item,
          text: `lets ${resource} start again`,
          begins: false,
          completes: true,
          edit: (before) => withoutTraces(before, record.id),
        };
  if (record.did.includes(item)) return { kind: "done" };
  return {
    kind: "edit",
    item,
    text: `stops ${resource}`,
    begins: true,
    edit: (before) => stopped(before, resource, record.id, until),
  };
}

/** The next step of a restart replica by replica; items are the nodes. */
export function nextReplica(
  record: RunRecord,
  { resource, nodes }: { readonly resource: string; readonly nodes: readonly string[] },
  running: readonly string[],
  look: RunLook,
  { until }: StepTiming,
): Next {
  const index = indexById(look.snapshot.cib);
  const begun = nodes.find((node) => index.has(banOf(record.id, { resource, node })));
  if (begun !== undefined)
    return running.includes(begun)
      ? { kind: "wait", item: begun, for: `the stop of ${resource} on ${begun}` }
      : {
          kind: "edit",
          item: begun,
          text: `lets ${resource} start again on ${begun}`,
          begins: false,
          completes: true,
          edit: (before) => withoutTraces(before, record.id),
        };
  // What does not run there any more has been stopped since, by whatever it was.
  const left = byRole(
    look,
    resource,
    nodes.filter((n) => !record.did.includes(n) && running.includes(n)),
  );
  const [node] = left;
  if (node === undefined) return { kind: "done" };
  return (
    nextOfRole(record.id, { resource, node }, look, until) ?? {
      kind: "edit",
      item: node,
      text: `stops ${resource} on ${node}`,
      begins: true,
      stops: [{ resource, node }],
      edit: (before) => banned(withoutTraces(before, record.id), resource, node, record.id, until),
    }
  );
}

/**
 * Of a replica whose role another can take: it is promoted elsewhere first, and has to be whole there, while this one still
 * runs. Undefined where there is nothing to do of that kind, or not any more.
 */
function nextOfRole(run: string, { resource, node }: ReplicaOnNode, look: RunLook, until: number): Next | undefined {
  const role = { resource, promoted: true };
  if (!isThere(look, role, node)) return undefined;
  if (indexById(look.snapshot.cib).has(leavingBan(run, role)))
    return { kind: "wait", item: node, for: `${resource} to be promoted in place of that on ${node}` };
  const departure = { node, run, until };
  if (!findsPlace(look, role, departure)) return undefined;
  return {
    kind: "edit",
    item: node,
    text: leavingText(role, node),
    begins: true,
    stops: [{ resource, node }],
    edit: away(look, role, departure),
  };
}

/** What a plan adds of a replica whose role another takes first; empty of others. */
export function roleFirst(
  look: RunLook,
  { resource, node }: ReplicaOnNode,
  timed: { readonly run: string; readonly until: number },
): string {
  const role = { resource, promoted: true };
  const first = isThere(look, role, node) && findsPlace(look, role, { node, ...timed });
  return first ? ", once another is promoted in its place" : "";
}

/** Of one resource: a run may restart replicas of several on the same node. */
const banOf = (run: string, { resource, node }: ReplicaOnNode): string => runId(run, `ban-${resource}-${node}`);

/** With the ban that has a replica stop. */
export function banned(cib: Element, resource: string, node: string, run: string, until: number): Element {
  return withBan(cib, { resource, node, promoted: false, until }, banOf(run, { resource, node }));
}

/** With the stop that has all of a resource stop. */
export const stopped = (cib: Element, resource: string, run: string, until: number): Element =>
  withTimedStop(cib, resource, until, (rsc) => runId(run, `stop-${rsc}`));

/** Those where it is promoted come last, unless it is promoted on all. */
export function byRole({ reading }: RunLook, resource: string, nodes: readonly string[]): string[] {
  const promoted = new Set(whereaboutsIn(reading, resource, true));
  return [...nodes.filter((n) => !promoted.has(n)), ...nodes.filter((n) => promoted.has(n))];
}
