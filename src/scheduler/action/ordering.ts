/**
 * Orderings: "this action of A, then that action of B", noted while the actions themselves may not exist yet and turned
 * into relations once they do (ordering/apply.ts). Creation order matters, because applying one ordering may create the
 * action the next one finds. Every ordering between starts, stops, promotions and demotions of different resources must
 * hold during a live migration too; for that, equivalents with the migration's actions are added.
 * Behaviour: docs/pacemaker/ordering-constraints.md#migration-equivalents.
 */
import { operationKey, parseOperationKey } from "../../cib/operation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import type { Action, Ordering, Resource } from "../model/types.ts";

/**
 * One side of an ordering: an action, or an operation of a resource by its key or, if it is run once, by its task. A
 * resource beside an action takes its place.
 */
export interface OrderingSide {
  readonly rsc?: Resource | undefined;
  readonly key?: string | undefined;
  readonly task?: string;
  readonly action?: Action | undefined;
}

/** Notes an ordering of `type`, a bit set of {@link Relation}. */
export function newOrdering(s: ClusterModel, first: OrderingSide, then: OrderingSide, type: number): void {
  if ((first.action ?? first.rsc) === undefined || (then.action ?? then.rsc) === undefined) {
    throw new Error(`an ordering needs an action or a resource on each side: ${keyOf(first)} then ${keyOf(then)}`);
  }
  const ordering: Ordering = {
    id: s.nextOrderingId++,
    firstRsc: first.rsc ?? first.action?.rsc,
    firstTask: keyOf(first),
    firstAction: first.action,
    thenRsc: then.rsc ?? then.action?.rsc,
    thenTask: keyOf(then),
    thenAction: then.action,
    type,
  };
  s.orderings.push(ordering);
  s.why?.ordered(ordering);
  addMigrationEquivalents(s, ordering);
}

function keyOf({ rsc, key, task, action }: OrderingSide): string | undefined {
  return rsc !== undefined && task !== undefined ? operationKey(rsc.id, task, 0) : (key ?? action?.key);
}

/** Orders the start of `then` after the start of `first`; `type` is a bit set of {@link Relation}. */
export function orderStarts(s: ClusterModel, first: Resource, then: Resource, type: number): void {
  newOrdering(s, { rsc: first, task: "start" }, { rsc: then, task: "start" }, type);
}

/** Orders the stop of `then` after the stop of `first`; `type` is a bit set of {@link Relation}. */
export function orderStops(s: ClusterModel, first: Resource, then: Resource, type: number): void {
  newOrdering(s, { rsc: first, task: "stop" }, { rsc: then, task: "stop" }, type);
}

function addMigrationEquivalents(s: ClusterModel, ordering: Ordering): void {
  const first = ordering.firstRsc;
  const then = ordering.thenRsc;
  if (first === undefined || then === undefined || first === then) return;
  if (!first.migratable && !then.migratable) return;
  if (isAncestor(first, then) || isAncestor(then, first)) return;

  const firstTask = taskOf(ordering.firstAction, ordering.firstTask);
  const thenTask = taskOf(ordering.thenAction, ordering.thenTask);
  const add = (task: string, migration: string, type: number): void =>
    newOrdering(s, { rsc: first, task }, { rsc: then, task: migration }, type);
  // Where "first" may itself migrate, its own start or stop only counts when it is not part of a migration.
  const unlessMigrating = first.migratable ? Relation.ordered | Relation.ifFirstUnmigratable : Relation.ordered;

  switch (`${firstTask} ${thenTask}`) {
    case "start start":
      if (!then.migratable) return;
      if (first.migratable) add("migrate_from", "migrate_to", Relation.ordered);
      add("start", "migrate_to", unlessMigrating);
      return;
    case "stop stop":
      if (!then.migratable) return;
      add("stop", "migrate_to", unlessMigrating);
      if (then.partialMigrationTarget !== undefined) add("stop", "migrate_from", unlessMigrating);
      return;
    case "promote start":
      if (then.migratable) add("promote", "migrate_to", Relation.ordered);
      return;
    case "demote stop":
      if (!then.migratable) return;
      add("demote", "migrate_to", Relation.ordered);
      if (then.partialMigrationTarget !== undefined) add("demote", "migrate_from", Relation.ordered);
      return;
  }
}

function taskOf(action: Action | undefined, key: string | undefined): string | undefined {
  if (action !== undefined) return action.task;
  return key === undefined ? undefined : parseOperationKey(key)?.task;
}

/** Whether `ancestor` is above `rsc` in the tree of resources. */
export function isAncestor(ancestor: Resource, rsc: Resource): boolean {
  for (let at = rsc.parent; at !== undefined; at = at.parent) {
    if (at === ancestor) return true;
  }
  return false;
}
