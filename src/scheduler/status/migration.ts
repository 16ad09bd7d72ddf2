/**
 * Live migrations in the history. A whole one is migrate_to on the source, migrate_from on the target, stop on the
 * source; any of them may be missing, failed or erased. After migrate_to alone the migration is *partial*, after
 * migrate_from without the stop it is *dangling*. Where the resource is has to be put together from both nodes'
 * histories.
 * Behaviour: docs/pacemaker/history.md#migrations.
 */
import { ExecStatus, Rc } from "../../cib/result-code.ts";
import { type Element, elements, get } from "../../cib/xml/tree.ts";
import { markFailed } from "../action/fence-node.ts";
import { Role } from "../model/enums.ts";
import type { HistoryEntry } from "../model/history-entry.ts";
import { leadingInteger } from "../model/integer.ts";
import { findNode } from "../model/lookup.ts";
import type { Node, Primitive } from "../model/types.ts";
import type { HistoryIndex } from "./history-index.ts";
import { compareAge } from "./history-order.ts";
import type { HistorySource } from "./history-source.ts";
import { addRunning } from "./running.ts";

interface Endpoints {
  readonly source: string;
  readonly target: string;
}

/** Undefined when the entry does not name both, or names another node than the one it is recorded on. */
function endpoints(entry: HistoryEntry, recordedOn: "source" | "target"): Endpoints | undefined {
  const source = get(entry.xml, "migrate_source");
  const target = get(entry.xml, "migrate_target");
  if (source === undefined || target === undefined) return undefined;
  const here = recordedOn === "source" ? source : target;
  return here.toLowerCase() === entry.node.name.toLowerCase() ? { source, target } : undefined;
}

/**
 * Applies a successful migrate_to, recorded on the source. By the target's history the migration is dangling, partial or
 * failed. An obsolete entry changes nothing: one with newer operations on the source, where a migrate_from is recorded,
 * else on both nodes.
 */
export function applyMigrateTo(reading: HistorySource, entry: HistoryEntry): void {
  const names = endpoints(entry, "source");
  if (names === undefined) return;
  const { s, index } = reading;
  const { rsc, xml } = entry;
  const sourceMovedOn = movedOn(index, rsc, names.source, xml);
  const migrateFrom = findMigrateFrom(index, rsc, names);
  // With a migrate_from recorded, anything newer on the source makes this entry history.
  if (migrateFrom !== undefined && sourceMovedOn) return;
  const targetMovedOn = movedOnSinceMigration(index, rsc, names.target, {
    source: names.source,
    left: xml,
    arrived: migrateFrom,
  });
  if (sourceMovedOn && targetMovedOn) return;

  if (migrateFrom !== undefined && succeeded(migrateFrom)) {
    rsc.role = Role.stopped;
    rsc.danglingMigrationSources.push(entry.node);
    return;
  }
  // Clones do not migrate, so it cannot be promoted.
  rsc.role = Role.started;
  const target = findNode(s, names.target);
  const onTarget = !targetMovedOn && target?.online === true ? target : undefined;
  if (migrateFrom !== undefined && statusOf(migrateFrom) !== ExecStatus.pending) {
    if (onTarget !== undefined) addRunning(s, rsc, onTarget, true);
    else abandonMigration(rsc);
    return;
  }
  // A target that knows nothing of the resource had its history erased; it will be probed.
  if (s.dialect.probesErasedTargets && target?.online === true && isUnknownOn(index, rsc, names.target)) return;
  if (onTarget !== undefined) {
    addRunning(s, rsc, onTarget, false);
    notePartial(rsc, findNode(s, names.source), onTarget);
  } else if (!sourceMovedOn) {
    abandonMigration(rsc);
  }
}

function notePartial(rsc: Primitive, source: Node | undefined, target: Node): void {
  if (source?.online !== true) return;
  rsc.partialMigrationSource = source;
  rsc.partialMigrationTarget = target;
}

/** Where it is cannot be known, so it counts as failed and is recovered by a stop and a start. */
function abandonMigration(rsc: Primitive): void {
  markFailed(rsc);
  rsc.migratable = false;
}

/**
 * Applies a failed migrate_to, recorded on the source: the resource is started, and may have reached the target. Where
 * the target's history speaks against that and the source did nothing since, it is to be stopped on the source.
 */
