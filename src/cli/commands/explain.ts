/** `holdfast explain RESOURCE [--on NODE]`: why it is where it is and as it is, and what led to what it has to do. */
import type { Command } from "commander";
import { explainResource } from "../../change/show.ts";
import { explanationLines } from "../../report/explain/text.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

interface Options extends ClusterOptions {
  readonly on?: string;
}

const HELP = `
With --on, also the parts of its score on that node, and what would have to change for it to run there.
In square brackets: ids in the CIB that a reason rests on.
JSON: {document: "explanation", version: 2, resource, instances}; each instance has its role and node, nextRole and nextNode,
reasons, nodes (score, contributions that add up to it, reasons, wouldTake), promotion and the actions due with their chain
of causes; every reason has its code, text and references ({kind, id}).
"holdfast schema explain" prints its JSON Schema.
Exit status: 0 answered, 102 not connected, 105 no such resource, node or file.`;

export function explainCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("explain")))
    .description("say why a resource runs where it does and in this role, why not elsewhere, and why it will change")
    .argument("<resource>", "a resource's id")
    .option("--on <node>", "why it is, or is not, on this node")
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
