/**
 * Names the change of a primitive in one word, by the rules of `crm_simulate`'s "Transition Summary", in their order: a
 * change of node counts before a change of role, and a restart whose start is impossible is a stop.
 * Behaviour: docs/pacemaker/simulator.md#summary.
 */
import { operationKey } from "../../cib/operation.ts";
import { hasFlag } from "../../scheduler/action/action-state.ts";
import { knownActions } from "../../scheduler/action/find-actions.ts";
import { ActionFlag, Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyAction, ReadonlyNode, ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import { roleName } from "../../scheduler/model/roles.ts";
import { currentNode } from "../../scheduler/model/whereabouts.ts";
import type { ResourceChange } from "./document.ts";

/** A change with its main action, which gives the reason. */
export interface TracedChange {
  readonly change: ResourceChange;
  readonly action: ReadonlyAction | undefined;
}

interface Situation {
  readonly rsc: ReadonlyPrimitive;
  readonly role: Role;
  readonly current: ReadonlyNode | undefined;
  readonly next: ReadonlyNode | undefined;
}

function actionOf(rsc: ReadonlyPrimitive, task: string, node: ReadonlyNode | undefined): ReadonlyAction | undefined {
  return knownActions(rsc, operationKey(rsc.id, task, 0), node)[0];
}

const runnable = (a: ReadonlyAction): boolean => hasFlag(a, ActionFlag.runnable);
const optional = (a: ReadonlyAction): boolean => hasFlag(a, ActionFlag.optional);

function change(
  { rsc, role }: Situation,
  kind: ResourceChange["kind"],
  from: ReadonlyNode | undefined,
  to: ReadonlyNode | undefined,
  action: ReadonlyAction | undefined,
  source: ReadonlyAction | undefined = action,
): TracedChange {
  const reason = source?.reason;
  const change = {
    kind,
    resource: rsc.id,
    ...(from === undefined ? {} : { from: from.name }),
    ...(to === undefined ? {} : { to: to.name }),
    roleBefore: roleName(role),
    roleAfter: roleName(rsc.nextRole),
    ...(reason === undefined ? {} : { reason }),
    blocked: action !== undefined && !runnable(action),
  };
  return { change, action: source ?? action };
}

export function resourceChanges(rsc: ReadonlyPrimitive): TracedChange[] {
  const current = currentNode(rsc);
  // Recovery resets the resource's role while actions are created; an active resource was at least started.
  const role = current !== undefined && rsc.role === Role.stopped ? Role.started : rsc.role;
  const s: Situation = { rsc, role, current, next: rsc.assigned };
  if (!rsc.managed || (current === undefined && (s.next === undefined || rsc.removed))) return [];
  const start = actionOf(rsc, "start", s.next);
  const stop =
    actionOf(rsc, "stop", start === undefined || !runnable(start) ? undefined : current) ??
    (rsc.stopUnexpected ? actionOf(rsc, "stop", undefined) : undefined);
  return role === rsc.nextRole ? sameRole(s, start, stop) : otherRole(s, start, stop);
}

function isMove({ current, next }: Situation): boolean {
  return current !== undefined && next !== undefined && current !== next;
}

function sameRole(s: Situation, start: ReadonlyAction | undefined, stop: ReadonlyAction | undefined): TracedChange[] {
  const { rsc, current, next } = s;
  const migrate = next === undefined ? undefined : actionOf(rsc, "migrate_from", next);
  if (migrate !== undefined && current !== undefined && runnable(migrate))
    return [change(s, "migrate", current, next, start)];
  if (rsc.reload) return [change(s, "reload", current, next, start)];
  if (start === undefined || optional(start)) {
    const promote = actionOf(rsc, "promote", next);
    const demote = actionOf(rsc, "demote", next);
    const again = promote !== undefined && demote !== undefined && !optional(promote) && !optional(demote);
    return again ? [change(s, "re-promote", current, next, promote, demote)] : [];
  }
  if (!runnable(start)) return [change(s, "stop", current, undefined, stop, stop?.reason === undefined ? start : stop)];
  if (isMove(s)) return [change(s, rsc.failed ? "recover" : "move", current, next, stop)];
  return [rsc.failed ? change(s, "recover", current, undefined, stop) : change(s, "restart", current, next, start)];
}

function otherRole(s: Situation, start: ReadonlyAction | undefined, stop: ReadonlyAction | undefined): TracedChange[] {
  const { rsc, role, current, next } = s;
  if (stop !== undefined && (rsc.nextRole === Role.stopped || (start !== undefined && !runnable(start)))) {
    return rsc.active.map((node) => {
      const here = actionOf(rsc, "stop", node);
      return change(s, "stop", node, undefined, here, here?.reason === undefined ? start : here);
    });
  }
  if (stop !== undefined && rsc.failed && rsc.stopIfFailed) return [change(s, "recover", current, next, stop, start)];
  if (isMove(s)) return [change(s, "move", current, next, stop)];
  if (rsc.reload) return [change(s, "reload", current, next, start)];
  if (stop !== undefined && !optional(stop)) return [change(s, "restart", current, next, start)];
  if (role === Role.promoted) return [change(s, "demote", current, next, actionOf(rsc, "demote", next))];
  if (rsc.nextRole === Role.promoted) return [change(s, "promote", current, next, actionOf(rsc, "promote", next))];
  return rsc.nextRole > Role.stopped && role <= Role.stopped ? [change(s, "start", current, next, start)] : [];
}
