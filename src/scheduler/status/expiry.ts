/**
 * Old failures. A resource with a failure-timeout forgets what went wrong long enough ago: the failed entry does not
 * count any more and, once all failures are that old, the fail count is cleared. The fail count is cleared too when the
 * definition that failed has been changed since.
 * Behaviour: docs/pacemaker/history.md#expired-failures.
 */
import { ExecStatus, Rc } from "../../cib/result-code.ts";
import { msToSeconds } from "../../cib/value/duration.ts";
import { clearFailCount } from "../action/create.ts";
import { fenceAction } from "../action/fence-action.ts";
import { orderActions } from "../action/relation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { digestCheck, needsBundleAddress } from "../model/digests.ts";
import { Relation, Role } from "../model/enums.ts";
import { type HistoryEntry, isLastFailure, isMaskedProbe, lastChange } from "../model/history-entry.ts";
import { findNode } from "../model/lookup.ts";
import { lookAgainBy } from "../model/read-values.ts";
import type { Action } from "../model/types.ts";
import { countFailures } from "./failcounts.ts";

/** Whether the entry is too old to count; schedules clearing the fail count where that is due. */
export function checkExpiry(s: ClusterModel, entry: HistoryEntry): boolean {
  // That the agent is missing has to be cleared by a person.
  if (entry.status === ExecStatus.notInstalled) return false;
  const { rsc, node } = entry;
  const age = judgeAge(s, entry);
  let { expired } = age;
  let clearBecause: string | undefined;
  if (expired) {
    if (countFailures(s, rsc, node, {}, entry.xml).count !== 0) {
      if (age.countsStill) expired = false;
      else clearBecause = "it expired";
    } else if (isLastFailure(entry) && rsc.reconnectInterval > 0) {
      clearBecause = "reconnect interval is set";
    }
  }
  if (!expired && isLastFailure(entry) && definitionChanged(s, entry))
    clearBecause = "resource parameters have changed";
  if (clearBecause !== undefined) {
    const clear = clearFailCount(s, rsc, node, clearBecause);
    if (s.options.fencingEnabled && rsc.reconnectInterval > 0) orderAfterRemoteFencing(s, clear, entry);
  }
  return expired && !isConclusiveProbe(entry);
}

/** `countsStill`: the resource has failures on the node that are not too old, whatever this entry is. */
function judgeAge(s: ClusterModel, entry: HistoryEntry): { expired: boolean; countsStill: boolean } {
  const timeout = msToSeconds(entry.rsc.failureTimeout);
  const happened = lastChange(entry.xml);
  if (timeout <= 0 || happened === undefined) return { expired: false, countsStill: false };
  const expired = s.now >= happened + timeout && !waitsForFencing(s, entry);
  const effective = countFailures(s, entry.rsc, entry.node, { effective: true }, entry.xml);
  // To ask for the count may have found out that the failures never expire.
  const patience = s.dialect.blockedFailuresWait ? timeout : msToSeconds(entry.rsc.failureTimeout);
  if (effective.count !== 0) lookAgainBy(s, effective.last + patience + 1);
  return { expired, countsStill: effective.count !== 0 };
}

/**
 * A connection that failed is tried again only after its node was fenced. Only a recurring monitor's failure can still
 * be true at that point without a new entry, because only changes of its result are recorded.
 */
function waitsForFencing(s: ClusterModel, entry: HistoryEntry): boolean {
  if (
    !s.options.fencingEnabled ||
    entry.intervalMs === 0 ||
    entry.task !== "monitor" ||
    entry.rsc.reconnectInterval === 0
  )
    return false;
  const remote = findNode(s, entry.rsc.id);
  return remote !== undefined && !remote.remoteFenced;
}

function definitionChanged(s: ClusterModel, entry: HistoryEntry): boolean {
  const { rsc, node } = entry;
  if (entry.task !== "start" && entry.task !== "monitor") return false;
  if (needsBundleAddress(s, rsc)) {
    // What its address stands for is known once its container has been placed.
    s.deferredParamChecks.push(() => {
      if (differs(s, entry)) clearFailCount(s, rsc, node, "resource parameters have changed");
    });
    return false;
  }
  return differs(s, entry);
}

function differs(s: ClusterModel, entry: HistoryEntry): boolean {
  const { verdict } = digestCheck(s, entry.rsc, entry.xml, entry.node);
  return verdict === "mismatch" || verdict === "restart";
}

function orderAfterRemoteFencing(s: ClusterModel, clear: Action, entry: HistoryEntry): void {
  const remote = findNode(s, entry.rsc.id);
  if (remote !== undefined)
    orderActions(fenceAction(s, remote, undefined, { optional: true }), clear, Relation.firstImpliesThen);
}

/** A probe that found out where a resource runs stays true. */
function isConclusiveProbe(entry: HistoryEntry): boolean {
  if (entry.intervalMs !== 0 || entry.task !== "monitor") return false;
  return (
    entry.rc === Rc.ok ||
    entry.rc === Rc.notRunning ||
    entry.rc === Rc.promoted ||
    entry.rc === Rc.degraded ||
    entry.rc === Rc.degradedPromoted
  );
}

/** Deals with an expired entry after its result was reinterpreted; true when there is nothing more to do with it. */
export function processExpired(s: ClusterModel, entry: HistoryEntry, rawRc: number): boolean {
  const { rsc, node } = entry;
  if (isMaskedProbe(s, rsc, entry.xml) && rawRc !== entry.expectedRc) {
    if (rsc.role <= Role.stopped) rsc.role = Role.unknown;
    return true;
  }
  if (entry.rc === entry.expectedRc) return false;
  if (entry.intervalMs === 0) return true;
  if (!node.online || node.unclean) return false;
  // The monitor is to be run anew; detection of configuration changes will do that.
  s.expiredMonitors.add(entry.xml);
  return true;
}
