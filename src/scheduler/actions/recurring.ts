/**
 * Recurring operations: monitors of the role a resource will have on its node, and monitors for the role Stopped
 * everywhere else.
 * Behaviour: docs/pacemaker/actions.md#recurring-monitors (pcmk_sched_recurring.c).
 */
import { operationKey } from "../../cib/operation.ts";
import { Rc } from "../../cib/result-code.ts";
import { expectResult, hasFlag } from "../action/action-state.ts";
import { actionsOn, clearFlag, createAction, findActions, setFlag, startAction } from "../action/create.ts";
import { newOrdering } from "../action/ordering.ts";
import { orderActions } from "../action/relation.ts";
import { isOnlineAndClean } from "../action/resource-active.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation, Role } from "../model/enums.ts";
import type { Action, Node, Primitive } from "../model/types.ts";
import { cancelAction } from "./cancel.ts";

interface RecurringOperation {
  readonly name: string;
  readonly intervalMs: number;
  readonly key: string;
  /** The role it is for; unknown = any but Promoted. */
  readonly role: Role;
}

/** Makes a primitive's recurring operations, or cancels them; none while it is blocked or in maintenance. */
export function createRecurringActions(s: ClusterModel, rsc: Primitive): void {
  if (rsc.blocked || rsc.maintenance) return;
  const node = rsc.assigned;
  let start: Action | undefined;
  if (node !== undefined && !node.maintenance && (rsc.nextRole !== Role.stopped || !rsc.managed)) {
    start = startAction(s, rsc, node, true);
  }
  for (const { name, intervalMs, recursIn: role } of rsc.operations) {
    if (role === undefined) continue;
    const operation = { name, intervalMs, key: operationKey(rsc.id, name, intervalMs), role };
    if (operation.role === Role.stopped) monitorWhereStopped(s, rsc, node, operation);
    else if (start !== undefined && node !== undefined) monitorWhereActive(s, rsc, start, node, operation);
  }
}

function monitorWhereActive(
  s: ClusterModel,
  rsc: Primitive,
  start: Action,
  node: Node,
  operation: RecurringOperation,
): void {
  const optional = isRunningWell(rsc, node, operation, start);
  // Without a role an operation is for any but the promoted one.
  const matches = operation.role === Role.unknown ? rsc.nextRole !== Role.promoted : rsc.nextRole === operation.role;
  if (!matches) {
    if (optional) cancelBeforeRoleChange(s, rsc, node, operation);
    return;
  }

  const monitor = createAction(s, { rsc, key: operation.key, task: operation.name, node, optional });
  if (!hasFlag(start, ActionFlag.runnable) || !isOnlineAndClean(node)) clearFlag(monitor, ActionFlag.runnable);
  if (rsc.nextRole === Role.promoted) expectResult(monitor, Rc.promoted);
  if (!rsc.managed) return;

  const follows = (task: string, type: number): void =>
    newOrdering(s, { rsc, key: operationKey(rsc.id, task, 0) }, { key: monitor.key, action: monitor }, type);
  follows("start", Relation.firstImpliesThen | Relation.unrunnableFirstBlocks);
  follows(s.dialect.reloadTask, Relation.firstImpliesThen | Relation.unrunnableFirstBlocks);
  if (rsc.nextRole === Role.promoted) follows("promote", Relation.ordered | Relation.unrunnableFirstBlocks);
  else if (rsc.role === Role.promoted) follows("demote", Relation.ordered | Relation.unrunnableFirstBlocks);
}

/** The operation is active on the node, nothing restarts the resource, and it is not marked to be rescheduled. */
function isRunningWell(rsc: Primitive, node: Node, operation: RecurringOperation, start: Action): boolean {
  if (!hasFlag(start, ActionFlag.optional)) return false;
  const running = runningOn(rsc, node, operation);
  return running.length > 0 && running.every((action) => !hasFlag(action, ActionFlag.reschedule));
}

function runningOn(rsc: Primitive, node: Node, operation: RecurringOperation): Action[] {
  return rsc.actions.filter((action) => action.key === operation.key && action.node === node);
}

function cancelBeforeRoleChange(s: ClusterModel, rsc: Primitive, node: Node, operation: RecurringOperation): void {
  const cancel = cancelAction(s, rsc, operation.name, operation.intervalMs, node);
  let change: string | undefined;
  if (rsc.role === Role.promoted) {
    change = "demote";
  } else if (rsc.role === Role.unpromoted || rsc.role === Role.started) {
    if (rsc.nextRole === Role.promoted) change = "promote";
    else if (rsc.nextRole === Role.stopped) change = "stop";
  }
  if (change !== undefined) {
    newOrdering(
      s,
      { rsc, action: cancel },
      { rsc, key: operationKey(rsc.id, change, 0) },
      Relation.unrunnableFirstBlocks,
    );
  }
}

function monitorWhereStopped(
  s: ClusterModel,
  rsc: Primitive,
  active: Node | undefined,
  operation: RecurringOperation,
): void {
  // Instances of an anonymous clone cannot be distinguished, so there is no "where this one is not".
  if (!rsc.unique) return;
  for (const node of s.nodes) {
    if (node === active) {
      cancelWhereActive(s, rsc, node, operation);
      continue;
    }
    const optional = runningOn(rsc, node, operation).length > 0;
    const monitor = createAction(s, { rsc, key: operation.key, task: operation.name, node, optional });
    expectResult(monitor, Rc.notRunning);
    if (rsc.managed) {
      for (const probe of findActions(rsc, operationKey(rsc.id, "monitor", 0), node)) {
        orderActions(probe, monitor, Relation.unrunnableFirstBlocks);
      }
    }
    orderAfterStops(s, rsc, node, monitor);
    if (!s.dialect.monitorsUnmanagedStopped && !rsc.managed && !isBeingStopped(rsc, node))
      setFlag(monitor, ActionFlag.optional);
    if (!isOnlineAndClean(node)) clearFlag(monitor, ActionFlag.runnable);
  }
}

function cancelWhereActive(s: ClusterModel, rsc: Primitive, node: Node, operation: RecurringOperation): void {
  if (runningOn(rsc, node, operation).length === 0) return;
  const cancel = cancelAction(s, rsc, operation.name, operation.intervalMs, node);
  if (rsc.nextRole === Role.started || rsc.nextRole === Role.unpromoted) {
    newOrdering(
      s,
      { rsc, action: cancel },
      { rsc, key: operationKey(rsc.id, "start", 0) },
      Relation.unrunnableFirstBlocks,
    );
  }
}

function isBeingStopped(rsc: Primitive, node: Node): boolean {
  return [...actionsOn(rsc, "stop", node)].some((stop) => !hasFlag(stop, ActionFlag.optional));
}

function orderAfterStops(s: ClusterModel, rsc: Primitive, node: Node, monitor: Action): void {
  for (const stop of actionsOn(rsc, "stop", node)) {
    if (
      s.dialect.monitorsUnmanagedStopped &&
      !hasFlag(stop, ActionFlag.optional) &&
      !hasFlag(monitor, ActionFlag.optional) &&
      !rsc.managed
    ) {
      setFlag(monitor, ActionFlag.optional);
    }
    if (!hasFlag(stop, ActionFlag.runnable)) clearFlag(monitor, ActionFlag.runnable);
    if (rsc.managed) {
      newOrdering(
        s,
        { rsc, key: stop.key, action: stop },
        { action: monitor },
        Relation.firstImpliesThen | Relation.unrunnableFirstBlocks,
      );
    }
  }
}
