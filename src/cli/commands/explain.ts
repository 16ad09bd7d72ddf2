/** `holdfast explain RESOURCE [--on NODE]`: why it is where it is and as it is, and what led to what it has to do. */
import type { Command } from "commander";
import { didYouMean } from "../../cib/value/nearest.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { explain } from "../../report/explain/read.ts";
import { explanationLines } from "../../report/explain/text.ts";
import type { Context, Run } from "../context.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

interface Options extends ClusterOptions {
  readonly on?: string;
}

const HELP = `
With --on, also what its score there is made of, and what would have to change for it to be there.
What is in square brackets are ids of the CIB: what a reason rests on.
JSON: {document: "explanation", version: 1, resource, instances}; each instance has its role and node, nextRole and nextNode,
reasons, nodes (score, contributions that add up to it, reasons, wouldTake), promotion and the actions due with their chain
of causes; every reason has its text and references ({kind, id}).
"holdfast schema explain" prints its JSON Schema.
Exit status: 0 answered, 102 not connected, 105 no such resource, node or file.`;

function missing(what: "resource" | "node", name: string, known: readonly string[]): HoldfastError {
  const hint = didYouMean(name, known);
  return new HoldfastError("missing", `there is no ${what} "${name}"${hint === undefined ? "" : `; ${hint}`}`);
}

export function explainCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("explain")))
    .description(
      "say why a resource runs where it does and with this role, why not elsewhere, and what led to what is due",
    )
    .argument("<resource>", "a resource's id")
    .option("--on <node>", "why it is, or is not, on this node")
    .addHelpText("after", HELP)
    .action((resource: string, options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const { cib, at } = await cluster.read();
          const answer = explain(cib, resource, { now: Math.floor(at / 1000), on: options.on });
          if (!answer.ok)
            throw missing(answer.missing, answer.missing === "node" ? (options.on ?? "") : resource, answer.known);
          const { explanation } = answer;
          context.out(
            options.output === "json"
              ? `${JSON.stringify(explanation, null, 2)}\n`
              : explanationLines(explanation)
                  .map((line) => `${line}\n`)
                  .join(""),
          );
          return 0;
        }),
      ),
    );
}
