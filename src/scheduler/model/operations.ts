/** The configured operations of a resource: the `op` elements of its first `operations`, references resolved. */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import { dereference, isReference } from "../../cib/value/element-index.ts";
import { child, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { CURRENT, dialectOf } from "./dialect.ts";
import { perElement } from "./element-cache.ts";
import { Role } from "./enums.ts";
import { parseRole, type Roles } from "./target-role.ts";
import type { OperationConfig } from "./types.ts";

const BEFORE_PROMOTED = dialectOf("2.0.5");
const NONE: readonly OperationConfig[] = [];

/** In document order; operations that are references to nothing are left out. */
export function readOperations(s: ClusterModel, xml: Element): readonly OperationConfig[] {
  const section = child(xml, "operations");
  if (section === undefined) return NONE;
  const { byId } = s;
  const own = s.elementCache.of(s.dialect.knowsPromoted ? ownOperations : ownOperationsOf2, section);
  if (own !== "depends") return own;
  const referent = dereference(section, byId);
  if (referent === undefined) return NONE;
  return operationsOf(
    s,
    elements(referent, "op")
      .map((op) => dereference(op, byId))
      .filter((op) => op !== undefined),
  );
}

/** The operations of a section in which nothing refers to anything elsewhere. */
const ownOperations = perElement((section) => readOwn({ dialect: CURRENT }, section));
/** As releases read them that do not know `Promoted`. */
const ownOperationsOf2 = perElement((section) => readOwn({ dialect: BEFORE_PROMOTED }, section));

function readOwn(s: Roles, section: Element): readonly OperationConfig[] | "depends" {
  const listed = elements(section, "op");
  return isReference(section) || listed.some(isReference) ? "depends" : operationsOf(s, listed);
}

function operationsOf(s: Roles, listed: readonly Element[]): OperationConfig[] {
  const operations = listed.map((op) => ({
    xml: op,
    name: get(op, "name") ?? "",
    intervalMs: parseInterval(get(op, "interval")) ?? 0,
    enabled: parseBoolean(get(op, "enabled")) !== false,
  }));
  return operations.map((op) => ({ ...op, recursIn: roleOfRecurring(s, op, operations) }));
}

/** A role is entered and left once, so these cannot recur. */
const ONE_SHOT = new Set(["stop", "start", "demote", "promote", "reload-agent", "migrate_to", "migrate_from"]);

/**
 * One that exists twice (same name and interval) counts for nothing, nor does an invalid role.
 * Behaviour: docs/pacemaker/resources.md#configured-operations.
 */
function roleOfRecurring(
  s: Roles,
  { xml, name, intervalMs, enabled }: Omit<OperationConfig, "recursIn">,
  all: readonly Omit<OperationConfig, "recursIn">[],
): Role | undefined {
  if (intervalMs === 0 || !enabled || idOf(xml) === "" || ONE_SHOT.has(name)) return undefined;
  if (all.filter((other) => other.name === name && other.intervalMs === intervalMs).length > 1) return undefined;
  const role = get(xml, "role");
  return role === undefined ? Role.unknown : parseRole(s, role);
}
