/** `holdfast node standby|unstandby|maintenance|unmaintenance`: takes a node out of service, or puts it back. */
import type { Command } from "commander";
import { changeNode, type NodeVerb } from "../../change/verbs.ts";
import type { NodeChanged } from "../../report/done/document.ts";
import { printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

interface VerbText {
  readonly help: string;
  readonly done: string;
  readonly already: string;
}

const VERBS: Readonly<Record<NodeVerb, VerbText>> = {
  standby: {
    help: "put a node in standby: its resources move to other nodes",
    done: "is in standby: its resources move away",
    already: "is already in standby",
  },
  unstandby: {
    help: "take a node out of standby: it can run resources again",
    done: "is no longer in standby: it can run resources again",
    already: "is not in standby",
  },
  maintenance: {
    help: "put a node in maintenance: the cluster stops managing its resources, which keep running",
    done: "is in maintenance: the cluster does not manage its resources",
    already: "is already in maintenance",
  },
  unmaintenance: {
    help: "take a node out of maintenance: the cluster manages its resources again",
    done: "is no longer in maintenance: the cluster manages its resources again",
    already: "is not in maintenance",
  },
};

const HELP = `
The cluster acts on it immediately; to wait until it has: holdfast wait
To wait until nothing runs on a node in standby any more: holdfast wait --drained NODE
"holdfast schema node" prints the JSON Schema of --output json.
Exit status: 0 done or nothing to do, 102 not connected, 103 conflict with other changes, 105 no such node.

Example: holdfast node standby controller-1`;

export function nodeCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("node").description("take a node out of service, or put it back");
  for (const [verb, { help }] of Object.entries(VERBS) as [NodeVerb, VerbText][]) {
    withOutput(withCluster(command.command(verb)))
      .description(help)
      .argument("<node>", "the node's name")
      .addHelpText("after", HELP)
      .action((node: string, { cluster: url, output }: ConnectionOptions) =>
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
