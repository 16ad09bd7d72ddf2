/**
 * What a recorded result means. The executor reports what happened; whether that is a failure depends on what was
 * expected, and how bad it is on what was returned.
 * Behaviour: docs/pacemaker/history.md#meaning-of-results.
 */
import { ExecStatus, Rc } from "../../cib/result-code.ts";
import { canFence } from "../action/can-fence.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { OnFail, Role } from "../model/enums.ts";
import { type HistoryEntry, isMaskedProbe, isProbe } from "../model/history-entry.ts";
import { recordFailure } from "./failed-operations.ts";
import type { FailureState } from "./history-source.ts";
import { block } from "./running.ts";

/** Rewrites the entry's status and rc, and takes from them what they say of the resource's role. */
export function remapResult(s: ClusterModel, entry: HistoryEntry, finding: FailureState, old: boolean): void {
  const { rsc, node } = entry;
  const expired = old && s.dialect.expiredSaysNothing;
  const degradable = entry.task === "monitor" || s.dialect.degradedAnywhere;
  if (degradable && (entry.rc === Rc.degraded || entry.rc === Rc.degradedPromoted)) {
    // Running, though degraded: nothing to act upon, but shown.
    entry.rc = entry.rc === Rc.degraded ? Rc.ok : Rc.promoted;
    if (!expired && (!node.shutdown || node.online)) recordFailure(s, entry);
  }
  if (isMaskedProbe(s, rsc, entry.xml)) {
    entry.status = ExecStatus.done;
    entry.rc = Rc.notRunning;
  }
  if (entry.status === ExecStatus.noFenceDevice || entry.status === ExecStatus.noSecrets) {
    entry.status = ExecStatus.errorHard;
    return;
  }
  // Anything else the executor is sure about is final.
  if (entry.status !== ExecStatus.done && entry.status !== ExecStatus.error) return;
  entry.status = entry.rc === entry.expectedRc ? ExecStatus.done : ExecStatus.error;
  judgeRc(s, entry, finding, expired);
}

function judgeRc(s: ClusterModel, entry: HistoryEntry, finding: FailureState, expired: boolean): void {
  const { rsc } = entry;
  const expected = entry.rc === entry.expectedRc;
  switch (entry.rc) {
    case Rc.ok:
      if (isProbe(entry.xml) && entry.expectedRc === Rc.notRunning) entry.status = ExecStatus.done;
      return;
    case Rc.notRunning:
      if (!isProbe(entry.xml) && !expected && rsc.managed) return;
      entry.status = ExecStatus.done;
      rsc.role = Role.stopped;
      finding.onFail = OnFail.ignore;
      rsc.nextRole = Role.unknown;
      return;
    case Rc.promoted:
      if (isProbe(entry.xml)) entry.status = ExecStatus.done;
      if (!expired || expected) rsc.role = Role.promoted;
      return;
    case Rc.degradedPromoted:
    case Rc.failedPromoted:
      if (!expired) rsc.role = Role.promoted;
      entry.status = ExecStatus.error;
      return;
    case Rc.notConfigured:
      entry.status = ExecStatus.errorFatal;
      return;
    case Rc.unimplemented:
      if (entry.intervalMs !== 0) {
        entry.status = ExecStatus.notSupported;
        return;
      }
      judgeHardError(s, entry, expired);
      return;
    case Rc.notInstalled:
    case Rc.invalidParameter:
    case Rc.insufficientPrivileges:
      judgeHardError(s, entry, expired);
      return;
    default:
      // A code without a meaning is never expected.
      if (entry.status === ExecStatus.done) entry.status = ExecStatus.error;
  }
}

/** An error that would happen again on this node. When a stop fails so and fencing cannot help, only a person can. */
function judgeHardError(s: ClusterModel, entry: HistoryEntry, expired: boolean): void {
  if (!expired && entry.task === "stop" && !canFence(s, entry.node)) block(entry.rsc);
  entry.status = ExecStatus.errorHard;
}
