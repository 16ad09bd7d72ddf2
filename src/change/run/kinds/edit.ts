/**
 * A change after which all replicas of a bundle or clone would restart together, made replica by replica. It is committed with
 * the resources in maintenance, so that nothing restarts; the history of each replica is read anew while it runs, so that the
 * cluster takes the new definition for the one that it was started with; the maintenance ends, and nothing restarts; then one
 * replica after the other is restarted, as a rolling restart does. Tried by hand on Pacemaker 2.1.5 first.
 *
 * While the cluster does not know the new definition yet, the end of the maintenance would restart all of them. So that stays
 * when the run pauses, under an id of its own, and the run cannot be undone in between: it has to be resumed.
 */
import { withoutInstanceNumber } from "../../../cib/instance-name.ts";
import { applyPatch } from "../../../cib/patch/patch.ts";
import { patchFromXml } from "../../../cib/patch/patch-xml.ts";
import { formatVersion } from "../../../cib/patch/version.ts";
import { editHolds, holdId } from "../../../cib/run-hold.ts";
import type { RunRecord } from "../../../cib/run-record.ts";
import { indexById } from "../../../cib/value/element-index.ts";
import { parseXml } from "../../../cib/xml/parse.ts";
import type { Element } from "../../../cib/xml/tree.ts";
import { HoldfastError } from "../../../cluster/error.ts";
import type { Cluster } from "../../../cluster/port.ts";
import type { Plan } from "../../../report/plan/document.ts";
import { kindOf } from "../../../scheduler/graph/header.ts";
import { findResource } from "../../../scheduler/model/lookup.ts";
import { topOf } from "../../../scheduler/model/resource.ts";
import { UndecidableError } from "../../../scheduler/model/undecidable.ts";
import { type Reading, readingOf } from "../../../scheduler/reading.ts";
import { planChange } from "../../plan/plan.ts";
import { whereaboutsIn } from "../../verbs/place.ts";
import { downIn, heldFor, withHold, withoutHold } from "../kind/hold.ts";
import { type Begun, type Next, plannedUntil, type RunKind, type RunLook } from "../kind/kind.ts";
import { optionalNumberIn, optionalTextsIn, textIn, unreadable } from "../kind/memory.ts";
import { replicaItem, replicaOfItem } from "../kind/replica-item.ts";
import { banned, byRole, nextReplica, roleFirst } from "./restart.ts";

export const editKind: RunKind = {
  name: "edit",

  begin(args, look, run): Begun {
    const { snapshot, reading } = look;
    const against = textIn(args, "against");
    if (formatVersion(snapshot.version).replace(/\.\d+$/, "") !== against)
      throw new HoldfastError("conflict", "the configuration changed after the plan was made", { hint: "plan again" });
    const patch = patchOf(textIn(args, "patch"));
    const desired = patch(snapshot.cib);
    const { plan, cib: changed } = planChange(snapshot, desired);
    const resources = changedThemselves(plan, reading);
    const [dependent] = plan.together;
    if (dependent === undefined)
      throw new HoldfastError("invalid", "no replicas would go down together", { hint: "apply it without --rolling" });
    if (resources.length === 0)
      throw new HoldfastError(
        "unsafe",
        `the replicas of ${dependent.resource} go down together for what they depend on, which has no replicas itself`,
        { hint: "apply it without --rolling" },
      );
    const holds = heldFor({ ...snapshot, cib: changed }, resources, plan);
    const held = (cib: Element): Element => holds.reduce(withHold, patch(cib));
    const until = plannedUntil(look);
    const replicas = resources.flatMap((resource) =>
      byRole(look, resource, whereaboutsIn(reading, resource, false)).map((node) => ({ resource, node })),
    );
    return {
      title: `change ${resources.join(", ")}, one replica at a time`,
      memory: { items: replicas.map(replicaItem), holds },
      services: resources,
      nodes: [],
      first: held,
      items: replicas.map((replica, i) => ({
        id: replicaItem(replica),
        replicaOf: replica.resource,
        text: `restart ${replica.resource} on ${replica.node} with its new definition${roleFirst(look, replica, { run, until })}`,
        edit: (cib) => (i === 0 ? held(cib) : banned(cib, replica.resource, replica.node, run, until)),
      })),
    };
  },

  next(record, look, timing): Next {
    const items = (optionalTextsIn(record.memory, "items") ?? []).map(replicaOfItem);
    const resources = [...new Set(items.map(({ resource }) => resource))];
    const { cib } = look.snapshot;
    const gone = resources.find((r) => findResource(look.reading.model, r) === undefined);
    if (gone !== undefined) return { kind: "stuck", why: `${gone} is configured no more` };
    const holds = holdsOf(record).filter((r) => findResource(look.reading.model, r) !== undefined);
    if (holds.some((r) => indexById(cib).has(holdId(r)))) return nextOfHeld(record, { resources, holds }, look);
    for (const resource of resources) {
      const nodes = items.flatMap((i) => (i.resource === resource ? [i.node] : []));
      const did = record.did.map(replicaOfItem).flatMap((i) => (i.resource === resource ? [i.node] : []));
      const running = whereaboutsIn(look.reading, resource, false);
      const next = nextReplica({ ...record, did }, { resource, nodes }, running, look, timing);
      if (next.kind === "done") continue;
      return "item" in next ? { ...next, item: replicaItem({ resource, node: next.item }) } : next;
    }
    return { kind: "done" };
  },

  resumed: (record) => ({ items: optionalTextsIn(record.memory, "items") ?? [], holds: holdsOf(record) }),

  undo(cib, record, { snapshot, force }) {
    const holds = holdsOf(record).filter((resource) => indexById(cib).has(holdId(resource)));
    const released = holds.reduce(withoutHold, cib);
    const [first] = holds.length === 0 || force ? [] : downIn(readingOf({ ...snapshot, cib: released }));
    if (first === undefined) return released;
    throw new HoldfastError("unsafe", `not undone: the replicas of ${topOf(first).id} would restart together`, {
      hint: `continue with holdfast run resume ${record.id}; to have them restart together: holdfast run undo ${record.id} --force --why TEXT`,
    });
  },
};

