/** `holdfast node standby|unstandby|maintenance|unmaintenance`: takes nodes out of service, or puts them back. */
import type { Command } from "commander";
import { type NodeSwitch, switchNodes } from "../../change/verbs/node.ts";
import type { Context, Run } from "../context.ts";
import { runVerb, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

const SWITCHES: Readonly<Record<NodeSwitch, string>> = {
  standby: "put nodes in standby: their resources move to other nodes",
  unstandby: "take nodes out of standby: they can run resources again",
  maintenance: "put nodes in maintenance: the cluster stops managing their resources, which keep running",
  unmaintenance: "take nodes out of maintenance: the cluster manages their resources again",
};

const HELP = `
All nodes change in one commit. With --wait, standby waits until nothing runs on them any more.
"holdfast schema node" prints the JSON Schema of --output json.
${VERB_STATUSES}

Examples:
  holdfast node standby controller-1 --wait
  holdfast node maintenance controller-0 controller-1 --dry-run`;

export function nodeCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("node").description("take nodes out of service, or put them back");
  for (const [verb, help] of Object.entries(SWITCHES) as [NodeSwitch, string][]) {
    withVerb(command.command(verb))
      .description(help)
      .argument("<node...>", "the nodes' names")
      .addHelpText("after", HELP)
      .action((nodes: string[], options: VerbOptions) =>
        run(options.output, () => runVerb(context, options, switchNodes(verb, nodes))),
      );
  }
}
