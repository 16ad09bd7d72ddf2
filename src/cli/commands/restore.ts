/** `holdfast restore FILE`: makes the configuration what it was when a backup was taken. */
import type { Command } from "commander";
import { prepareRestore } from "../../change/past/backup.ts";
import { type ApplyOptions, applyConfirmed, withApply } from "../applying.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";
import { undoneText } from "../undone-text.ts";

interface Options extends ConnectionOptions, ApplyOptions {
  readonly dryRun: boolean;
  readonly fromOtherCluster: boolean;
}

const HELP = `
Shows the plan, with the changes since the backup that it undoes, and asks for confirmation. The status is not touched, and
which nodes there are stays as it is: of the nodes that are in both the attributes are restored.
"holdfast schema restore" prints the JSON Schema of --output json.
Exit status: 0 restored or nothing to do, 78 no usable backup, or it does not fit the cluster's schema, 102 not connected,
103 the cluster changed since the plan, 105 no such file, 107 not confirmed, or the backup of another cluster.

Examples:
  holdfast restore before-the-upgrade.xml --dry-run
  holdfast restore before-the-upgrade.xml --why "the upgrade failed"`;

export function restoreCommand(program: Command, context: Context, run: Run): void {
  withApply(withOutput(withCluster(program.command("restore"))))
    .description("make the configuration what it was when a backup was taken")
    .argument("<file>", "from holdfast backup, or another whole CIB; - for standard input")
    .option("-d, --dry-run", "show the plan with its reasons, and change nothing", false)
    .option("--from-other-cluster", "the backup may be that of another cluster", false)
    .addHelpText("after", HELP)
    .action((path: string, options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const file = { path, text: await context.readFile(path) };
          const prepared = await prepareRestore(cluster, { file, otherCluster: options.fromOtherCluster });
          if (options.output === "text") context.out(undoneText(prepared.undone, context));
          await applyConfirmed(context, cluster, prepared, { ...options, otherwise: `restore ${path}` });
          return 0;
        }),
      ),
    );
}
