/**
 * A resource's history on one node: from its entries to its state.
 * Behaviour: docs/pacemaker/history.md#state-on-a-node, docs/pacemaker/history.md#recurring-operations-found-active.
 */

import { operationKey } from "../../cib/operation.ts";
import { msToSeconds } from "../../cib/value/duration.ts";
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { createAction, deleteHistory } from "../action/create.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { OnFail, Role } from "../model/enums.ts";
import type { EntryReading } from "../model/history-entry.ts";
import { leadingInteger } from "../model/integer.ts";
import { findResource } from "../model/lookup.ts";
import { targetRole } from "../model/target-role.ts";
import type { Node, Primitive } from "../model/types.ts";
import { applyEntry } from "./entry-result.ts";
import { createRemoved, findHistoryResource } from "./find-resource.ts";
import { historyOf } from "./history-index.ts";
import type { ActiveSpan } from "./history-order.ts";
import { readHistory } from "./history-reading.ts";
import type { FailureState, HistorySource } from "./history-source.ts";
import { settleState } from "./resource-state.ts";

/**
 * Reads every resource's history in a `node_state`. A resource the configuration no longer has is created as a removed
 * one: docs/pacemaker/history.md#removed-resources.
 */
export function unpackNodeHistory(reading: HistorySource, node: Node, state: Element): void {
  const list = historyOf(state);
  if (list === undefined) return;
  let linkLaunched = false;
  for (const history of elements(list, "lrm_resource")) {
    const rsc = unpackHistory(reading, node, history);
    if (rsc?.removedLaunched === true) linkLaunched = true;
  }
  if (linkLaunched) linkRemovedLaunched(reading.s, list);
}

function unpackHistory(reading: HistorySource, node: Node, history: Element): Primitive | undefined {
  const { s } = reading;
  const id = idOf(history);
  if (id === "") return undefined;
  const { entries, span } = s.elementCache.of(readHistory, history);
  // Without entries there is nothing to learn, except that the resource may be locked to the node.
  if (entries.length === 0 && !s.options.shutdownLock) return undefined;
  let rsc = findHistoryResource(s, node, id);
  if (rsc === undefined) {
    if (entries.length === 0) return undefined;
    rsc = createRemoved(s, history);
  }
  if (s.options.shutdownLock) readShutdownLock(s, rsc, node, history);

  // The role from another node's history is restored below, unless this one shows a higher role.
  const roleElsewhere = rsc.role;
  rsc.role = Role.unknown;
  const finding: FailureState = { lastFailure: undefined, onFail: OnFail.ignore };
  for (const entry of entries) {
    s.why?.because({ kind: "operation", entry: entry.xml, rsc, node });
    applyEntry(reading, rsc, node, entry, finding);
  }
  noteRecurring(s, rsc, node, entries, span);
  const telling = finding.lastFailure ?? entries.at(-1)?.xml;
  if (telling !== undefined) s.why?.because({ kind: "operation", entry: telling, rsc, node });
  settleState(s, rsc, node, finding.onFail);

  const wanted = targetRole(s, rsc);
  if (wanted !== undefined && (rsc.nextRole === Role.unknown || wanted < rsc.nextRole)) rsc.nextRole = wanted;
  if (roleElsewhere > rsc.role) rsc.role = roleElsewhere;
  return rsc;
}

/** The resource was stopped for the node's shutdown, and waits for it to come back. */
function readShutdownLock(s: ClusterModel, rsc: Primitive, node: Node, history: Element): void {
  const since = leadingInteger(get(history, "shutdown-lock")) ?? 0;
  if (since === 0) return;
  const limit = msToSeconds(s.options.shutdownLockLimit);
  if (limit > 0 && s.now > since + limit) {
    deleteHistory(s, rsc, node);
  } else {
    rsc.lockNode = node;
    rsc.lockTime = since;
  }
}

/** Recurring operations that are running already become optional actions, so that they need not be started. */
function noteRecurring(
  s: ClusterModel,
  rsc: Primitive,
  node: Node,
  entries: readonly EntryReading[],
  { start, stop }: ActiveSpan,
): void {
  if (!node.online) return;
  entries.forEach(({ xml, task = "", intervalMs }, position) => {
    if ((start < stop && position <= stop) || position < start) return;
    if (intervalMs === 0 || get(xml, "op-status") === "-1") return;
    createAction(s, { rsc, key: operationKey(rsc.id, task, intervalMs), task, node, optional: true });
  });
}

/** Ties what was removed from the configuration, but ran inside a container, to that container if it is still there. */
function linkRemovedLaunched(s: ClusterModel, list: Element): void {
  for (const history of elements(list, "lrm_resource")) {
    const launcherId = get(history, "container");
    if (launcherId === undefined) continue;
    const launcher = findResource(s, launcherId);
    const rsc = findResource(s, idOf(history));
    if (launcher === undefined || rsc === undefined || rsc.launcher !== undefined || !rsc.removedLaunched) continue;
    rsc.launcher = launcher;
    launcher.launched.push(rsc);
    // What it connects to turns out to be a guest.
    if (rsc.kind === "primitive" && rsc.remoteNode?.kind === "remote") rsc.remoteNode.kind = "guest";
  }
}
