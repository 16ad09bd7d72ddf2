/** `holdfast cleanup`: forgets failures, so that what was given up is tried again. */
import type { Command } from "commander";
import type { Context, Run } from "../context.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

interface Options extends ClusterOptions {
  readonly node?: string;
  readonly all: boolean;
}

const HELP = `
What was banned or blocked by its failures is tried again at once; wait for it with: holdfast wait
Exit status: 0 done, 3 a file has nobody to forget, 102 not connected, 105 no such resource or node.`;

export function cleanupCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("cleanup")))
    .description("forget failures, so that what was given up is tried again")
    .argument("[resource]", "only this resource")
    .option("-n, --node <node>", "only on this node")
    .option("--all", "forget the whole history, not only failures: everything is probed anew", false)
    .addHelpText("after", HELP)
    .action((rsc: string | undefined, options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          await cluster.cleanup({
            ...(rsc === undefined ? {} : { rsc }),
            ...(options.node === undefined ? {} : { node: options.node }),
            failedOnly: !options.all,
            who: context.who,
          });
          const told = `failures${rsc === undefined ? "" : ` of ${rsc}`}${options.node === undefined ? "" : ` on ${options.node}`} are forgotten`;
          context.out(
            options.output === "json"
              ? `${JSON.stringify({ document: "cleanup", version: 1, resource: rsc, node: options.node })}\n`
              : `${told}\n`,
          );
          return 0;
        }),
      ),
    );
}
