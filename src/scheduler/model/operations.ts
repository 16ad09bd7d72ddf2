/** The configured operations of a resource: the `op` elements of its first `operations`, references resolved. */
import { parseBoolean } from "../../cib/boolean.ts";
import { parseInterval } from "../../cib/duration.ts";
import { dereference } from "../../cib/index.ts";
import type { Element } from "../../cib/tree.ts";
import { child, elements, get } from "../../cib/tree.ts";
import type { OperationConfig } from "./resource.ts";
import type { Scheduler } from "./scheduler.ts";

export function readOperations(s: Scheduler, xml: Element): OperationConfig[] {
  const section = child(xml, "operations");
  const referent = section === undefined ? undefined : dereference(section, s.byId);
  if (referent === undefined) return [];
  const operations: OperationConfig[] = [];
  for (const reference of elements(referent, "op")) {
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
