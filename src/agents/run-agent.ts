/**
 * Carries out an operation as Pacemaker's executor does: with the agent's environment, in a process group of its own that
 * gets KILL when time is up (with on-fail=block the agent alone), and with bounded output. That one operation of a resource
 * runs at a time is for the caller to see to.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ExecStatus, Rc } from "../cib/result-code.ts";
import { type ProcessOptions, type ProcessResult, runProcess } from "../process/run-process.ts";
import { type AgentRequest, agentEnvironment, type Environment } from "./environment.ts";
import { fenceInput } from "./fence-input.ts";
import { type AgentResult, fenceMonitorResult, lsbResult, ocfResult, timedOutAfter } from "./result.ts";
import { changeUnit, jobResult, type Settled, type Systemctl, showUnit, unitState } from "./systemd.ts";

export interface AgentAnswer extends AgentResult {
  readonly stdout: string;
  readonly stderr: string;
}

export interface AgentPlaces {
  /** With the agents in `resource.d` and their shell functions in `lib`. */
  readonly ocfRoot: string;
  readonly initScripts: string;
  readonly fenceAgents: string;
}

const PLACES: AgentPlaces = { ocfRoot: "/usr/lib/ocf", initScripts: "/etc/init.d", fenceAgents: "/usr/sbin" };

/** Bytes kept of each output. */
const MOST_OUTPUT = 10 * 1024 * 1024;
/** Milliseconds, of an operation that has none. */
const DEFAULT_TIMEOUT = 20_000;
/** Milliseconds between questions to a unit that is on its way. */
const SETTLING = 2000;

/** Never rejects: every way to fail is a result. @param base the environment that agents inherit */
export async function runAgent(
  call: AgentRequest,
  base: Environment,
  places: AgentPlaces = PLACES,
): Promise<AgentAnswer> {
  const { resource, task, attributes } = call;
  const given = Number(attributes.get("CRM_meta_timeout"));
  const timeout = given > 0 ? given : DEFAULT_TIMEOUT;
  const alone = attributes.get("CRM_meta_on_fail") === "block";
  const run = (argv: readonly [string, ...string[]], env: Environment): Promise<ProcessResult> =>
    runProcess(argv, { timeout, env, keep: MOST_OUTPUT, ending: alone ? "kill-alone" : "kill" });
  switch (resource.class) {
    case "ocf": {
      if (!isPlain(resource.provider ?? "") || !isPlain(resource.type)) return notThere();
      const program = `${places.ocfRoot}/resource.d/${resource.provider}/${resource.type}`;
      const ended = await run([program, task], agentEnvironment(call, base, places.ocfRoot));
      return answer(ocfResult(ended, task, timeout), ended);
    }
    case "lsb": {
      if (!isPlain(resource.type)) return notThere();
      const asked = task === "monitor" ? "status" : task;
      const ended = await run([`${places.initScripts}/${resource.type}`, asked], base);
      return answer(lsbResult(ended, task, timeout), ended);
    }
    case "stonith": {
      // Its start and stop are the cluster's own: they register the device. An agent that fences is asked by the fencer.
      if (task !== "monitor")
        return { ...notRun(`a fence device has no operation ${task} of its agent`), stdout: "", stderr: "" };
      if (!isPlain(resource.type)) return notThere();
      const input = fenceInput(task, attributes);
      if (input === undefined) return unreadable();
      const argv = [`${places.fenceAgents}/${resource.type}`] as const;
      const ended = await runProcess(argv, { timeout, env: base, input, keep: MOST_OUTPUT, ending: "kill" });
      return answer(fenceMonitorResult(ended, timeout), ended);
    }
    case "systemd":
      return unitAnswer(task, resource.type, timeout, base);
    default:
      return { ...notRun(`no agents of class ${resource.class} are run`), stdout: "", stderr: "" };
  }
}

/** A name of a file in a folder, not hidden: it comes from a CIB. */
const isPlain = (name: string): boolean => /^[^./][^/]*$/.test(name);

function answer(result: AgentResult, { stdout, stderr }: ProcessResult): AgentAnswer {
  return { ...result, stdout, stderr };
}

function notThere(): AgentAnswer {
  const reason = "the agent's name is none of a program";
  return { rc: Rc.notInstalled, status: ExecStatus.notInstalled, reason, stdout: "", stderr: "" };
}

function unreadable(): AgentAnswer {
  const reason = "a parameter has a line break, which a fence agent cannot be given";
  return { rc: Rc.notConfigured, status: ExecStatus.error, reason, stdout: "", stderr: "" };
}

function notRun(reason: string): AgentResult {
  return { rc: Rc.unimplemented, status: ExecStatus.notSupported, reason };
}

async function unitAnswer(task: string, type: string, timeout: number, env: Environment): Promise<AgentAnswer> {
  const until = Date.now() + timeout;
  const ask = (argv: Systemctl): Promise<ProcessResult> => {
    const options: ProcessOptions = { timeout: Math.max(1, until - Date.now()), env, keep: MOST_OUTPUT };
    return runProcess(argv, options);
  };
  const state = async (): Promise<Settled> => unitState(await ask(showUnit(type)), timeout);
  const said = (result: AgentResult): AgentAnswer => ({ ...result, stdout: "", stderr: "" });
  if (task === "monitor") {
    for (;;) {
      const found = await state();
      if (found !== "pending") return said(found);
      const pause = Math.min(SETTLING, timeout / 10);
      if (Date.now() + pause >= until) return said(timedOutAfter(timeout));
      await sleep(pause);
    }
  }
  const change = changeUnit(task, type);
  if (change === undefined) return said(notRun(`a systemd unit has no operation ${task}`));
  const before = await state();
  const possible = before === "pending" || before.status === ExecStatus.done;
  return said(jobResult(task, before, possible ? await ask(change) : undefined, timeout));
}
