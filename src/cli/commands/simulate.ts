/**
 * `holdfast simulate`: stands in for `crm_simulate` where Pacemaker is not installed: same options (those that scripts
 * use), same text, same files. The CIB is that of --xml-file, of standard input, or of the cluster.
 */
import { type Command, Option } from "commander";
import type { Element } from "../../cib/tree.ts";
import type { Simulation } from "../../report/simulation/read.ts";
import { simulationText } from "../../report/simulation/text.ts";
import type { Context, ExitStatus } from "../context.ts";
import { using, withCluster } from "../globals.ts";
import type { Run } from "../program.ts";
import { saveArtifacts } from "../simulation/artifacts.ts";
import { type SimulateOptions, simulateWith } from "../simulation/options.ts";
import { profile } from "../simulation/profile.ts";
import { loadSource } from "../simulation/source.ts";

const SPECS = `
Operation specs (-i, -F) are RESOURCE_TASK_INTERVAL@NODE=RC, the interval in milliseconds, RC an OCF return code:
  memcached_monitor_20000@bart.example.com=7
Exit status: 0 simulated, 64 usage, 65 no XML, 78 not a valid CIB, 105 no such file.`;

const many = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];

export function simulateCommand(program: Command, context: Context, run: Run): void {
  withCluster(program.command("simulate"))
    .description("show how the cluster would react, as crm_simulate does: same options, same text")
    .option("-x, --xml-file <file>", "take the CIB from a file (- for standard input)")
    .option("-p, --xml-pipe", "take the CIB from standard input")
    .option("-L, --live-check", "take the CIB of the cluster (the default)")
    .option("-R, --run", "show what the cluster would do")
    .option("-S, --simulate", "like --run, and show the status once it is done")
    .option("-X, --in-place", "like --simulate, and write the result back to the input file")
    .option("-s, --show-scores", "show assignment scores")
    .option("-U, --show-utilization", "show utilization")
    .option("-Q, --quiet", "show only what was asked for by -s and -U")
    .option("-u, --node-up <node>", "bring a node online", many)
    .option("-d, --node-down <node>", "take a node offline", many)
    .option("-f, --node-fail <node>", "let a node fail", many)
    .option("-i, --op-inject <spec>", "let an operation have had this result", many)
    .option("-F, --op-fail <spec>", "let an operation fail if it is done", many)
    .option("-t, --set-datetime <moment>", "pretend it is then (ISO 8601)")
    .option("-q, --quorum <boolean>", "have quorum or not (only together with another injection, as in crm_simulate)")
    .option("-w, --watchdog <boolean>", "have an active watchdog or not")
    .option("-g, --ticket-grant <ticket>", "grant a ticket", many)
    .option("-r, --ticket-revoke <ticket>", "revoke a ticket", many)
    .option("-b, --ticket-standby <ticket>", "put a ticket in standby", many)
    .option("-e, --ticket-activate <ticket>", "activate a ticket", many)
    .option("-I, --save-input <file>", "write the CIB that is scheduled")
    .option("-O, --save-output <file>", "write the CIB that results")
    .option("-G, --save-graph <file>", "write the transition graph (XML)")
    .option("-D, --save-dotfile <file>", "write the transition graph (DOT)")
    .option("-a, --all-actions", "show all possible actions in the DOT graph")
    .option("-P, --profile <directory>", "time the scheduling of each .xml file there")
    .option("-N, --repeat <times>", "with --profile: how often each")
    .addOption(new Option("--output-as <format>", "how to answer").choices(["text", "xml"]).default("text"))
    .addOption(new Option("-V, --verbose", "accepted, and ignored").hideHelp())
    .addHelpText("after", SPECS)
    .action((options: SimulateOptions) => run("text", () => simulateAction(context, options)));
}

async function simulateAction(context: Context, options: SimulateOptions): Promise<ExitStatus> {
  if (options.profile !== undefined) return await profile(context, options.profile, options);
  const source = await loadSource(context, options);
  if (!source.ok) return source.exit;
  return await simulateWith(context, options, source);
}
