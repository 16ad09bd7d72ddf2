/**
 * Live migration: the resource moves by `migrate_to` on its current node and `migrate_from` on its next one; its stop
 * follows on the old node and its start becomes a label, unless the migration proves impossible.
 * Behaviour: docs/pacemaker/actions.md#live-migration (pcmk_sched_migration.c).
 */
import { operationKey } from "../../cib/operation.ts";
import { setMeta } from "../action/action-state.ts";
import { createAction, setFlag, startAction, stopAction } from "../action/create.ts";
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { Action, Node, Primitive } from "../model/types.ts";

/**
 * Whether a move away from `current` may be live: the resource allows it, is managed, has not failed and is not being
 * started, and both nodes are clean.
 */
export function canMigrate(rsc: Primitive, current: Node | undefined): boolean {
  if (!rsc.migratable || !rsc.managed || rsc.failed || rsc.startPending) return false;
  return current !== undefined && !current.unclean && rsc.assigned !== undefined && !rsc.assigned.unclean;
}

/**
 * Makes a migration's actions, its stop and its start, which becomes a pseudo-action, among them; the resource must be
 * assigned. A partial migration lacks `migrate_to`.
 */
export function createMigrationActions(s: ClusterModel, rsc: Primitive, current: Node): void {
  const next = rsc.assigned as Node;
  // In a partial migration migrate_to was done by an earlier transition.
  const partial = rsc.partialMigrationTarget !== undefined;
  const start = startAction(s, rsc, next, true);
  const stop = stopAction(s, rsc, current, true);
  const migrateTo = partial ? undefined : migrationAction(s, rsc, "migrate_to", current);
  const migrateFrom = migrationAction(s, rsc, "migrate_from", next);

  setFlag(start, ActionFlag.migratable | ActionFlag.pseudo);
  setFlag(stop, ActionFlag.migratable);
  setFlag(migrateFrom, ActionFlag.migratable);
  if (migrateTo === undefined) {
    migrateFrom.needs = start.needs;
    newOrdering(s, { rsc, task: "monitor" }, { rsc, task: "migrate_from" }, Relation.ordered);
  } else {
    setFlag(migrateTo, ActionFlag.migratable);
    migrateTo.needs = start.needs;
    newOrdering(s, { rsc, task: "monitor" }, { rsc, task: "migrate_to" }, Relation.ordered);
    newOrdering(
      s,
      { rsc, task: "migrate_to" },
      { rsc, task: "migrate_from" },
      Relation.ordered | Relation.unmigratableThenBlocks,
    );
  }
  newOrdering(
    s,
    { rsc, task: "migrate_from" },
    { rsc, task: "stop" },
    Relation.ordered | Relation.unmigratableThenBlocks,
  );
  newOrdering(
    s,
    { rsc, task: "migrate_from" },
    { rsc, task: "start" },
    Relation.ordered | Relation.unmigratableThenBlocks | Relation.firstElseThen,
  );

  if (migrateTo !== undefined) {
    noteEnds(migrateTo, current, next);
    // What migrate_to did to the target must be known even if the source is lost while it runs.
    const recorded = !s.dialect.alwaysRecordsMigration && migrateTo.meta.has("record-pending");
    if (!rsc.isRemoteConnection && !recorded) setMeta(migrateTo, "record-pending", "true");
  }
  noteEnds(migrateFrom, current, next);
}

function migrationAction(s: ClusterModel, rsc: Primitive, task: string, node: Node): Action {
  return createAction(s, { rsc, key: operationKey(rsc.id, task, 0), task, node, optional: true });
}

function noteEnds(action: Action, source: Node, target: Node): void {
  setMeta(action, "migrate_source", source.name);
  setMeta(action, "migrate_target", target.name);
}

/** A migration that got to its target but left the source running: the source is to be stopped. */
export function abortDanglingMigration(s: ClusterModel, rsc: Primitive, source: Node): void {
  setFlag(stopAction(s, rsc, source, false), ActionFlag.migrationAbort);
}
