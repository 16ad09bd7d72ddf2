/** The configured operations of a resource: the `op` elements of its first `operations`, references resolved. */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import { dereference, isReference } from "../../cib/value/element-index.ts";
import { child, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { Role } from "./enums.ts";
import { parseRole } from "./target-role.ts";
import type { OperationConfig } from "./types.ts";

const NONE: readonly OperationConfig[] = [];

export function readOperations(s: ClusterModel, xml: Element): readonly OperationConfig[] {
  const section = child(xml, "operations");
  if (section === undefined) return NONE;
  let operations = s.elementCache.operations.get(section);
  if (operations !== undefined) return operations;
  const referent = dereference(section, s.byId);
  if (referent === undefined) return NONE;
  const listed = elements(referent, "op");
  operations = operationsOf(s, listed);
  if (!isReference(section) && !listed.some(isReference)) s.elementCache.operations.set(section, operations);
  return operations;
}

function operationsOf(s: ClusterModel, listed: readonly Element[]): OperationConfig[] {
  const operations: Omit<OperationConfig, "recursIn">[] = [];
  for (const reference of listed) {
    const op = dereference(reference, s.byId);
    if (op === undefined) continue;
    operations.push({
      xml: op,
      name: get(op, "name") ?? "",
      intervalMs: parseInterval(get(op, "interval")) ?? 0,
      enabled: parseBoolean(get(op, "enabled")) !== false,
    });
  }
  return operations.map((op) => ({ ...op, recursIn: roleOfRecurring(op, operations) }));
}

/** A role is entered and left once, so these cannot recur. */
const ONE_SHOT = new Set(["stop", "start", "demote", "promote", "reload-agent", "migrate_to", "migrate_from"]);

/**
 * One that exists twice (same name and interval) counts for nothing, nor does an invalid role.
 * Behaviour: docs/pacemaker/resources.md#configured-operations.
 */
function roleOfRecurring(
  { xml, name, intervalMs, enabled }: Omit<OperationConfig, "recursIn">,
  all: readonly Omit<OperationConfig, "recursIn">[],
): Role | undefined {
  if (intervalMs === 0 || !enabled || idOf(xml) === "" || ONE_SHOT.has(name)) return undefined;
  if (all.filter((other) => other.name === name && other.intervalMs === intervalMs).length > 1) return undefined;
  const role = get(xml, "role");
  return role === undefined ? Role.unknown : parseRole(role);
}
