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
import type { RunRecord } from "../../../cib/run-record.ts";
import { withConfigurationSection } from "../../../cib/sections.ts";
import { indexById } from "../../../cib/value/element-index.ts";
import { parseXml } from "../../../cib/xml/parse.ts";
import { rewriteRoot } from "../../../cib/xml/rewrite.ts";
import { type Element, element, get, idOf, withChildren } from "../../../cib/xml/tree.ts";
import { HoldfastError } from "../../../cluster/error.ts";
import type { Cluster } from "../../../cluster/port.ts";
import { changesOf } from "../../../report/changes/trace.ts";
import { kindOf } from "../../../scheduler/graph/header.ts";
import { findResource } from "../../../scheduler/model/lookup.ts";
import type { ReadonlyResource } from "../../../scheduler/model/read-only.ts";
import { topOf } from "../../../scheduler/model/resource.ts";
import { UndecidableError } from "../../../scheduler/model/undecidable.ts";
import { type Reading, readingOf } from "../../../scheduler/reading.ts";
import { planChange } from "../../plan/plan.ts";
import { isResourceElement, namedResource, resourcesIn } from "../../verbs/find-resource.ts";
import { ownPairs } from "../../verbs/pairs.ts";
import { whereaboutsIn } from "../../verbs/place.ts";
import { type Begun, type Next, plannedUntil, type RunKind, type RunLook } from "../kind/kind.ts";
import { optionalTextsIn, textIn } from "../kind/memory.ts";
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
    const { together } = planChange(snapshot, desired).plan;
    const resources = together.map(({ resource }) => resource);
    if (resources.length === 0)
      throw new HoldfastError("invalid", "no replicas would go down together", { hint: "apply it without --rolling" });
    const held = (cib: Element): Element => resources.reduce(withHold, patch(cib));
    const until = plannedUntil(look);
    const replicas = resources.flatMap((resource) =>
      byRole(look, resource, whereaboutsIn(reading, resource, false)).map((node) => ({ resource, node })),
    );
    return {
      title: `change ${resources.join(", ")}, one replica at a time`,
      memory: { items: replicas.map(replicaItem), looked: [] },
      services: resources,
      nodes: [],
      first: held,
      items: replicas.map((replica, i) => ({
        id: replicaItem(replica),
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
    if (resources.some((r) => indexById(cib).has(holdId(r)))) return nextOfHeld(record, resources, look);
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

  undo(cib, record) {
    const held = (optionalTextsIn(record.memory, "items") ?? [])
      .map((item) => replicaOfItem(item).resource)
      .find((resource) => indexById(cib).has(holdId(resource)));
    if (held === undefined) return cib;
    throw new HoldfastError("unsafe", `not undone: the replicas of ${held} would restart together`, {
      hint: `continue with holdfast run resume ${record.id}; to have them restart together: holdfast resource unmaintenance ${held}`,
    });
  },
};

/** The item of the steps before replicas are restarted. */
const FIRST = "definition";

/** The replicas are in maintenance, and some may not be known with their new definition yet. */
function nextOfHeld(record: RunRecord, resources: readonly string[], { snapshot, reading }: RunLook): Next {
  const released = resources.reduce(withoutHold, snapshot.cib);
  const stale = staleIn(readingOf({ ...snapshot, cib: released }), resources);
  if (snapshot.settled === false || isAtWork(reading))
    return { kind: "wait", item: FIRST, for: `the cluster to look at ${resources.join(", ")}` };
  if (stale.length === 0)
    return {
      kind: "edit",
      item: FIRST,
      text: `ends the maintenance of ${resources.join(", ")}: nothing restarts`,
      begins: false,
      edit: (before) => resources.reduce(withoutHold, before),
    };
  const looked = optionalTextsIn(record.memory, "looked") ?? [];
  const unseen = stale.filter((s) => record.step?.open === true || !looked.includes(placeOf(s)));
  if (unseen.length === 0)
    return { kind: "stuck", why: `${stale.map(({ rsc }) => rsc).join(", ")} would still restart with the others` };
  return {
    kind: "act",
    item: FIRST,
    text: `has the cluster look anew at ${unseen.map(placeOf).join(", ")}`,
    begins: false,
    memory: {
      items: optionalTextsIn(record.memory, "items") ?? [],
      looked: [...new Set([...looked, ...unseen.map(placeOf)])],
    },
    act: async (cluster: Cluster) => {
      for (const { rsc, node } of unseen) await cluster.cleanup({ rsc, node, failedOnly: false, who: record.who });
    },
  };
}

interface Stale {
  readonly rsc: string;
  readonly node: string;
}

const placeOf = ({ rsc, node }: Stale): string => `${rsc} on ${node}`;

const DOWN: ReadonlySet<string> = new Set(["stop", "restart", "move", "recover", "reload"]);

/**
 * What would go down were the maintenance to end now, by the name its history has and the node that has it. Of bundles the
 * containers first: what runs in them goes down with them, whether it has changed or not, and their connections are best
 * not looked at anew.
 */
function staleIn({ planned, model }: Reading, resources: readonly string[]): Stale[] {
  if (planned instanceof UndecidableError) throw planned;
  const isOurs = (rsc: ReadonlyResource | undefined): rsc is ReadonlyResource =>
    rsc !== undefined && resources.includes(topOf(rsc).id);
  const down = changesOf(planned.model)
    .resources.filter(({ kind }) => DOWN.has(kind))
    .map(({ resource }) => findResource(model, resource))
    .filter(isOurs);
  const replicas = model.resources.flatMap((rsc) => (rsc.kind === "bundle" ? rsc.replicas : []));
  const containers = down.filter((rsc) => replicas.some(({ container }) => container === rsc));
  const inside = down.filter((rsc) => !replicas.some(({ connection, ip }) => connection === rsc || ip === rsc));
  // What is said to run on a node that is gone, or in a container that is, runs with the new definition when it runs again.
  return (containers.length > 0 ? containers : inside).flatMap((rsc) =>
    rsc.active.filter(({ online }) => online).map(({ name }) => ({ rsc: withoutInstanceNumber(rsc.id), node: name })),
  );
}

function isAtWork({ planned }: Reading): boolean {
  return planned instanceof UndecidableError || planned.steps.some(({ action }) => kindOf(action) !== "pseudo_event");
}

const HOLD = "holdfast-edit";
const holdId = (resource: string): string => `${resource}-${HOLD}`;

/** In maintenance, with what is inside and has a value of its own. */
function withHold(cib: Element, resource: string): Element {
  const { element: whole } = namedResource(cib, resource);
  const contrary = resourcesIn(whole).filter((e) =>
    ownPairs(e, "meta_attributes").some((p) => get(p, "name") === "maintenance"),
  );
  const ids = new Set([whole, ...contrary].map(idOf));
  const hold = (id: string): Element =>
    element("meta_attributes", { id: holdId(id), score: "INFINITY" }, [
      element("nvpair", { id: `${holdId(id)}-maintenance`, name: "maintenance", value: "true" }),
    ]);
  return withConfigurationSection(cib, "resources", (all) =>
    rewriteRoot(all, (e) =>
      isResourceElement(e) && ids.has(idOf(e)) ? withChildren(e, [...e.children, hold(idOf(e))]) : e,
    ),
  );
}

function withoutHold(cib: Element, resource: string): Element {
  const { element: whole } = namedResource(cib, resource);
  const ids = new Set([whole, ...resourcesIn(whole)].map((e) => holdId(idOf(e))));
  return rewriteRoot(cib, (e) => (ids.has(idOf(e)) ? [] : e));
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
