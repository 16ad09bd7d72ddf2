/**
 * What a cluster did, in its DC's own words: each transition it computed, the input it computed it from, the operations
 * it had carried out and why it stopped. The log is Pacemaker's own, of its severity "notice" and up.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseOperationKey } from "../../../src/cib/operation.ts";
import { parseXml } from "../../../src/cib/xml/parse.ts";
import type { Element } from "../../../src/cib/xml/tree.ts";
import type { PlannedOperation } from "../../../src/report/plan/document.ts";
import { LAB } from "../holdfast.ts";

export interface RecordedTransition {
  readonly number: number;
  /** The file's name, such as `pe-input-17.bz2`. */
  readonly input: string;
  /** `start ip on controller-0`, in the order begun; recurring ones with their interval. */
  readonly begun: readonly string[];
  /** Why it was given up before its end, each time somebody said so. */
  readonly aborted: readonly string[];
  /** Actions of its graph, pseudo ones included; undefined when the next was computed before this one was acted upon. */
  readonly actions: number | undefined;
  /** Those that were not begun. */
  readonly left: number;
}

const nodeFile = (node: string, path: string): string => join(LAB, "nodes", node, path);
const logOf = (node: string): string => nodeFile(node, "var/log/pacemaker/pacemaker.log");

export function recordMark(dc: string): number {
  return existsSync(logOf(dc)) ? statSync(logOf(dc)).size : 0;
}

/** In words that do not depend on which instance of an anonymous clone has which number. */
function operationWord(operation: string, resource: string, node: string, intervalMs: number): string {
  const recurring = intervalMs > 0 ? ` every ${intervalMs} ms` : "";
  const probe = operation === "monitor" && intervalMs === 0 ? "probe" : operation;
  return `${probe} ${resource.replace(/:\d+$/, "")} on ${node}${recurring}`;
}

export const operationWords = (operations: readonly PlannedOperation[]): string[] =>
  operations.map((o) => operationWord(o.operation, o.resource, o.node, o.intervalMs));

/**
 * What was computed since the mark, in order. Undefined while something is under way, or nothing was computed yet.
 */
export function recordSince(dc: string, mark: number): readonly RecordedTransition[] | undefined {
  const text = readFileSync(logOf(dc)).subarray(mark).toString("utf8");
  const transitions: {
    number: number;
    input: string;
    begun: string[];
    aborted: string[];
    actions: number | undefined;
    left: number;
  }[] = [];
  let idle = false;
  for (const line of text.split("\n")) {
    const moved = /State transition \S+ -> (\w+)/.exec(line)?.[1];
    if (moved !== undefined) idle = moved === "S_IDLE" && transitions.length > 0;
    const [, number, input] = /Calculated transition (\d+).*saving inputs in \S+\/(\S+)/.exec(line) ?? [];
    if (number !== undefined && input !== undefined)
      transitions.push({ number: Number(number), input, begun: [], aborted: [], actions: undefined, left: 0 });
    const last = transitions.at(-1);
    if (last === undefined) continue;
    const [, operation, key, node] = /Initiating ([\w-]+) operation (\S+)(?: locally)? on (\S+)/.exec(line) ?? [];
    if (operation !== undefined && key !== undefined && node !== undefined)
      last.begun.push(begun(operation, key, node));
    const why = /Transition \d+ aborted([^|]*)/.exec(line)?.[1];
    if (why !== undefined) last.aborted.push(why.trim());
    const [, complete, incomplete] = ENDED.exec(line)?.map(Number) ?? [];
    if (complete !== undefined && incomplete !== undefined) {
      last.left = incomplete;
      last.actions = complete + incomplete;
    }
  }
  return idle ? transitions : undefined;
}

/** What is skipped is incomplete too. */
const ENDED = /Transition \d+ \(Complete=(\d+),.* Incomplete=(\d+)/;

function begun(operation: string, key: string, node: string): string {
  const parsed = parseOperationKey(key);
  if (parsed === undefined) throw new Error(`the log has an operation that is called ${key}`);
  return operationWord(operation, parsed.rsc, node, parsed.intervalMs);
}

const inputFile = (dc: string, { input }: RecordedTransition): string =>
  nodeFile(dc, join("var/lib/pacemaker/pengine", input));

/** Keeps what a transition was computed from, which goes with the lab, for whoever looks into a difference. @returns where */
export function keepInput(dc: string, transition: RecordedTransition): string {
  const kept = join(mkdtempSync(join(tmpdir(), "holdfast-prediction-")), transition.input);
  copyFileSync(inputFile(dc, transition), kept);
  return kept;
}

/** The CIB a transition was computed from. */
export function inputOf(dc: string, transition: RecordedTransition): Element {
  const text = execFileSync("bzcat", [inputFile(dc, transition)], { encoding: "utf8" });
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(`${transition.input}: ${parsed.problem.message}`);
  return parsed.root;
}
