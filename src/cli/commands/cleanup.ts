/** `holdfast cleanup`: clears failures, so that resources that were given up are started again. */
import type { Command } from "commander";
import { cleanUpFailures } from "../../change/verbs.ts";
import type { CleanedUp } from "../../report/done/document.ts";
import { printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

interface Options extends ClusterOptions {
  readonly node?: string;
  readonly all: boolean;
}

const HELP = `
Resources that were banned or blocked by their failures are tried again at once; wait for them with: holdfast wait
"holdfast schema cleanup" prints the JSON Schema of what --output json answers.
Exit status: 0 done, 3 not supported for a file, 102 not connected, 105 no such resource or node.`;

export function cleanupCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("cleanup")))
    .description("clean up failures, so that failed resources are tried again")
    .argument("[resource]", "only this resource")
    .option("-n, --node <node>", "only on this node")
    .option("--all", "clean up the whole history, not only failures: everything is probed again", false)
    .addHelpText("after", HELP)
    .action((resource: string | undefined, { cluster: url, output, node, all }: Options) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(
            context,
            output,
            await cleanUpFailures(cluster, { resource, node, all, who: context.who }),
            cleanedUpText,
          );
          return 0;
        }),
      ),
    );
}

function cleanedUpText({ resource, node }: CleanedUp): string {
  return `cleaned up failures${resource === undefined ? "" : ` of ${resource}`}${node === undefined ? "" : ` on ${node}`}\n`;
}
