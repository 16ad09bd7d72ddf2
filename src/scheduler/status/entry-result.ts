/**
 * One history entry's effect on what is known of its resource. Entries are taken oldest first, each one building on
 * what the ones before it said.
 * Behaviour: docs/pacemaker/history.md#successful-operations, docs/pacemaker/history.md#pending-operations.
 */
import { ExecStatus, Rc } from "../../cib/result-code.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import { stopAction } from "../action/create.ts";
import { markFailed } from "../action/fence-node.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { OnFail, Role } from "../model/enums.ts";
import {
  type EntryReading,
  entryInterval,
  entryKey,
  type HistoryEntry,
  historyEntry,
  isMaskedProbe,
  isProbe,
  lastChange,
} from "../model/history-entry.ts";
import { findNode } from "../model/lookup.ts";
import { isRemoteKind } from "../model/node.ts";
import { findOperation, operationMeta, operationOnFail, roleAfterFailure } from "../model/operation-config.ts";
import type { Node, Primitive } from "../model/types.ts";
import { checkExpiry, processExpired } from "./expiry.ts";
import { recordFailure } from "./failed-operations.ts";
import { applyFailure } from "./failure.ts";
import type { FailureState, HistorySource } from "./history-source.ts";
import { applyMigrateTo } from "./migration.ts";
import { banFrom, banFromAll, bannable } from "./node-scores.ts";
import { remapResult } from "./result-meaning.ts";
import { setActive } from "./running.ts";

/**
 * Applies one entry to the state of `rsc` on `node`: role, bans, pending operation, failure. `finding` carries the
 * failure and its response to the next entry. An entry that says nothing about the state changes nothing.
 */
export function applyEntry(
  reading: HistorySource,
  rsc: Primitive,
  node: Node,
  read: EntryReading,
  finding: FailureState,
): void {
  const { s } = reading;
  const entry = historyEntry(s, rsc, node, read);
  if (entry === undefined) return;
  const expired = checkExpiry(s, entry);
  if (entry.status === ExecStatus.cancelled) return;
  const rawRc = entry.rc;
  remapResult(s, entry, finding, expired);
  if (expired && processExpired(s, entry, rawRc)) return;
  if (isMaskedProbe(s, rsc, read.xml)) {
    applyState(reading, entry, entry.expectedRc, finding);
    recordFailure(s, entry);
    banFrom(s, bannable(rsc), node);
    return;
  }
  switch (entry.status) {
    case ExecStatus.pending:
      applyPending(s, entry, finding);
      return;
    case ExecStatus.done:
      applyState(reading, entry, entry.rc, finding);
      return;
    case ExecStatus.notInstalled:
      applyMissingAgent(reading, entry, finding);
      return;
    case ExecStatus.notConnected:
      if (isRemoteKind(node) && node.connection?.managed === true) markFailed(node.connection);
  }
  applyError(reading, entry, finding);
}

/** What the configuration wants done about a failure of this operation. */
function failureHandling(s: ClusterModel, entry: HistoryEntry): { onFail: OnFail; role: Role } {
  const { rsc, node, task, intervalMs } = entry;
  const operation = findOperation(rsc, task, intervalMs, true);
  const meta = operationMeta(s, rsc, operation, entry, node);
  const onFail = operationOnFail(s, rsc, task, intervalMs, meta);
  return { onFail, role: roleAfterFailure(s, rsc, { task, onFail, meta }) };
}

function applyMissingAgent(reading: HistorySource, entry: HistoryEntry, finding: FailureState): void {
  const handling = failureHandling(reading.s, entry);
  if (handling.onFail === OnFail.ignore) finding.onFail = OnFail.ban;
  banFrom(reading.s, bannable(entry.rsc), entry.node);
  applyFailure(reading, entry, handling.onFail, handling.role, finding);
}

