/** `holdfast explain NAME [--on NODE]`: explains a resource's node, role and next actions, or the state of a node. */
import type { Command } from "commander";
import { explainName } from "../../change/show/explanation.ts";
import { nodeExplanationLines } from "../../report/explain/node-text.ts";
import { explanationLines } from "../../report/explain/text.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

interface Options extends ConnectionOptions {
  readonly on?: string;
}

const HELP = `
Of a node: why it is unclean, offline, joining, shutting down, in standby or in maintenance, what would end that, and what
becomes of the resources there. A name that is a resource's and a node's is taken for the resource's.
With --on: also lists the parts of the resource's score on that node, and what would make it run there.
Square brackets hold the ids in the CIB that cause it.
JSON: {document: "explanation", version: 2, resource, instances, held}; each instance has role, node, nextRole, nextNode, managed,
reasons, nodes (score, its contributions, reasons, wouldTake), promotion, and the actions that are due with their chain of causes;
each reason has code, text and references ({kind, id}). What a run holds of the resource is in held, and the last line.
Of a node: {document: "node-explanation", version: 1, node, state, reasons, ends, resources, arriving}.
"holdfast schema explain" prints its JSON Schema.
Exit status: 0 explained, 102 not connected, 105 no such resource, node or file.

Examples:
  holdfast explain galera-bundle
  holdfast explain ip-172.17.1.74 --on controller-2
  holdfast explain controller-0`;

export function explainCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("explain")))
    .description(
      "explain why a resource runs where it does, or not at all, or why a node is as it is, and what will change",
    )
    .argument("<name>", "a resource's or a node's id")
    .option("--on <node>", "explain why it runs, or does not run, on this node")
    .addHelpText("after", HELP)
    .action((name: string, { cluster: url, output, on }: Options) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          const explanation = await explainName(cluster, { name, on });
          printAnswer(context, output, explanation, (e) =>
            linesText(e.document === "explanation" ? explanationLines(e) : nodeExplanationLines(e), context),
          );
          return 0;
        }),
      ),
    );
}
