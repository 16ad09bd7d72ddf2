/** The last operations of a resource, from its history in the status section. */
import { descend, type Element, elements, get } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import { isAnonymousInstance } from "../../scheduler/model/resource.ts";
import { exitStatusText, exitText } from "../exit-text.ts";
import type { OperationResult } from "./detail.ts";

const PENDING = "-1";

function read(node: string, op: Element): OperationResult {
  const number = (name: string): number => Number(get(op, name) ?? 0);
  const at = get(op, "last-rc-change");
  const digest = get(op, "op-digest");
  return {
    node,
    operation: get(op, "operation") ?? "",
    intervalMs: number("interval"),
    rc: number("rc-code"),
    rcText: exitText(number("rc-code")),
    status: exitStatusText(number("op-status")),
    exitReason: get(op, "exit-reason") ?? "",
    ...(at === undefined ? {} : { at: Number(at) }),
    execMs: number("exec-time"),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** What gives a resource its role, or finds it in one. */
const ROLE_TASKS = new Set(["start", "stop", "promote", "demote", "migrate_to", "migrate_from"]);

/** Epoch seconds since when the resource has the role it has, of its operations on the nodes where it is active. */
export function roleSince(operations: readonly OperationResult[]): number | undefined {
  const changes = operations.filter(
    (o) => ROLE_TASKS.has(o.operation) || (o.operation === "monitor" && o.intervalMs === 0),
  );
  return changes.find((o) => o.at !== undefined)?.at;
}

/** Those that ended, newest first. Where the resource is active, its probes elsewhere do not count, nor other instances' operations. */
export function lastOperations(s: ReadonlyModel, rsc: ReadonlyPrimitive): OperationResult[] {
  const ids = new Set([rsc.id, rsc.historyId ?? rsc.id]);
  const where = rsc.active.length > 0 || isAnonymousInstance(rsc) ? new Set(rsc.active.map((n) => n.name)) : undefined;
  const found: OperationResult[] = [];
  for (const state of s.status === undefined ? [] : elements(s.status, "node_state")) {
    const node = get(state, "uname") ?? get(state, "id") ?? "";
    if (where !== undefined && !where.has(node)) continue;
    const history = descend(state, "lrm", "lrm_resources");
    for (const resource of history === undefined ? [] : elements(history, "lrm_resource")) {
      if (!ids.has(get(resource, "id") ?? "")) continue;
      found.push(
        ...elements(resource, "lrm_rsc_op")
          .filter((op) => get(op, "op-status") !== PENDING)
          .map((op) => read(node, op)),
      );
    }
  }
  return found.sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
}
