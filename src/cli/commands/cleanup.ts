/** `holdfast cleanup` and `refresh`: clean up failures, or the whole history, so that the cluster tries or probes again. */
import type { Command } from "commander";
import { cleanUpFailures } from "../../change/verbs/failures.ts";
import { untagged } from "../../change/verbs/tag.ts";
import type { CleanedUp } from "../../report/done/document.ts";
import { printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

interface Options extends ConnectionOptions {
  readonly node?: string;
  readonly all?: boolean;
}

const HELP = `
The cluster immediately retries resources that failures had banned or blocked; to wait for them: holdfast wait
"holdfast schema cleanup" prints the JSON Schema of --output json.
Exit status: 0 done, 3 not supported for a file, 102 not connected, 105 no such resource or node.

Examples:
  holdfast cleanup rabbitmq-bundle
  holdfast cleanup --node controller-1`;

const REFRESH_HELP = `
The cluster asks the agents again what runs where; resources keep running.
"holdfast schema cleanup" prints the JSON Schema of --output json.
Exit status: 0 done, 3 not supported for a file, 102 not connected, 105 no such resource or node.

Example: holdfast resource refresh redis-bundle`;

/** @param name a refresh is a cleanup of the whole history */
export function cleanupCommand(
  program: Command,
  context: Context,
  run: Run,
  name: "cleanup" | "refresh" = "cleanup",
): void {
  const refresh = name === "refresh";
  const made = withOutput(withCluster(program.command(name)))
    .description(
      refresh
        ? "forget the whole history, so that the cluster probes what runs where"
        : "clean up failures, so that the cluster tries failed resources again",
    )
    .argument("[resource...]", "only these resources, or those of these tags")
    .option("-n, --node <node>", "only on this node");
  if (!refresh)
    made.option(
      "--all",
      "clean up the whole history, not only failures; the cluster probes every resource again",
      false,
    );
  made
    .addHelpText("after", refresh ? REFRESH_HELP : HELP)
    .action((resources: string[], { cluster: url, output, node, all = refresh }: Options) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(
            context,
            output,
            await cleanUpFailures(cluster, {
              resources: await untagged(cluster, resources),
              node,
              all,
              who: context.who,
            }),
            refresh ? refreshedText : cleanedUpText,
          );
          return 0;
        }),
      ),
    );
}

const placeText = ({ resources, node }: CleanedUp): string =>
  `${resources.length === 0 ? "" : ` of ${resources.join(", ")}`}${node === undefined ? "" : ` on ${node}`}`;

const cleanedUpText = (cleaned: CleanedUp): string => `cleaned up failures${placeText(cleaned)}\n`;
const refreshedText = (cleaned: CleanedUp): string =>
  `forgot the history${placeText(cleaned)}; the cluster probes again\n`;
