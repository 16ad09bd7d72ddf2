/** The configured operations of a resource: the `op` elements of its first `operations`, references resolved. */
import { parseBoolean } from "../../cib/boolean.ts";
import { parseInterval } from "../../cib/duration.ts";
import { dereference, isReference } from "../../cib/index.ts";
import type { Element } from "../../cib/tree.ts";
import { child, elements, get } from "../../cib/tree.ts";
import type { OperationConfig } from "./resource.ts";
import type { Scheduler } from "./scheduler.ts";

const NONE: readonly OperationConfig[] = [];

export function readOperations(s: Scheduler, xml: Element): readonly OperationConfig[] {
  const section = child(xml, "operations");
  if (section === undefined) return NONE;
  let operations = s.readings.operations.get(section);
  if (operations !== undefined) return operations;
  const referent = dereference(section, s.byId);
  if (referent === undefined) return NONE;
  const listed = elements(referent, "op");
  operations = operationsOf(s, listed);
  if (!isReference(section) && !listed.some(isReference)) s.readings.operations.set(section, operations);
  return operations;
}

function operationsOf(s: Scheduler, listed: readonly Element[]): OperationConfig[] {
  const operations: OperationConfig[] = [];
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
  return operations;
}
