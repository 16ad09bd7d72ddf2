/** Failed operations, from the history. */
import { get } from "../../cib/xml/tree.ts";
import type { ReadonlyFailedOperation, ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { isMaskableProbe } from "../../scheduler/model/history-entry.ts";
import type { ReadonlyNode, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { exitStatusText, exitText } from "../exit-text.ts";
import type { FailureStatus } from "./document.ts";

function number(text: string | undefined): number | undefined {
  return text === undefined || !/^-?\d+/.test(text) ? undefined : Number.parseInt(text, 10);
}

function failureStatus(failure: ReadonlyFailedOperation): FailureStatus {
  const { op } = failure;
  const rc = number(get(op, "rc-code")) ?? 1;
  const at = number(get(op, "last-rc-change"));
  const key = get(op, "operation_key") ?? get(op, "id") ?? "";
  return {
    name: key.replace(/_(migrate_to|migrate_from|[a-z-]+)_\d+$/, ""),
    resource: failure.rsc?.id ?? key.replace(/_[a-z_]+_\d+$/, ""),
    operation: get(op, "operation") ?? "",
    intervalMs: number(get(op, "interval")) ?? 0,
    node: failure.node.name,
    rc,
    rcText: exitText(rc),
    status: exitStatusText(number(get(op, "op-status")) ?? 0),
    exitReason: get(op, "exit-reason") ?? "",
    callId: get(op, "call-id") ?? "",
    ...(at === undefined ? {} : { at }),
    execMs: number(get(op, "exec-time")) ?? 0,
  };
}

export function allFailures(s: ReadonlyModel): FailureStatus[] {
  return s.failedOperations.map(failureStatus);
}

/** Those a page lists: a probe that failed because its agent cannot run there says only why the resource is stopped there. */
export function listedFailures(s: ReadonlyModel): FailureStatus[] {
  return s.failedOperations.filter(({ op }) => !isMaskableProbe(op)).map(failureStatus);
}

/** Why the resource (or, with a node, an instance of it there) is stopped: its failed probe in words, if it had one. */
export function failedProbeText(
  s: ReadonlyModel,
  subject: ReadonlyResource,
  node: ReadonlyNode | undefined,
): string | undefined {
  for (const { rsc, node: where, op } of s.failedOperations) {
    if (rsc === undefined || (node !== undefined && where !== node)) continue;
    if (!isMaskableProbe(op)) continue;
    if (rsc === subject || rsc.parent === subject) {
      const text = exitText(number(get(op, "rc-code")) ?? 1);
      return text.charAt(0).toUpperCase() + text.slice(1);
    }
  }
  return undefined;
}
