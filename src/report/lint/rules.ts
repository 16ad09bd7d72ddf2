/** Every rule, by its id. */
import type { LintRule } from "./rule/rule.ts";
import { agentDelay } from "./rules/agent-delay.ts";
import { attributesOnGuest } from "./rules/attributes-on-guest.ts";
import { badLevel } from "./rules/bad-level.ts";
import { bannedAtOnce } from "./rules/banned-at-once.ts";
import { blockedForGood } from "./rules/blocked-for-good.ts";
import { boundFile } from "./rules/bound-file.ts";
import { bundleNetwork } from "./rules/bundle-network.ts";
import { childInConstraint } from "./rules/child-in-constraint.ts";
import { clonedDevice } from "./rules/cloned-device.ts";
import { clonedFilesystem } from "./rules/cloned-filesystem.ts";
import { deadLevel } from "./rules/dead-level.ts";
import { deviceAction } from "./rules/device-action.ts";
import { deviceBanned } from "./rules/device-banned.ts";
import { deviceMonitor } from "./rules/device-monitor.ts";
import { disabledResource } from "./rules/disabled.ts";
import { endlessLock } from "./rules/endless-lock.ts";
import { endlessStart } from "./rules/endless-start.ts";
import { ersBesideAscs } from "./rules/ers-beside-ascs.ts";
import { fenceRace } from "./rules/fence-race.ts";
import { fencingDisabled } from "./rules/fencing-disabled.ts";
import { guestInList } from "./rules/guest-in-list.ts";
import { hanaClone } from "./rules/hana-clone.ts";
import { idlePriority } from "./rules/idle-priority.ts";
import { ignoredFailure } from "./rules/ignored-failure.ts";
import { impliedUnique } from "./rules/implied-unique.ts";
import { infinitePreference } from "./rules/infinite-preference.ts";
import { lateDelay } from "./rules/late-delay.ts";
import { lateKdump } from "./rules/late-kdump.ts";
import { leftMove } from "./rules/left-move.ts";
import { longGroup } from "./rules/long-group.ts";
import { maintenanceLeft } from "./rules/maintenance-left.ts";
import { methodCycle } from "./rules/method-cycle.ts";
import { needlessDelay } from "./rules/needless-delay.ts";
import { negativeThreshold } from "./rules/negative-threshold.ts";
import { noDevice } from "./rules/no-device.ts";
import { noLockManager } from "./rules/no-lock-manager.ts";
import { noMonitor } from "./rules/no-monitor.ts";
import { noNotify } from "./rules/no-notify.ts";
import { noProbes } from "./rules/no-probes.ts";
import { nodeWithoutDevice } from "./rules/node-without-device.ts";
import { notInterleaved } from "./rules/not-interleaved.ts";
import { nothingRuns } from "./rules/nothing-runs.ts";
import { oldDaemon } from "./rules/old-daemon.ts";
import { oldDeviceNames } from "./rules/old-device-names.ts";
import { onFail } from "./rules/on-fail.ts";
import { oneRoleMonitored } from "./rules/one-role-monitored.ts";
import { orderCircle } from "./rules/order-circle.ts";
import { plainSecret } from "./rules/plain-secret.ts";
import { quorumIgnored } from "./rules/quorum-ignored.ts";
import { refusedSchema } from "./rules/refused-schema.ts";
import { retiredAgent } from "./rules/retired-agent.ts";
import { rewrittenForm } from "./rules/rewritten-form.ts";
import { rktBundle } from "./rules/rkt-bundle.ts";
import { rootByAcl } from "./rules/root-by-acl.ts";
import { sameAddress } from "./rules/same-address.ts";
import { sameConstraint } from "./rules/same-constraint.ts";
import { sameOperation } from "./rules/same-operation.ts";
import { sameRandomDelay } from "./rules/same-random-delay.ts";
import { serialFencing } from "./rules/serial-fencing.ts";
import { tooManyPromoted } from "./rules/too-many-promoted.ts";
import { unenforcedTicket } from "./rules/unenforced-ticket.ts";
import { unfencing } from "./rules/unfencing.ts";
import { unknownName } from "./rules/unknown-name.ts";
import { unknownReference } from "./rules/unknown-reference.ts";
import { untestedFencing } from "./rules/untested-fencing.ts";
import { wideAddress } from "./rules/wide-address.ts";

export const RULES: readonly LintRule[] = [
  lateDelay,
  oldDeviceNames,
  guestInList,
  wideAddress,
  noLockManager,
  impliedUnique,
  noNotify,
  tooManyPromoted,
  rootByAcl,
  leftMove,
  unknownReference,
  orderCircle,
  infinitePreference,
  sameConstraint,
  unenforcedTicket,
  fencingDisabled,
  noDevice,
  nodeWithoutDevice,
  fenceRace,
  sameRandomDelay,
  untestedFencing,
  needlessDelay,
  agentDelay,
  lateKdump,
  deadLevel,
  deviceAction,
  methodCycle,
  deviceBanned,
  badLevel,
  deviceMonitor,
  serialFencing,
  clonedDevice,
  unfencing,
  maintenanceLeft,
  nothingRuns,
  unknownName,
  endlessStart,
  bannedAtOnce,
  endlessLock,
  noProbes,
  idlePriority,
  quorumIgnored,
  noMonitor,
  sameOperation,
  oneRoleMonitored,
  onFail,
  ignoredFailure,
  blockedForGood,
  retiredAgent,
  sameAddress,
  clonedFilesystem,
  notInterleaved,
  childInConstraint,
  bundleNetwork,
  boundFile,
  longGroup,
  disabledResource,
  plainSecret,
  ersBesideAscs,
  hanaClone,
  attributesOnGuest,
  rewrittenForm,
  rktBundle,
  oldDaemon,
  refusedSchema,
  negativeThreshold,
];
