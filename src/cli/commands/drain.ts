/** `holdfast drain NODE` and `holdfast undrain NODE`: a node out of service for work on its machine, and back. */
import { type Command, Option } from "commander";
import type { RunRequest } from "../../change/run/kind/kind.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Context, Run } from "../context.ts";
import { parseDurationOption } from "../duration.ts";
import { withCluster, withOutput } from "../globals.ts";
import { RUN_STATUSES, type RunningOptions, runStarted, withRunning } from "../running.ts";

interface UndrainOptions extends RunningOptions {
  readonly dryRun: boolean;
}

interface DrainOptions extends UndrainOptions {
  /** Milliseconds. */
  readonly for?: number;
  readonly force: boolean;
}

function withRun(command: Command): Command {
  return withRunning(withOutput(withCluster(command)))
    .argument("<node>", "the node's name")
    .option("--why <text>", "the reason, recorded in the cluster's history")
    .option("-d, --dry-run", "show the steps and what each interrupts, and change nothing", false);
}

export function drainCommand(program: Command, context: Context, run: Run): void {
  withRun(program.command("drain"))
    .description(
      "take a node out of service: addresses and promoted roles first, then the rest, until nothing runs there",
    )
    .addOption(
      new Option(
        "--for <duration>",
        "how long, such as 2h; then the cluster takes the node back by itself (default: until undrain)",
      ).argParser(parseDurationOption),
    )
    .option("--force", "also when the last of something would go, or the quorum with its machine; wants --why", false)
    .addHelpText(
      "after",
      `
It is a run ("holdfast run list"). First each address and each promoted role moves to another node, one at a time, each when
all is whole again; then the node is put in standby, and it waits until nothing runs there. The standby stays after the run,
with who and why and its end, which "holdfast status" shows, until "holdfast undrain" or that end. It is refused when something
would run or be promoted nowhere, when another replica of what runs there is away already, and when the cluster would lose its
quorum with the node's machine and those of other drained nodes.
"holdfast schema drain" prints the JSON Schema of --output json, of which there is an event a line.
${RUN_STATUSES.replace("107 not whole to begin with", "107 refused for one of these reasons")}

Examples:
  holdfast drain controller-1 --dry-run
  holdfast drain controller-1 --for 2h --why "new memory"`,
    )
    .action((node: string, options: DrainOptions) =>
      run(options.output, () => runStarted(context, drainRequest(node, options), options)),
    );
}

export function undrainCommand(program: Command, context: Context, run: Run): void {
  withRun(program.command("undrain"))
    .description("take a node back into service, and wait until what belongs there is whole")
    .addHelpText(
      "after",
      `
It is a run ("holdfast run list"). It ends what "holdfast drain" and "holdfast node standby" have done.
"holdfast schema undrain" prints the JSON Schema of --output json, of which there is an event a line.
${RUN_STATUSES.replace(", 107 not whole to begin with", "")}

Example: holdfast undrain controller-1`,
    )
    .action((node: string, options: UndrainOptions) =>
      run(options.output, () => runStarted(context, { kind: "undrain", args: { node } }, options)),
    );
}

function drainRequest(node: string, { for: lasts, force, why = "" }: DrainOptions): RunRequest {
  if (force && why.trim() === "")
    throw new HoldfastError("usage", "to force a drain needs its reason", { hint: 'for example --why "disk failure"' });
  if (lasts !== undefined && lasts < 1000)
    throw new HoldfastError("usage", "a drain lasts a second at least", { hint: "for example --for 2h" });
  return { kind: "drain", args: { node, force, ...(lasts === undefined ? {} : { for: lasts }) } };
}
