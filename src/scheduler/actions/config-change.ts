/**
 * Configuration changes that running resources do not have yet. Every operation in the history that made or keeps a
 * resource as it is is compared with the present definition: what changed is restarted, reloaded, run anew or
 * cancelled; what left the configuration is cleaned up.
 * Behaviour: docs/pacemaker/configuration-changes.md#what-is-compared.
 */
import { operationKey } from "../../cib/operation.ts";
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { clearFailCount, createAction, setReason, stopAction } from "../action/create.ts";
import { newOrdering } from "../action/ordering.ts";
import { isAnonymousClone } from "../model/clone-kind.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { digestCheck, needsBundleAddress, onlySecretsChanged } from "../model/digests.ts";
import { Relation } from "../model/enums.ts";
import type { EntryReading } from "../model/history-entry.ts";
import { nodeAvailable } from "../model/node-availability.ts";
import { findOperation } from "../model/operation-config.ts";
import { topOf } from "../model/resource.ts";
import type { Node, Primitive, Resource } from "../model/types.ts";
import { countFailures } from "../status/failcounts.ts";
import { readHistory } from "../status/history-reading.ts";
import { rescheduleRecurring, scheduleCancel } from "./cancel.ts";
import { scheduleCleanup } from "./cleanup.ts";
import { triggerUnfencing } from "./unfencing.ts";

/** Compares the whole history of every available node, and of nodes in maintenance, where monitors may be cancelled. */
export function checkConfigurationChanges(s: ClusterModel): void {
  const byHistory = primitivesByHistory(s);
  for (const node of s.nodes) {
    // A node in maintenance takes no actions, except that its recurring operations are to be cancelled.
    if (!node.maintenance && !nodeAvailable(node)) continue;
    for (const history of historiesOf(s, node)) {
      if (history.children.length === 0) continue;
      for (const rsc of byHistory.get(idOf(history)) ?? []) checkResource(s, rsc, node, history);
    }
  }
}

/** By id and by history id; the last of several with the same id comes first. */
function primitivesByHistory(s: ClusterModel): Map<string, Primitive[]> {
  const found = new Map<string, Primitive[]>();
  const visit = (rsc: Resource): void => {
    if (rsc.kind === "primitive") {
      add(found, rsc.id, rsc);
      if (rsc.historyId !== undefined && rsc.historyId !== rsc.id) add(found, rsc.historyId, rsc);
    }
    rsc.children.forEach(visit);
  };
  s.resources.forEach(visit);
  for (const list of found.values()) list.reverse();
  return found;
}

function add(to: Map<string, Primitive[]>, id: string, rsc: Primitive): void {
  const list = to.get(id);
  if (list === undefined) to.set(id, [rsc]);
  else list.push(rsc);
}

function historiesOf(s: ClusterModel, node: Node): Element[] {
  const lists: Element[] = [];
  for (const state of s.status === undefined ? [] : elements(s.status, "node_state")) {
    if (get(state, "uname") !== node.name) continue;
    for (const lrm of elements(state, "lrm")) lists.push(...elements(lrm, "lrm_resources"));
  }
  // Two histories of one node contradict each other; neither is used.
  const [only, ...others] = lists;
  return only === undefined || others.length > 0 ? [] : elements(only, "lrm_resource");
}

function checkResource(s: ClusterModel, rsc: Primitive, node: Node, history: Element): void {
  if (rsc.removed) {
    if (!isAnonymousClone(topOf(rsc, false))) scheduleCleanup(s, rsc, node, false);
    return;
  }
  const active = rsc.active.includes(node);
  if (agentChanged(s, rsc, node, history, active)) scheduleCleanup(s, rsc, node, false);
  if (active) checkOperations(s, rsc, node, history);
}

/** Another agent by the same id is another resource: the one that is running has to be stopped first. */
function agentChanged(s: ClusterModel, rsc: Primitive, node: Node, history: Element, active: boolean): boolean {
  let changed = false;
  for (const attribute of ["type", "class", "provider"]) {
    if (get(rsc.xml, attribute) === get(history, attribute)) continue;
    changed = true;
    triggerUnfencing(s, rsc, node, "Device definition changed", undefined);
  }
  if (changed && active) {
    stopAction(s, rsc, node, false);
    rsc.startPending = true;
  }
  return changed;
}

