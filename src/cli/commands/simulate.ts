/**
 * `holdfast simulate`: stands in for `crm_simulate` where Pacemaker is not installed: same options (those that scripts
 * use), same text, same files. The CIB is that of --xml-file, of standard input, or of the cluster.
 */

import { type Command, Option } from "commander";
import { visibleLine } from "../../cib/visible.ts";
import { printXml } from "../../cib/xml/print.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { type SimulatedRun, simulate } from "../../report/simulation/read.ts";
import { simulationText } from "../../report/simulation/text.ts";
import { inputWarnings } from "../../report/simulation/warnings.ts";
import { simulationXml } from "../../report/simulation/xml.ts";
import { printDot } from "../../scheduler/graph/dot.ts";
import { printTransition } from "../../scheduler/graph/xml.ts";
import { hasInjections } from "../../scheduler/simulation/inject.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { withCluster } from "../globals.ts";
import { requestOf, type SimulateOptions } from "../simulation/options.ts";
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
    .option("-i, --op-inject <spec>", "inject an operation result", many)
    .option("-F, --op-fail <spec>", "let this operation fail if it is run", many)
    .option("-t, --set-datetime <moment>", "evaluate at this time (ISO 8601)")
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
    .option("--pacemaker <release>", "decide as this release does (default: the cluster's own; for a file 3.0)")
    .option("-P, --profile <directory>", "time the scheduling of each .xml file there")
    .option("-N, --repeat <times>", "with --profile: how often each")
    .addOption(new Option("--output-as <format>", "output format").choices(["text", "xml"]).default("text"))
    .addOption(new Option("-V, --verbose", "number the actions of the DOT graph"))
    .addHelpText("after", SPECS)
    .action((options: SimulateOptions) => run("text", () => simulateAction(context, options)));
}

async function simulateAction(context: Context, options: SimulateOptions): Promise<ExitStatus> {
  if (options.profile !== undefined) return await profile(context, options.profile, options);
  if (options.inPlace === true && (options.xmlFile ?? "-") === "-")
    throw new HoldfastError("usage", "--in-place needs the file it writes to: --xml-file");
  const loaded = await loadSource(context, options);
  if (!loaded.ok) return loaded.exit;
  const { cib } = loaded.source;
  const request = requestOf(options, loaded.source);
  const lone = request.injections?.quorum !== undefined && !hasInjections(request.injections);
  if (lone) context.err("holdfast: --quorum has no effect without another injection, as in crm_simulate\n");
  for (const warning of inputWarnings(cib)) context.err(`${visibleLine(warning)}\n`);
  const simulation = simulate(cib, request);
  tellErrors(context, simulation);
  await saveArtifacts(context, options, simulation);
  const quiet = options.quiet === true;
  context.out(
    options.outputAs === "xml" ? simulationXml(simulation.sections) : simulationText(simulation.sections, { quiet }),
  );
  if (!simulation.broken) return 0;
  context.err("Transition failed: terminated\nAn invalid transition was produced\n");
  return 1;
}

function tellErrors(context: Context, { sections }: SimulatedRun): void {
  for (const section of sections) {
    if (section.kind !== "modifications" && section.kind !== "execution") continue;
    for (const event of section.events) if (event.kind === "error") context.err(`${visibleLine(event.message)}\n`);
  }
}

async function saveArtifacts(context: Context, options: SimulateOptions, simulation: SimulatedRun): Promise<void> {
  const { input, output, schedule } = simulation;
  const save = async (path: string | undefined, text: () => string): Promise<void> => {
    if (path !== undefined) await context.writeFile(path, text());
  };
  await save(options.saveInput, () => printXml(input));
  if (schedule !== undefined) {
    await save(options.saveGraph, () => printTransition(schedule.transition));
    const look = { allActions: options.allActions === true, verbose: options.verbose === true };
    await save(options.saveDotfile, () => printDot(schedule.model, look));
  }
  await save(options.saveOutput, () => printXml(output));
  if (options.inPlace === true) await save(options.xmlFile, () => printXml(output));
}
