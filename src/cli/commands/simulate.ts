/**
 * `holdfast simulate`: replaces `crm_simulate` where Pacemaker is not installed, with the same options (those that scripts
 * use), text and files. It reads the CIB from --xml-file, standard input or the cluster.
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
An operation spec (-i, -F) is RESOURCE_TASK_INTERVAL@NODE=RC, with the interval in milliseconds and an OCF return code:
  memcached_monitor_20000@bart.example.com=7
Exit status: 0 simulated, 64 usage, 65 not XML, 78 invalid CIB, 102 not connected, 105 no such file.

Examples:
  holdfast simulate -x cib.xml -S
  holdfast simulate -x cib.xml -S -d controller-0 -G graph.xml`;

const many = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];

export function simulateCommand(program: Command, context: Context, run: Run): void {
  withCluster(program.command("simulate"))
    .description("simulate the cluster's reaction, with the options and the text of crm_simulate")
    .option("-x, --xml-file <file>", "read the CIB from a file (- for standard input)")
    .option("-p, --xml-pipe", "read the CIB from standard input")
    .option("-L, --live-check", "read the CIB from the cluster (default)")
    .option("-R, --run", "show the actions that the cluster would take")
    .option("-S, --simulate", "like --run, and show the resulting status")
    .option("-X, --in-place", "like --simulate, and write the result to the input file")
    .option("-s, --show-scores", "show assignment scores")
    .option("-U, --show-utilization", "show utilization")
    .option("-Q, --quiet", "show only the output of -s and -U")
    .option("-u, --node-up <node>", "simulate a node coming online", many)
    .option("-d, --node-down <node>", "simulate a node going offline", many)
    .option("-f, --node-fail <node>", "simulate a node failing", many)
    .option("-i, --op-inject <spec>", "inject an operation result", many)
    .option("-F, --op-fail <spec>", "fail the operation if the simulation runs it", many)
    .option("-t, --set-datetime <moment>", "evaluate at this time (ISO 8601)")
    .option(
      "-q, --quorum <boolean>",
      "set whether the cluster has quorum (needs another injection, as in crm_simulate)",
    )
    .option("-w, --watchdog <boolean>", "set whether a watchdog is active")
    .option("-g, --ticket-grant <ticket>", "grant a ticket", many)
    .option("-r, --ticket-revoke <ticket>", "revoke a ticket", many)
    .option("-b, --ticket-standby <ticket>", "put a ticket in standby", many)
    .option("-e, --ticket-activate <ticket>", "activate a ticket", many)
    .option("-I, --save-input <file>", "save the input CIB, with the injections")
    .option("-O, --save-output <file>", "save the resulting CIB")
    .option("-G, --save-graph <file>", "save the transition graph (XML)")
    .option("-D, --save-dotfile <file>", "save the transition graph (DOT)")
    .option("-a, --all-actions", "show all possible actions in the DOT graph")
    .option("--pacemaker <release>", "follow this release (default: the cluster's; 3.0 for a file)")
    .option("-P, --profile <directory>", "time the scheduling of each .xml file in a directory")
    .option("-N, --repeat <times>", "with --profile: schedule each file this many times")
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
