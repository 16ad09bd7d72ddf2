/**
 * A primitive's actions: first down from its current role and up to it again (optional unless a restart is needed, so
 * that orderings can require it later), then on to the role it is to have.
 * Behaviour: docs/pacemaker/actions.md#walking-through-the-roles (pcmk_sched_primitive.c).
 */
import { hasFlag } from "../action/action-state.ts";
import { setFlag, startAction } from "../action/create.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Role } from "../model/enums.ts";
import type { Node, Primitive } from "../model/types.ts";
import { type Activity, activity } from "../model/whereabouts.ts";
import { abortDanglingMigration, canMigrate, createMigrationActions } from "./migration.ts";
import { createRecurringActions } from "./recurring.ts";
import { demote, promote, type RoleStep, start, stop } from "./role-steps.ts";

/** The next role on the way from one role to another: row = current, column = wanted. */
const TOWARDS: readonly (readonly Role[])[] = [
  [Role.unknown, Role.stopped, Role.stopped, Role.stopped, Role.stopped],
  [Role.stopped, Role.stopped, Role.started, Role.unpromoted, Role.unpromoted],
  [Role.stopped, Role.stopped, Role.started, Role.unpromoted, Role.promoted],
  [Role.stopped, Role.stopped, Role.stopped, Role.unpromoted, Role.promoted],
  [Role.stopped, Role.unpromoted, Role.unpromoted, Role.unpromoted, Role.promoted],
];

/** The step that leads from one role directly to another; undefined when nothing has to be done for it. */
function stepBetween(from: Role, to: Role): RoleStep | undefined {
  switch (from) {
    case Role.unknown:
      if (to === Role.stopped) return stop;
      break;
    case Role.stopped:
      if (to === Role.stopped) return undefined;
      if (to === Role.started || to === Role.unpromoted) return start;
      break;
    case Role.started:
      if (to === Role.stopped) return stop;
      if (to === Role.promoted) return promote;
      if (to === Role.started || to === Role.unpromoted) return undefined;
      break;
    case Role.unpromoted:
      if (to === Role.stopped || to === Role.started) return stop;
      if (to === Role.promoted) return promote;
      if (to === Role.unpromoted) return undefined;
      break;
    case Role.promoted:
      if (to === Role.promoted) return undefined;
      if (to !== Role.unknown) return demote;
      break;
  }
  throw new Error(`no step leads from role ${from} to role ${to}`);
}

function towards(from: Role, to: Role): Role {
  return (TOWARDS[from] as readonly Role[])[to] as Role;
}

/**
 * Makes all actions of a primitive, recurring operations and migration included. An unset next role is settled first.
 */
export function createPrimitiveActions(s: ClusterModel, rsc: Primitive): void {
  if (rsc.nextRole === Role.unknown) rsc.nextRole = rsc.assigned === undefined ? Role.stopped : Role.started;

  const now = activity(rsc);
  for (const source of rsc.danglingMigrationSources) abortDanglingMigration(s, rsc, source);

  const moving =
    now.node !== undefined && rsc.assigned !== undefined && now.node !== rsc.assigned && rsc.nextRole >= Role.started;
  let migrate = moving && canMigrate(rsc, now.node);
  let needStop = moving;
  let needPromote = false;

  if (rsc.partialMigrationSource !== undefined || rsc.partialMigrationTarget !== undefined) {
    rsc.stopUnexpected = false;
    if (!migrationContinues(rsc, now, migrate || !s.dialect.abandonsUnmigratable)) {
      needStop = true;
      rsc.partialMigrationSource = undefined;
      rsc.partialMigrationTarget = undefined;
      migrate = false;
    }
  } else {
    // What needs no fencing may already have been started elsewhere, so copies on lost nodes do not count against it.
    const multiplyActive = (rsc.needsFencing ? now.all : now.clean) > 1;
    rsc.stopUnexpected = multiplyActive && rsc.multipleActive === "stop_unexpected";
    if (multiplyActive && (rsc.multipleActive === "stop_start" || rsc.stopUnexpected)) needStop = true;
  }

  if (rsc.startPending) setFlag(startAction(s, rsc, rsc.assigned, true), ActionFlag.alwaysInGraph);

  if (moving) {
    // It is stopped here and started there in any case.
  } else if (rsc.failed) {
    if (rsc.stopIfFailed) needStop = true;
    else if (rsc.nextRole === Role.promoted) needPromote = true;
  } else if (rsc.blocked) {
    needStop = true;
  } else if (rsc.role > Role.started && now.node !== undefined && rsc.assigned !== undefined) {
    const again = startAction(s, rsc, rsc.assigned, true);
    if (!hasFlag(again, ActionFlag.optional)) needStop = true;
  }

  restart(s, rsc, now.node, needStop, needPromote);
  walkToNextRole(s, rsc);
  createRecurringActions(s, rsc);
  if (migrate && now.node !== undefined) createMigrationActions(s, rsc, now.node);
}

/** A partial migration continues if its target is still wanted and nothing else is active. */
function migrationContinues(rsc: Primitive, now: Activity, migrate: boolean): boolean {
  return (
    rsc.partialMigrationSource !== undefined &&
    rsc.partialMigrationTarget !== undefined &&
    migrate &&
    now.all === 2 &&
    now.node === rsc.partialMigrationSource &&
    rsc.assigned === rsc.partialMigrationTarget
  );
}

function restart(
  s: ClusterModel,
  rsc: Primitive,
  current: Node | undefined,
  needStop: boolean,
  needPromote: boolean,
): void {
  rsc.restarting = true;
  let role = rsc.role;
  while (role !== Role.stopped) {
    const next = towards(role, Role.stopped);
    const step = stepBetween(role, next);
    if (step === undefined) break;
    step(s, rsc, current, !needStop);
    role = next;
  }
  while (rsc.role <= rsc.nextRole && role !== rsc.role && !rsc.blocked) {
    const next = towards(role, rsc.role);
    const step = stepBetween(role, next);
    if (step === undefined) break;
    step(s, rsc, rsc.assigned, !(needStop || (next === Role.promoted && needPromote)));
    role = next;
  }
  rsc.restarting = false;
}

function walkToNextRole(s: ClusterModel, rsc: Primitive): void {
  let role = rsc.role;
  while (role !== rsc.nextRole) {
    const next = towards(role, rsc.nextRole);
    const step = stepBetween(role, next);
    if (step === undefined) break;
    step(s, rsc, rsc.assigned, false);
    role = next;
  }
}
