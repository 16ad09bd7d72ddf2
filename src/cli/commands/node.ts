/** `holdfast node standby|unstandby|maintenance|unmaintenance`: takes a node out of service, or back. */
import type { Command } from "commander";
import { changeNode, type NodeVerb } from "../../change/verbs.ts";
import type { NodeChanged } from "../../report/done/document.ts";
import { printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

interface VerbText {
  readonly help: string;
  readonly done: string;
  readonly already: string;
}

const VERBS: Readonly<Record<NodeVerb, VerbText>> = {
  standby: {
    help: "run no resources on a node",
    done: "is in standby: its resources move away",
    already: "is in standby already",
  },
  unstandby: {
    help: "let a node run resources again",
    done: "may run resources again",
    already: "is not in standby",
  },
  maintenance: {
    help: "leave a node's resources alone, running as they are",
    done: "is in maintenance: its resources are left alone",
    already: "is in maintenance already",
  },
  unmaintenance: {
    help: "manage a node's resources again",
    done: "is no longer in maintenance: its resources are managed again",
    already: "is not in maintenance",
  },
};

const HELP = `
The cluster acts on it at once; wait for it with: holdfast wait
"holdfast schema node" prints the JSON Schema of what --output json answers.
Exit status: 0 done, or it was so already, 102 not connected, 103 other changes kept coming first, 105 no such node.`;

export function nodeCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("node").description("take a node out of service, or back");
  for (const [verb, { help }] of Object.entries(VERBS) as [NodeVerb, VerbText][]) {
    withOutput(withCluster(command.command(verb)))
      .description(help)
      .argument("<node>", "the node's name")
      .addHelpText("after", HELP)
      .action((node: string, { cluster: url, output }: ClusterOptions) =>
        run(output, () =>
          using(context, url, async (cluster) => {
            printAnswer(context, output, await changeNode(cluster, { node, verb, who: context.who }), changedText);
            return 0;
          }),
        ),
      );
  }
}

function changedText({ node, verb, changed }: NodeChanged): string {
  return `${node} ${changed ? VERBS[verb].done : VERBS[verb].already}\n`;
}
