/**
 * systemd's units as agents: what is asked of `systemctl`, and what its answers mean. The mapping is that of Pacemaker's
 * executor (2.1.5), which asks by D-Bus.
 */
import { ExecStatus, Rc } from "../cib/result-code.ts";
import type { ProcessResult } from "../process/run-process.ts";
import { type AgentResult, timedOutAfter } from "./result.ts";

export type Systemctl = readonly ["systemctl", ...string[]];
export type Settled = AgentResult | "pending";

const SUFFIX = /\.(?:service|socket|mount|timer|path)$/;

/** Without a suffix that is known, a service is meant. */
export function unitName(type: string): string {
  return SUFFIX.test(type) ? type : `${type}.service`;
}

const CHANGES = new Set(["start", "stop"]);

/** Undefined for what no unit can do. A unit may not be an option of ours. */
export function changeUnit(task: string, type: string): Systemctl | undefined {
  return CHANGES.has(task) ? ["systemctl", task, "--job-mode=replace", "--", unitName(type)] : undefined;
}

export function showUnit(type: string): Systemctl {
  return ["systemctl", "show", "--property=LoadState,ActiveState", "--", unitName(type)];
}

const DONE = { status: ExecStatus.done, reason: "" } as const;
const RUNNING = new Set(["active", "reloading"]);
const BETWEEN = new Set(["activating", "deactivating"]);

/** Where a unit is, from `systemctl show`. @param timeout milliseconds that the question might take */
export function unitState(shown: ProcessResult, timeout: number): Settled {
  if (shown.timedOut) return timedOutAfter(timeout);
  if (shown.exit !== 0) return failed(shown);
  const properties = new Map(shown.stdout.split("\n").map((line) => line.split("=", 2) as [string, string]));
  const state = properties.get("ActiveState") ?? "";
  if (BETWEEN.has(state)) return "pending";
  if (RUNNING.has(state)) return { rc: Rc.ok, ...DONE };
  return properties.get("LoadState") === "not-found"
    ? { rc: Rc.notInstalled, status: ExecStatus.notInstalled, reason: "systemd has no such unit" }
    : { rc: Rc.notRunning, ...DONE };
}

/** What became of a job. A unit that is not there is not running, so its stop has succeeded. */
export function jobResult(task: string, before: Settled, job: ProcessResult | undefined, timeout: number): AgentResult {
  if (before !== "pending" && before.status !== ExecStatus.done) {
    const isGone = before.status === ExecStatus.notInstalled && task === "stop";
    return isGone ? { rc: Rc.ok, ...DONE } : before;
  }
  if (job === undefined) throw new Error("a unit that can be changed has a job");
  if (job.timedOut) return timedOutAfter(timeout);
  return job.exit === 0 ? { rc: Rc.ok, ...DONE } : failed(job);
}

function failed({ stderr, notStarted, signal }: ProcessResult): AgentResult {
  const said = stderr.trim().split("\n")[0] ?? "";
  const reason = said !== "" ? said : `systemctl: ${notStarted ?? signal ?? "failed without a word"}`;
  return { rc: Rc.error, status: ExecStatus.error, reason };
}
