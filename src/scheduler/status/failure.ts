/**
 * What a failed operation says of its resource's state and future.
 * Behaviour: docs/pacemaker/history.md#failed-operations.
 */
import { Rc } from "../../cib/result-code.ts";
import { OnFail, Role } from "../model/enums.ts";
import { type HistoryEntry, isProbe } from "../model/history-entry.ts";
import { recordFailure } from "./failed-operations.ts";
import type { FailureState, HistorySource } from "./history-source.ts";
import { applyFailedMigrateFrom, applyFailedMigrateTo } from "./migration.ts";
import { banFrom, forbidWithSiblings } from "./node-scores.ts";
import { setActive } from "./running.ts";

/** `onFail` and `failRole`: what the configuration says to do about it, and the role it leaves the resource with. */
export function applyFailure(
  reading: HistorySource,
  entry: HistoryEntry,
  onFail: OnFail,
  failRole: Role,
  finding: FailureState,
): void {
  const { s } = reading;
  const { rsc } = entry;
  finding.lastFailure = entry.xml;
  // Where resources are opted in node by node, software that is missing elsewhere is nothing to report.
  if (s.options.symmetric || entry.rc !== Rc.notInstalled) recordFailure(s, entry, onFail);
  if (finding.onFail < onFail) finding.onFail = onFail;

  switch (entry.task) {
    case "stop":
      banFrom(s, rsc, entry.node);
      break;
    case "migrate_to":
      applyFailedMigrateTo(reading, entry);
      break;
    case "migrate_from":
      applyFailedMigrateFrom(reading, entry);
      break;
    case "promote":
      rsc.role = Role.promoted;
      break;
    case "demote":
      applyFailedDemote(entry, onFail);
  }

  if (isProbe(entry.xml) && entry.rc === Rc.notInstalled) rsc.role = Role.stopped;
  else if (rsc.role < Role.started) setActive(rsc);

  if (failRole !== Role.started && rsc.nextRole < failRole) rsc.nextRole = failRole;
  if (failRole === Role.stopped) forbidWithSiblings(s, rsc);
}

/**
 * If it stayed promoted, it would be demoted and fail again and again. Nothing else is promoted before it was stopped, so
 * it is safe to call it unpromoted.
 */
function applyFailedDemote({ rsc, rc }: HistoryEntry, onFail: OnFail): void {
  if (onFail === OnFail.block) {
    rsc.role = Role.promoted;
    rsc.nextRole = Role.stopped;
  } else {
    rsc.role = rc === Rc.notRunning ? Role.stopped : Role.unpromoted;
  }
}
