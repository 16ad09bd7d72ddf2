/** `RESOURCE_TASK_INTERVAL@NODE=RC`: which operation is to have which result, as `--op-inject` and `--op-fail` take it. */
import { parseOperationKey } from "../../cib/operation.ts";

interface OperationSpec {
  readonly resource: string;
  readonly task: string;
  readonly intervalMs: number;
  readonly node: string;
  readonly rc: number;
}

/** The message says what a user got wrong, in crm_simulate's words. */
export type ParsedSpec =
  | { readonly ok: true; readonly spec: OperationSpec }
  | { readonly ok: false; readonly message: string };

/** Reads one spec; the interval is in milliseconds. Text after the exit status is ignored. */
export function parseOperationSpec(text: string): ParsedSpec {
  const [, key, node, rc] = /^([^@]+)(?:@([^=]+)(?:=\s*([+-]?\d+))?)?/.exec(text) ?? [];
  if (key === undefined || node === undefined || rc === undefined) {
    const found = [key, node, rc].filter((field) => field !== undefined).length;
    return { ok: false, message: `Invalid operation spec: ${text}.  Only found ${found} fields` };
  }
  const operation = parseOperationKey(key);
  if (operation === undefined) return { ok: false, message: `Invalid resource name: ${key}` };
  const { rsc, task, intervalMs } = operation;
  return { ok: true, spec: { resource: rsc, task, intervalMs, node, rc: Number(rc) } };
}
