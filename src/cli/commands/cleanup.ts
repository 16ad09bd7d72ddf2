/** `holdfast cleanup`: cleans up failures, so that the cluster tries failed resources again. */
import type { Command } from "commander";
import { cleanUpFailures } from "../../change/verbs/failures.ts";
import type { CleanedUp } from "../../report/done/document.ts";
import { printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

interface Options extends ConnectionOptions {
  readonly node?: string;
  readonly all: boolean;
}

const HELP = `
The cluster immediately retries resources that failures had banned or blocked; to wait for them: holdfast wait
"holdfast schema cleanup" prints the JSON Schema of --output json.
Exit status: 0 done, 3 not supported for a file, 102 not connected, 105 no such resource or node.

Examples:
  holdfast cleanup rabbitmq-bundle
  holdfast cleanup --node controller-1`;

export function cleanupCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("cleanup")))
    .description("clean up failures, so that the cluster tries failed resources again")
    .argument("[resource]", "only this resource")
    .option("-n, --node <node>", "only on this node")
    .option("--all", "clean up the whole history, not only failures; the cluster probes every resource again", false)
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
