/** `holdfast whatif`: simulates the failure and standby of each node and the failure of each resource. */
import { type Command, Option } from "commander";
import { answerWhatIf } from "../../change/show/whatif.ts";
import type { Question } from "../../report/whatif/document.ts";
import { whatIfLines } from "../../report/whatif/text.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";
import { WhatIfHelper } from "../whatif/helper.ts";

const KINDS: readonly Question["kind"][] = ["node-fails", "node-standby", "resource-fails"];

interface Options extends ConnectionOptions {
  readonly only?: Question["kind"][];
}

const HELP = `
Changes nothing: simulates each failure, assuming that every action succeeds. Actions that are already due are listed first,
and each simulation starts after them. It keeps the current promotion scores, since only agents can change them, and
assumes that one of two nodes keeps quorum (two_node).
Matrix: "-" no change, "-> NODE" moves to NODE, "restarts", "2 of 3" instances remain, "LOST" no instance remains.
JSON: {document: "what-if", version: 1, due, resources, outcomes}; each outcome has its question ({kind, node, resource}),
quorate, fenced, moved, restarted, promoted, noPlace, blocked, lost, and services ({resource, before, after, interrupted}).
"holdfast schema whatif" prints its JSON Schema.
Exit status: 0 success, 102 not connected, 105 no such file.

Example: holdfast whatif --only node-fails`;

export function whatifCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("whatif")))
    .description(
      "show what would move, restart or be lost if each node failed or went to standby, or each resource failed",
    )
    .addOption(new Option("--only <kinds...>", "simulate only these").choices(KINDS))
    .addHelpText("after", HELP)
    .action(({ cluster: url, output, only }: Options) =>
      run(output, () => {
        // The thread loads its program while this one reads the cluster.
        const helper = context.whatIfThread && new WhatIfHelper(context.whatIfThread);
        return using(context, url, async (cluster) => {
          const kinds = only && new Set(only);
          const document = await answerWhatIf(
            cluster,
            { kinds },
            helper && ((cib, asked) => helper.whatIf(cib, asked)),
          );
          printAnswer(context, output, document, (d) => linesText(whatIfLines(d, context.columns), context));
          return 0;
        });
      }),
    );
}
