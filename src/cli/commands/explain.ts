/** `holdfast explain RESOURCE [--on NODE]`: explains a resource's node and role, and the causes of its next actions. */
import type { Command } from "commander";
import { explainResource } from "../../change/show.ts";
import { explanationLines } from "../../report/explain/text.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

interface Options extends ConnectionOptions {
  readonly on?: string;
}

const HELP = `
With --on: also lists the parts of the resource's score on that node, and what would make it run there.
Square brackets hold the ids in the CIB that cause it.
JSON: {document: "explanation", version: 2, resource, instances}; each instance has role, node, nextRole, nextNode, reasons,
nodes (score, its contributions, reasons, wouldTake), promotion, and the actions that are due with their chain of causes;
each reason has code, text and references ({kind, id}).
"holdfast schema explain" prints its JSON Schema.
Exit status: 0 explained, 102 not connected, 105 no such resource, node or file.

Examples:
  holdfast explain galera-bundle
  holdfast explain ip-172.17.1.74 --on controller-2`;

export function explainCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("explain")))
    .description("explain why a resource runs on its node and in its role, why not elsewhere, and what will change")
    .argument("<resource>", "a resource's id")
    .option("--on <node>", "explain why it runs, or does not run, on this node")
    .addHelpText("after", HELP)
    .action((resource: string, { cluster: url, output, on }: Options) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          const explanation = await explainResource(cluster, { resource, on });
          printAnswer(context, output, explanation, (e) => linesText(explanationLines(e)));
          return 0;
        }),
      ),
    );
}