export function applyFailedMigrateTo(reading: HistorySource, entry: HistoryEntry): void {
  const names = endpoints(entry, "source");
  if (names === undefined) return;
  const { s, index } = reading;
  const { rsc, xml } = entry;
  rsc.role = Role.started;
  const migrateFrom = findMigrateFrom(index, rsc, names);
  const arrived = migrateFrom !== undefined && succeeded(migrateFrom) ? migrateFrom : undefined;
  if (
    !isUnknownOn(index, rsc, names.target) &&
    !movedOnSinceMigration(index, rsc, names.target, { source: names.source, left: xml, arrived })
  ) {
    // Nothing newer is known of the target, so it may have got there.
    const target = findNode(s, names.target);
    if (target?.online === true) addRunning(s, rsc, target, false);
  } else if (!movedOn(index, rsc, names.source, xml)) {
    rsc.danglingMigrationSources.push(entry.node);
  }
}

/** Applies a failed migrate_from, recorded on the target: the resource is started, and may still be on the source. */
export function applyFailedMigrateFrom(reading: HistorySource, entry: HistoryEntry): void {
  const names = endpoints(entry, "target");
  if (names === undefined) return;
  const { s, index } = reading;
  const { rsc, xml } = entry;
  rsc.role = Role.started;
  const migrateTo = index.operation(
    names.source,
    rsc.id,
    "migrate_to",
    (other) => get(other, "migrate_target") === names.target,
  );
  const left = migrateTo !== undefined && succeeded(migrateTo) ? migrateTo : undefined;
  if (
    !isUnknownOn(index, rsc, names.source) &&
    !movedOnSinceMigration(index, rsc, names.source, { source: names.source, left, arrived: xml })
  ) {
    const source = findNode(s, names.source);
    if (source?.online === true) addRunning(s, rsc, source, true);
  }
}

function findMigrateFrom(index: HistoryIndex, rsc: Primitive, { source, target }: Endpoints): Element | undefined {
  return index.operation(target, rsc.id, "migrate_from", (other) => get(other, "migrate_source") === source);
}

function statusOf(entry: Element): number {
  return leadingInteger(get(entry, "op-status")) ?? ExecStatus.pending;
}

function succeeded(entry: Element): boolean {
  return (leadingInteger(get(entry, "rc-code")) ?? Rc.ok) === Rc.ok && statusOf(entry) === ExecStatus.done;
}

/** No operation on record there has completed. */
function isUnknownOn(index: HistoryIndex, rsc: Primitive, node: string): boolean {
  return !index
    .operations(node, rsc.id)
    .some((entry) => get(entry, "rc-code") !== undefined && get(entry, "rc-code") !== String(Rc.unknown));
}

const MOVES = new Set(["start", "stop", "migrate_to", "migrate_from"]);

/** The resource was started, stopped or migrated on the node after `event`. */
function movedOn(index: HistoryIndex, rsc: Primitive, node: string, event: Element): boolean {
  const history = index.resource(node, rsc.id);
  if (history === undefined) return false;
  return elements(history, "lrm_rsc_op").some(
    (entry) => entry !== event && MOVES.has(get(entry, "operation") ?? "") && compareAge(entry, event) > 0,
  );
}

/** A migration as its entries show it: `left` is a migrate_to on the source, `arrived` a migrate_from on the target. */
interface Migration {
  readonly source: string;
  readonly left: Element | undefined;
  readonly arrived: Element | undefined;
}

/**
 * The resource was started, stopped or migrated on the node after the migration, or a monitor found it not running there.
 * Compared with the migration's event on the same node if there is one, because call ids order better than clocks.
 */
function movedOnSinceMigration(index: HistoryIndex, rsc: Primitive, node: string, migration: Migration): boolean {
  const { source, left, arrived } = migration;
  const onSource = node.toLowerCase() === source.toLowerCase();
  const event = onSource ? (left ?? arrived) : (arrived ?? left);
  if (event === undefined) return false;
  if (movedOn(index, rsc, node, event)) return true;
  const monitor = index.operation(node, rsc.id, "monitor");
  if (
    monitor === undefined ||
    get(monitor, "rc-code") !== String(Rc.notRunning) ||
    statusOf(monitor) !== ExecStatus.done
  )
    return false;
  return compareAge(monitor, event) > 0;
}
