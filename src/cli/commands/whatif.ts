/** `holdfast whatif`: every node lost, every node in standby, every resource failing once, in one go. */
import { type Command, Option } from "commander";
import { answerWhatIf } from "../../change/show.ts";
import type { Question } from "../../report/whatif/document.ts";
import { whatIfLines } from "../../report/whatif/text.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";
import { WhatIfHelper } from "../whatif/helper.ts";

const KINDS: readonly Question["kind"][] = ["node-fails", "node-standby", "resource-fails"];

interface Options extends ClusterOptions {
  readonly only?: Question["kind"][];
}

const HELP = `
Nothing is changed: each question is decided and carried out in simulation, with every action succeeding. What the cluster
will do anyway comes first, and is taken as done. Promotion scores are those of now, since only agents know how they would
change. Of two nodes, the one that is left is taken to keep quorum. In the matrix: "-" nothing happens, "-> NODE" moves
there, "restarts" is down for a moment, "2 of 3" instances left, "LOST" nothing of it runs any more.
JSON: {document: "what-if", version: 1, due, resources, outcomes}; each outcome has its question ({kind, node, resource}),
quorate, fenced, moved, restarted, promoted, noPlace, blocked, lost, and services ({resource, before, after, interrupted}).
"holdfast schema whatif" prints its JSON Schema.
Exit status: 0 answered, 102 not connected, 105 no such file.`;

export function whatifCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("whatif")))
    .description(
      "say what would move, restart and be lost if each node failed or went to standby, or each resource failed",
    )
    .addOption(new Option("--only <kinds...>", "only these questions").choices(KINDS))
    .addHelpText("after", HELP)
    .action(({ cluster: url, output, only }: Options) =>
      run(output, () => {
        // It loads its program while the cluster is read.
        const helper = context.whatIfThread && new WhatIfHelper(context.whatIfThread);
        return using(context, url, async (cluster) => {
          const kinds = only && new Set(only);
          const document = await answerWhatIf(
            cluster,
            { kinds },
            helper && ((cib, asked) => helper.whatIf(cib, asked)),
          );
          printAnswer(context, output, document, (d) => linesText(whatIfLines(d, context.columns)));
          return 0;
        });
      }),
    );
}
