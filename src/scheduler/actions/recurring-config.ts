/**
 * Which of a resource's configured operations recur, in the order they are written.
 * Behaviour: facts of the scheduler §23 "Recurring" (pcmk_sched_recurring.c).
 */
import { operationKey } from "../../cib/operation.ts";
import { get, idOf } from "../../cib/tree.ts";
import type { Primitive } from "../model/resource.ts";
import { Role } from "../model/resource.ts";
import { parseRole } from "../model/target-role.ts";

export interface RecurringOperation {
  readonly name: string;
  readonly intervalMs: number;
  readonly key: string;
  /** The role it is for; unknown = any but Promoted. */
  readonly role: Role;
}

/** A role is entered and left once, so these cannot recur. */
const ONE_SHOT = new Set(["stop", "start", "demote", "promote", "reload-agent", "migrate_to", "migrate_from"]);

/** Enabled recurring operations. One that exists twice (same name and interval) counts for nothing, nor does an invalid role. */
export function recurringOperations(rsc: Primitive): RecurringOperation[] {
  const found: RecurringOperation[] = [];
  for (const { xml, name, intervalMs, enabled } of rsc.operations) {
    if (intervalMs === 0 || idOf(xml) === "" || ONE_SHOT.has(name)) continue;
    const same = rsc.operations.filter((other) => other.name === name && other.intervalMs === intervalMs);
    if (!enabled || same.length > 1) continue;
    const roleText = get(xml, "role");
    const role = roleText === undefined ? Role.unknown : parseRole(roleText);
    if (role === undefined) continue;
    found.push({ name, intervalMs, key: operationKey(rsc.id, name, intervalMs), role });
  }
  return found;
}