/** The item of the steps before replicas are restarted. */
const FIRST = "definition";

/** The replicas are in maintenance, and some may not be known with their new definition yet. */
function nextOfHeld(
  record: RunRecord,
  { resources, holds }: { readonly resources: readonly string[]; readonly holds: readonly string[] },
  { snapshot, reading }: RunLook,
): Next {
  const released = holds.reduce(withoutHold, snapshot.cib);
  const stale = staleIn(readingOf({ ...snapshot, cib: released }), resources);
  if (snapshot.settled === false || isAtWork(reading))
    return { kind: "wait", item: FIRST, for: `the cluster to look at ${resources.join(", ")}` };
  if (stale.length === 0)
    return {
      kind: "edit",
      item: FIRST,
      text: `ends the maintenance of ${holds.join(", ")}: nothing restarts`,
      begins: false,
      edit: (before) => holds.reduce(withoutHold, before),
    };
  const looks = optionalNumberIn(record.memory, "looks") ?? 0;
  const due = dueAt(looks, stale);
  if (due.length === 0)
    return { kind: "stuck", why: `${stale.map(({ rsc }) => rsc).join(", ")} would still restart with the others` };
  return {
    kind: "act",
    item: FIRST,
    text: `has the cluster look anew at ${due.map(({ rsc, node }) => `${rsc} on ${node}`).join(", ")}`,
    begins: false,
    memory: { items: optionalTextsIn(record.memory, "items") ?? [], holds, looks: looks + 1 },
    act: async (cluster: Cluster) => {
      for (const { rsc, node } of due) await cluster.cleanup({ rsc, node, failedOnly: false, who: record.who });
    },
  };
}

/**
 * The resources whose own definition would have several replicas restart. Others go down with those that they depend on, one
 * replica at a time when those restart so.
 */
function changedThemselves({ together, resources }: Plan, { model }: Reading): string[] {
  const own = new Set(
    resources.flatMap(({ resource, because }) => {
      const rsc = because.chain[0]?.code === "action-required-by" ? undefined : findResource(model, resource);
      return rsc === undefined ? [] : [topOf(rsc).id];
    }),
  );
  return together.map(({ resource }) => resource).filter((id) => own.has(id));
}

/** What is in maintenance meanwhile. */
function holdsOf(record: RunRecord): readonly string[] {
  const holds = editHolds(record);
  if (holds === undefined) throw unreadable("holds");
  return holds;
}

interface Stale {
  readonly rsc: string;
  readonly node: string;
  readonly isContainer: boolean;
}

/** How often the cluster is had to look before a person has to. */
const LOOKS = 3;

/**
 * What is looked at next. Of bundles the containers first: what runs in them goes down with them, whether it has changed or
 * not. A container may also go down for what changed inside another that it depends on, and stays in the list until that is
 * looked at.
 */
function dueAt(looks: number, stale: readonly Stale[]): readonly Stale[] {
  if (looks >= LOOKS) return [];
  const some = stale.filter(({ isContainer }) => isContainer === (looks === 0));
  return some.length === 0 || looks === LOOKS - 1 ? stale : some;
}

/**
 * What would go down were the maintenance to end now, by the name its history has and the node that has it. Connections and
 * addresses of bundles are best not looked at anew.
 */
function staleIn(reading: Reading, resources: readonly string[]): Stale[] {
  const { model } = reading;
  const down = downIn(reading).filter((rsc) => resources.includes(topOf(rsc).id));
  const replicas = model.resources.flatMap((rsc) => (rsc.kind === "bundle" ? rsc.replicas : []));
  const looked = down.filter((rsc) => !replicas.some(({ connection, ip }) => connection === rsc || ip === rsc));
  // What is said to run on a node that is gone, or in a container that is, runs with the new definition when it runs again.
  return looked.flatMap((rsc) =>
    rsc.active
      .filter(({ online }) => online)
      .map(({ name }) => ({
        rsc: withoutInstanceNumber(rsc.id),
        node: name,
        isContainer: replicas.some(({ container }) => container === rsc),
      })),
  );
}

function isAtWork({ planned }: Reading): boolean {
  return planned instanceof UndecidableError || planned.steps.some(({ action }) => kindOf(action) !== "pseudo_event");
}

/** What a patch makes of a configuration. */
function patchOf(text: string): (cib: Element) => Element {
  const parsed = parseXml(text);
  const read = parsed.ok ? patchFromXml(parsed.root) : parsed;
  if (!read.ok) throw new Error(`a patch of this program cannot be read: ${read.problem.message}`);
  return (cib) => {
    const applied = applyPatch(cib, { changes: read.patch.changes });
    if (applied.ok) return applied.cib;
    throw new HoldfastError(
      "conflict",
      `the change does not fit the configuration any more: ${applied.problem.message}`,
    );
  };
}
