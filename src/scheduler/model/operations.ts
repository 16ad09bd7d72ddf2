/** The configured operations of a resource: the `op` elements of its first `operations`, references resolved. */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import { dereference, isReference } from "../../cib/value/element-index.ts";
import { child, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { perElement } from "./element-cache.ts";
import { Role } from "./enums.ts";
import { parseRole } from "./target-role.ts";
import type { OperationConfig } from "./types.ts";

const NONE: readonly OperationConfig[] = [];

/** In document order; operations that are references to nothing are left out. */
export function readOperations({ elementCache, byId }: ClusterModel, xml: Element): readonly OperationConfig[] {
  const section = child(xml, "operations");
  if (section === undefined) return NONE;
  const own = elementCache.of(ownOperations, section);
  if (own !== "depends") return own;
  const referent = dereference(section, byId);
  if (referent === undefined) return NONE;
  return operationsOf(
    elements(referent, "op")
      .map((op) => dereference(op, byId))
      .filter((op) => op !== undefined),
  );
}

/** The operations of a section in which nothing refers to anything elsewhere. */
const ownOperations = perElement((section): readonly OperationConfig[] | "depends" => {
  const listed = elements(section, "op");
  return isReference(section) || listed.some(isReference) ? "depends" : operationsOf(listed);
});

function operationsOf(listed: readonly Element[]): OperationConfig[] {
  const operations = listed.map((op) => ({
    xml: op,
    name: get(op, "name") ?? "",
    intervalMs: parseInterval(get(op, "interval")) ?? 0,
    enabled: parseBoolean(get(op, "enabled")) !== false,
  }));
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