const STATE_TASKS = new Set(["monitor", "start", "promote", "migrate_from"]);

function checkOperations(s: ClusterModel, rsc: Primitive, node: Node, history: Element): void {
  const { entries, span } = s.elementCache.of(readHistory, history);
  if (span.start < span.stop) return;
  for (let i = Math.max(0, span.start); i < entries.length; i++) {
    const entry = entries[i] as EntryReading;
    const { task = "", intervalMs } = entry;
    if (intervalMs > 0 && (rsc.maintenance || node.maintenance)) {
      scheduleCancel(s, rsc, entry, node);
    } else if (intervalMs > 0 || STATE_TASKS.has(task.toLowerCase())) {
      // Where the address of a bundle's replica matters, its container has to be placed first.
      const check = (): void => checkOperation(s, rsc, node, entry);
      if (needsBundleAddress(s, rsc)) s.deferredParamChecks.push(check);
      else check();
    }
  }
}

/** A failed operation whose definition was changed since gets to be tried afresh. */
function checkOperation(s: ClusterModel, rsc: Primitive, node: Node, entry: EntryReading): void {
  if (!operationChanged(s, rsc, node, entry)) return;
  if (countFailures(s, rsc, node, { effective: true }).count !== 0)
    clearFailCount(s, rsc, node, "action definition changed");
}

function operationChanged(s: ClusterModel, rsc: Primitive, node: Node, reading: EntryReading): boolean {
  const { xml: entry, task = "", intervalMs } = reading;
  if (intervalMs > 0 && findOperation(rsc, task, intervalMs, false) === undefined) {
    if (s.options.cancelRemovedActions) scheduleCancel(s, rsc, reading, node);
    return true;
  }
  const digests = digestCheck(s, rsc, entry, node);
  if (s.sanitized && onlySecretsChanged(entry, digests)) {
    const magic = get(entry, "transition-magic") ?? "";
    s.notes?.secretChanges.push({ rsc, node, operation: { task, intervalMs, magic } });
    return false;
  }
  switch (digests.verdict) {
    case "match":
      return false;
    case "restart":
      forceRestart(s, rsc, node, startedBy(task, intervalMs), intervalMs);
      return true;
    case "unknown":
    case "mismatch":
      if (intervalMs > 0) {
        rescheduleRecurring(s, rsc, task, intervalMs, node);
      } else if (get(entry, "op-restart-digest") !== undefined) {
        triggerUnfencing(s, rsc, node, "Device parameters changed (reload)", undefined);
        reload(s, rsc, node);
      } else {
        forceRestart(s, rsc, node, startedBy(task, intervalMs), intervalMs);
      }
      return true;
  }
}

/** What a resource was found or became by other means than a start has to be started with the new parameters all the same. */
function startedBy(task: string, intervalMs: number): string {
  return intervalMs === 0 && (task === "monitor" || task === "migrate_from" || task === "promote") ? "start" : task;
}

/** The action is required somewhere, on a node yet to be chosen; its relations force the stop. */
function forceRestart(s: ClusterModel, rsc: Primitive, node: Node, task: string, intervalMs: number): void {
  const required = createAction(s, {
    rsc,
    key: operationKey(rsc.id, task, intervalMs),
    task,
    node: undefined,
    optional: false,
  });
  setReason(required, "resource definition change", true);
  triggerUnfencing(s, rsc, node, "Device parameters changed", undefined);
}

function reload(s: ClusterModel, rsc: Primitive, node: Node): void {
  if (!rsc.managed || rsc.failed) return;
  if (rsc.startPending) {
    stopAction(s, rsc, node, false);
    return;
  }
  rsc.reload = true;
  const action = createAction(s, {
    rsc,
    key: operationKey(rsc.id, s.dialect.reloadTask, 0),
    task: s.dialect.reloadTask,
    node,
    optional: false,
  });
  setReason(action, "resource definition change", false);
  for (const task of ["stop", "demote"]) {
    newOrdering(
      s,
      { action },
      { rsc, key: operationKey(rsc.id, task, 0) },
      Relation.ordered | Relation.thenCancelsFirst,
    );
  }
}
