/** `holdfast whatif`: every node lost, every node in standby, every resource failing once, in one go. */
import { type Command, Option } from "commander";
import type { Question } from "../../report/whatif/document.ts";
import { type WhatIfOptions, whatIf } from "../../report/whatif/read.ts";
import { whatIfLines } from "../../report/whatif/text.ts";
import type { Context, Run } from "../context.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";
import { WhatIfHelper } from "../whatif/helper.ts";

const KINDS: readonly Question["kind"][] = ["node-fails", "node-standby", "resource-fails"];

interface Options extends ClusterOptions {
  readonly only?: Question["kind"][];
}

const HELP = `
Nothing is changed: each question is decided and carried out on paper, with every action succeeding. What the cluster is
about to do anyway is told first, and taken as done. Promotion scores are those of now, since only agents can tell how
they would change. Two nodes are taken to go on when one is lost. In the matrix: "-" nothing happens, "-> NODE" moves
there, "restarts" is down for a moment, "2 of 3" instances left, "LOST" nothing of it runs any more.
JSON: {document: "what-if", version: 1, due, resources, outcomes}; each outcome has its question ({kind, node, resource}),
quorate, fenced, moved, restarted, promoted, noPlace, blocked, lost, and services ({resource, before, after, interrupted}).
"holdfast schema whatif" prints its JSON Schema.
Exit status: 0 answered, 102 not connected, 105 no such file.`;

export function whatifCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("whatif")))
    .description(
      "say what would move, restart and be lost if each node failed, went to standby, or each resource failed",
    )
    .addOption(new Option("--only <kinds...>", "only these questions").choices(KINDS))
    .addHelpText("after", HELP)
    .action((options: Options) =>
      run(options.output, () => {
        // It loads what it needs while the cluster is read.
        const helper = context.whatIfThread && new WhatIfHelper(context.whatIfThread);
        return using(context, options.cluster, async (cluster) => {
          const { cib, at } = await cluster.read();
          const asked: WhatIfOptions = { now: Math.floor(at / 1000), kinds: options.only && new Set(options.only) };
          const document = await (helper === undefined ? whatIf(cib, asked) : helper.whatIf(cib, asked));
          context.out(
            options.output === "json"
              ? `${JSON.stringify(document, null, 2)}\n`
              : whatIfLines(document, context.columns)
                  .map((line) => `${line}\n`)
                  .join(""),
          );
          return 0;
        });
      }),
    );
}
