/**
 * Pacemaker's own scheduler, asked what it would do with a CIB: `crm_simulate` of a node of the cluster, or of this
 * machine. The CIB, which may hold secrets, goes in by standard input.
 */

import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../error.ts";
import type { SimulatedTransition, Simulator } from "../port.ts";
import { errorOf } from "./exit.ts";
import type { Caller } from "./hosts.ts";
import { localRunner, type Runner } from "./runner.ts";

/** Milliseconds; it takes fifty, and minutes for the largest clusters. */
const TIMEOUT = 60_000;

/** Characters of its complaints that are kept: for a CIB that fits no schema it prints the same again and again. */
const MOST_SAID = 4000;

/**
 * Its version, then the graph. Through a pipe of its own, since standard output may be a socket, which cannot be opened
 * by name; its exit status and its complaints are printed after the graph, because the pipe hides them.
 */
const SCRIPT = `command -v crm_simulate >/dev/null || exit 127
crm_simulate --version
{ exec 4>&1
said=$(crm_simulate --xml-pipe --run --quiet --set-datetime "$1" --save-graph /dev/fd/4 2>&1 1>&4)
printf 'ended %s\\n%.${MOST_SAID}s\\n' "$?" "$said"
} | cat`;

/** Its status for a configuration that no schema of its takes. */
const REFUSED = "78";

/** @param at epoch milliseconds for which rules and expiries are judged */
export async function crmSimulate(caller: Caller, cib: Element, at: number): Promise<SimulatedTransition> {
  const moment = new Date(at).toISOString().replace("T", " ").replace(/\..*/, "Z");
  const text = await ask(caller, moment, printXml(cib, { indent: 0 }));
  const version = /^Pacemaker (\S+)/.exec(text)?.[1];
  const end = /^ended (\d+)\s*$/m.exec(text);
  if (version !== undefined && end?.[1] === REFUSED)
    throw new HoldfastError(
      "invalid",
      `crm_simulate ${version} refuses the configuration: ${reason(text.slice(end.index + end[0].length))}`,
    );
  const start = text.indexOf("<transition_graph");
  const parsed = start < 0 || end === null ? undefined : parseXml(text.slice(start, end.index));
  if (parsed?.ok !== true || version === undefined || end?.[1] !== "0")
    throw new HoldfastError("failed", `crm_simulate could not be asked: it ended with ${end?.[1] ?? "nothing said"}`);
  return { by: "crm_simulate", version, graph: parsed.root };
}

/** The first complaint that says what is wrong, without the place in a text that was sent in one line. */
function reason(said: string): string {
  const lines = said
    .split("\n")
    .map((line) => line.replace(/^.*: (?:element [\w-]+: )?(?:Relax-NG )?validity error : /, "").trim())
    .filter((line) => line !== "");
  return [...new Set(lines)].slice(0, 4).join("; ") || "it does not say why";
}

async function ask(caller: Caller, moment: string, input: string): Promise<string> {
  try {
    return await caller.run(["sh", "-c", SCRIPT, "sh", moment], { input, repeatable: true, timeout: TIMEOUT });
  } catch (error) {
    if (error instanceof HoldfastError && error.code === "not-installed")
      throw new HoldfastError("not-installed", "crm_simulate is not installed", { cause: error });
    throw error;
  }
}

/** This machine's own `crm_simulate`. */
export function localSimulator(runner: Runner = localRunner()): Simulator {
  const run: Caller["run"] = async (argv, { repeatable: _, timeout = TIMEOUT, ...options }) => {
    const result = await runner.run(argv, { timeout, ...options });
    const error = errorOf(argv, result, runner.name);
    if (error !== undefined) throw error;
    return result.stdout;
  };
  return { simulate: (cib, at) => crmSimulate({ run }, cib, at) };
}
