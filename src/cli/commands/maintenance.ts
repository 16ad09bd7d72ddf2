/** `holdfast maintenance begin|end NAME...`: maintenance of resources, nodes or the cluster that ends by itself. */
import type { Command } from "commander";
import { setMaintenance } from "../../change/verbs/maintenance.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { parseDurationOption } from "../duration.ts";
import { runDone, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

const HELP = `
A name is that of a resource or a node; "all" is the whole cluster. A name that both a node and a resource have is the node.
"holdfast schema maintenance" prints the JSON Schema of --output json.
${VERB_STATUSES.replace("105 no such name", "64 without its reason, 105 no such name")}`;

interface BeginOptions extends VerbOptions {
  readonly for: number;
}

export function maintenanceCommand(program: Command, context: Context, run: Run): void {
  const command = program
    .command("maintenance")
    .description("begin or end a maintenance that ends by itself, of resources, nodes or the cluster");
  withVerb(command.command("begin"))
    .description("leave resources, or all on a node or in the cluster, as they are for a while")
    .argument("<name...>", "resources, nodes, or all")
    .requiredOption("--for <duration>", "how long, such as 2h; then it ends by itself", parseDurationOption)
    .addHelpText(
      "after",
      `
Wants --why, which "holdfast status" shows with the end and who began it. The cluster itself ends it at that moment. Begin it
again to change its end; "holdfast apply" leaves it. One that had no end gets one.
${HELP}

Examples:
  holdfast maintenance begin galera-bundle --for 2h --why "rebuild of a table"
  holdfast maintenance begin controller-1 --for 30m --why "new network card"
  holdfast maintenance begin all --for 15m --why "switch replacement"`,
    )
    .action((names: string[], options: BeginOptions) =>
      run(options.output, () => set(context, names, options.for, options)),
    );
  withVerb(command.command("end"))
    .description("end a maintenance before its time, or one that has no end")
    .argument("<name...>", "resources, nodes, or all")
    .addHelpText(
      "after",
      `${HELP}

Example: holdfast maintenance end galera-bundle`,
    )
    .action((names: string[], options: VerbOptions) =>
      run(options.output, () => set(context, names, undefined, options)),
    );
}

function set(
  context: Context,
  names: readonly string[],
  lasts: number | undefined,
  options: VerbOptions,
): Promise<ExitStatus> {
  return runDone(context, options, { resources: [] }, ({ cluster, options: carried }) =>
    setMaintenance(cluster, { names, for: lasts }, carried),
  );
}
