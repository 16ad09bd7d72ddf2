/** What an agent's end means. Source: OCF Resource Agent API 1.1, section 3.4, LSB 3.1, and Pacemaker's executor (2.1.5). */
import { ExecStatus, Rc } from "../cib/result-code.ts";
import type { ProcessResult } from "../process/run-process.ts";
import { REASON_PREFIX } from "./environment.ts";

/** As an operation's history has it. */
export interface AgentResult {
  /** One of `Rc`. */
  readonly rc: number;
  /** One of `ExecStatus`. */
  readonly status: number;
  /** What the agent, or who ran it, says of a failure; empty if nothing. */
  readonly reason: string;
}

/** What is read of a program's end. */
export type Ended = Pick<ProcessResult, "exit" | "notStarted" | "timedOut" | "stderr">;

const OCF_CODES: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, Rc.degraded, Rc.degradedPromoted]);

/** Of an OCF agent. An agent may do without `notify`: then it has nothing to do. */
export function ocfResult(ended: Ended, task: string, timeout: number): AgentResult {
  const failed = notDone(ended, timeout);
  if (failed !== undefined) return failed;
  const given = ended.exit !== undefined && OCF_CODES.has(ended.exit) ? ended.exit : Rc.error;
  const rc = task === "notify" && given === Rc.unimplemented ? Rc.ok : given;
  return { rc, status: ExecStatus.done, reason: exitReason(ended.stderr) };
}

/** The text after the last mark, to the end of its line. */
export function exitReason(stderr: string): string {
  const at = stderr.lastIndexOf(REASON_PREFIX);
  if (at < 0) return "";
  const text = stderr.slice(at + REASON_PREFIX.length);
  const end = text.indexOf("\n");
  return (end < 0 ? text : text.slice(0, end)).trim();
}

/** Statuses of an init script's `status`: 1 and 2 dead with a pid or lock file left, 3 not running, from 150 on extended. */
const LSB_STATUS: Readonly<Record<number, number>> = {
  0: Rc.ok,
  1: Rc.notRunning,
  2: Rc.notRunning,
  3: Rc.notRunning,
  150: Rc.notInstalled,
  151: Rc.insufficientPrivileges,
};

/** Of an init script, whose exit statuses mean other things for `status` than for what changes something. */
export function lsbResult(ended: Ended, task: string, timeout: number): AgentResult {
  const failed = notDone(ended, timeout);
  if (failed !== undefined) return failed;
  const exit = ended.exit ?? Rc.error;
  const rc = task === "monitor" ? (LSB_STATUS[exit] ?? Rc.error) : exit <= Rc.notRunning ? exit : Rc.error;
  return { rc, status: ExecStatus.done, reason: "" };
}

/** A fence agent's exit statuses say only whether it did it; for a monitor 2 is a device that is there and switched off. */
export function fenceMonitorResult(ended: Ended, timeout: number): AgentResult {
  const failed = notDone(ended, timeout);
  if (failed !== undefined) return failed;
  const isThere = ended.exit === 0 || ended.exit === 2;
  return { rc: isThere ? Rc.ok : Rc.error, status: ExecStatus.done, reason: "" };
}

/** There is no such program, or it is none. */
const NOT_INSTALLED = new Set(["ENOENT", "EISDIR", "ENOTDIR", "EINVAL", "ENOEXEC"]);
const NOT_PERMITTED = new Set(["EACCES", "EPERM"]);

function notDone({ notStarted, timedOut }: Ended, timeout: number): AgentResult | undefined {
  if (timedOut) return timedOutAfter(timeout);
  if (notStarted === undefined) return undefined;
  const reason = `the agent could not be started: ${notStarted}`;
  if (NOT_INSTALLED.has(notStarted)) return { rc: Rc.notInstalled, status: ExecStatus.notInstalled, reason };
  return {
    rc: NOT_PERMITTED.has(notStarted) ? Rc.insufficientPrivileges : Rc.error,
    status: ExecStatus.error,
    reason,
  };
}

/** @param timeout milliseconds */
export function timedOutAfter(timeout: number): AgentResult {
  return { rc: Rc.error, status: ExecStatus.timeout, reason: `the agent did not complete within ${timeout} ms` };
}
