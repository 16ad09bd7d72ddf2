/**
 * Programs on the cluster's nodes and in their containers, run by the way to each node that the cluster's address names. A
 * node that it does not name is not reached: no node is entered through another one.
 */

import type { CommandOutcome, NodeCommand, NodeCommands } from "../port.ts";
import { errorOf } from "./exit.ts";
import type { Argv, Runner, ToolResult } from "./runner.ts";

/** Milliseconds beyond its own limit in which the node ends the program, and says so. */
const SPARE = 3000;
const NAME_TIMEOUT = 8000;

export function nodeCommands(runners: readonly Runner[]): NodeCommands {
  const names = new Map<Runner, string>();
  /** Asked once; a way by which the name cannot be found out now is asked again the next time. */
  const nameOf = async (runner: Runner): Promise<string> => {
    const known = names.get(runner);
    if (known !== undefined) return known;
    const { exit, stdout, lost } = await runner.run(["crm_node", "--name"], { timeout: NAME_TIMEOUT });
    const name = stdout.trim();
    if (exit !== 0 || lost !== undefined || name === "") return runner.name;
    names.set(runner, name);
    return name;
  };
  return {
    run: async (command) => {
      const { node } = command;
      const all = await Promise.all(runners.map(async (runner) => ({ runner, name: await nameOf(runner) })));
      const way = all.find(({ name }) => name === node);
      if (way === undefined)
        return silent("NotReached", `the cluster's address names no way to ${node}, or ${node} does not answer`);
      return runOn(way.runner, command);
    },
  };
}

type Silent = Extract<CommandOutcome, { readonly kind: "silent" }>;

const silent = (reason: Silent["reason"], text: string): Silent => ({ kind: "silent", reason, text });

async function runOn(runner: Runner, command: NodeCommand): Promise<CommandOutcome> {
  const { input, timeout } = command;
  const result = await runner.run(wholeArgv(command), {
    timeout: timeout + SPARE,
    ...(input === undefined ? {} : { input }),
  });
  return howItEnded(command, result);
}

/**
 * `timeout` runs where the program does: what is ended on the node alone would continue in its container. It exits with 124,
 * and with 127 for a program that is not there.
 */
function wholeArgv({ container, argv, timeout }: NodeCommand): Argv {
  const bounded = ["timeout", "-k", "1", String(Math.ceil(timeout / 1000)), ...argv] as const;
  return container === undefined ? bounded : [container.runtime, "exec", "-i", container.name, ...bounded];
}

const TIMED_OUT = 124;
const NOT_INSTALLED = 127;
/** What podman and docker say of a container that is not there, or does not run. */
const NO_CONTAINER = /^Error.*(?:no such container|no container with name|container state improper|is not running)/im;

/** What became of the command, from how its program ended. */
function howItEnded({ node, container, argv }: NodeCommand, result: ToolResult): CommandOutcome {
  const { exit, stdout, stderr } = result;
  const [program] = argv;
  const where = container === undefined ? node : `${container.name} on ${node}`;
  if (container !== undefined && exit !== 0 && NO_CONTAINER.test(stderr))
    return silent("NoContainer", `there is no running container ${container.name} on ${node}`);
  if (result.timedOut || (result.lost === undefined && exit === TIMED_OUT))
    return silent("TimedOut", `${program} in ${where} did not answer in time`);
  if (result.lost === undefined && exit === NOT_INSTALLED)
    return silent("NotInstalled", `${program} is not installed in ${where}`);
  const clean = result.lost === undefined && result.notStarted === undefined && !result.tooMuch && !result.aborted;
  if (clean && exit !== undefined) return { kind: "answered", exit, stdout, stderr };
  return silent("Lost", errorOf([program], result, where)?.message ?? `${program} in ${where} was ended early`);
}
