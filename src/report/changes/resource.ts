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

/** From where to where. */
interface Path {
  readonly from: ReadonlyNode | undefined;
  readonly to: ReadonlyNode | undefined;
}

function change(
  { rsc, role }: Situation,
  kind: ResourceChange["kind"],
  { from, to }: Path,
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
  const path: Path = { from: current, to: next };
  const migrate = next === undefined ? undefined : actionOf(rsc, "migrate_from", next);
  if (migrate !== undefined && current !== undefined && runnable(migrate)) return [change(s, "migrate", path, start)];
  if (rsc.reload) return [change(s, "reload", path, start)];
  if (start === undefined || optional(start)) {
    const promote = actionOf(rsc, "promote", next);
    const demote = actionOf(rsc, "demote", next);
    const again = promote !== undefined && demote !== undefined && !optional(promote) && !optional(demote);
    return again ? [change(s, "re-promote", path, promote, demote)] : [];
  }
  if (!runnable(start))
    return [change(s, "stop", { from: current, to: undefined }, stop, stop?.reason === undefined ? start : stop)];
  if (isMove(s)) return [change(s, rsc.failed ? "recover" : "move", path, stop)];
  return [
    rsc.failed ? change(s, "recover", { from: current, to: undefined }, stop) : change(s, "restart", path, start),
  ];
}

function otherRole(s: Situation, start: ReadonlyAction | undefined, stop: ReadonlyAction | undefined): TracedChange[] {
  const { rsc, role, current, next } = s;
  const path: Path = { from: current, to: next };
  if (stop !== undefined && (rsc.nextRole === Role.stopped || (start !== undefined && !runnable(start)))) {
    return rsc.active.map((node) => {
      const here = actionOf(rsc, "stop", node);
      return change(s, "stop", { from: node, to: undefined }, here, here?.reason === undefined ? start : here);
    });
  }
  if (stop !== undefined && rsc.failed && rsc.stopIfFailed) return [change(s, "recover", path, stop, start)];
  if (isMove(s)) return [change(s, "move", path, stop)];
  if (rsc.reload) return [change(s, "reload", path, start)];
  if (stop !== undefined && !optional(stop)) return [change(s, "restart", path, start)];
  if (role === Role.promoted) return [change(s, "demote", path, actionOf(rsc, "demote", next))];
  if (rsc.nextRole === Role.promoted) return [change(s, "promote", path, actionOf(rsc, "promote", next))];
  return rsc.nextRole > Role.stopped && role <= Role.stopped ? [change(s, "start", path, start)] : [];
}