function applyError(reading: HistorySource, entry: HistoryEntry, finding: FailureState): void {
  const { s } = reading;
  const { rsc, node } = entry;
  const handling = failureHandling(s, entry);
  const recoversContainer = handling.onFail === OnFail.restartContainer && entry.task === "stop";
  if (handling.onFail === OnFail.ignore || recoversContainer) {
    applyState(reading, entry, entry.expectedRc, finding);
    rsc.ignoreFailure = true;
    recordFailure(s, entry, handling.onFail);
    if (recoversContainer && finding.onFail <= OnFail.restart) finding.onFail = OnFail.restartContainer;
    return;
  }
  applyFailure(reading, entry, handling.onFail, handling.role, finding);
  if (entry.status === ExecStatus.errorHard) banFrom(s, bannable(rsc), node);
  else if (entry.status === ExecStatus.errorFatal) banFromAll(s, bannable(rsc));
}

/** An operation that was started and has not reported back. */
function applyPending(s: ClusterModel, entry: HistoryEntry, finding: FailureState): void {
  const { rsc, node, task } = entry;
  // A recurring operation stays on record as pending or good while its failure is recorded elsewhere.
  if (s.dialect.failureEndsPending && failedSince(entry, finding.lastFailure)) return;
  if (task === "start") {
    rsc.startPending = true;
    setActive(rsc);
  } else if (task === "promote") {
    rsc.role = Role.promoted;
  } else if (task === "migrate_to" && node.unclean) {
    const target = findNode(s, get(entry.xml, "migrate_target") ?? "");
    if (target !== undefined) stopAction(s, rsc, target, false);
  }
  if (rsc.pendingTask === undefined && !isProbe(entry.xml)) {
    rsc.pendingTask = task;
    rsc.pendingNode = node;
  }
}

function failedSince(entry: HistoryEntry, failure: Element | undefined): boolean {
  if (failure === undefined || get(failure, "operation") !== entry.task || entryInterval(failure) !== entry.intervalMs)
    return false;
  const started = lastChange(entry.xml);
  const failed = lastChange(failure);
  return started !== undefined && failed !== undefined && failed >= started;
}

/** Takes a result at face value. */
function applyState(reading: HistorySource, entry: HistoryEntry, rc: number, finding: FailureState): void {
  if (advanceRole(reading, entry, rc, finding)) clearPastFailure(entry.rsc, finding);
}

/** The role after a result; true when that result makes an earlier failure good. */
function advanceRole(reading: HistorySource, entry: HistoryEntry, rc: number, finding: FailureState): boolean {
  const { rsc } = entry;
  if (rc === Rc.notInstalled || isMaskedProbe(reading.s, rsc, entry.xml)) {
    rsc.role = Role.stopped;
    return false;
  }
  if (rc === Rc.notRunning) return true;
  switch (entry.task) {
    case "monitor":
      if (rsc.role < Role.started) setActive(rsc);
      return finding.lastFailure !== undefined && entryKey(finding.lastFailure) === entry.key;
    case "start":
    case "migrate_from":
      rsc.role = Role.started;
      return true;
    case "stop":
      rsc.role = Role.stopped;
      return true;
    case "promote":
      rsc.role = Role.promoted;
      return true;
    case "demote":
      rsc.role = Role.unpromoted;
      return finding.onFail === OnFail.demote;
    case "migrate_to":
      applyMigrateTo(reading, entry);
      return false;
    default:
      if (rsc.role < Role.started) setActive(rsc);
      return false;
  }
}

/** Some responses stand until a person (or fencing) undoes them; all others are settled by a later success. */
function clearPastFailure(rsc: Primitive, finding: FailureState): void {
  switch (finding.onFail) {
    case OnFail.stop:
    case OnFail.ban:
    case OnFail.standby:
    case OnFail.fence:
      return;
    case OnFail.resetRemote:
      if (rsc.reconnectInterval > 0) return;
  }
  finding.onFail = OnFail.ignore;
  rsc.nextRole = Role.unknown;
}
