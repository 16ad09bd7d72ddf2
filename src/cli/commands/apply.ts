/** `holdfast apply FILE`: shows the plan, asks, and commits the whole change at once or not at all. */

import type { Command } from "commander";
import { prepareChange } from "../../change/prepare.ts";
import { type ApplyOptions, applyConfirmed, withApply } from "../applying.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";
import { changeRequest } from "../secrets.ts";

interface Options extends ConnectionOptions, ApplyOptions {}

const HELP = `
Shows the plan and asks for confirmation. If the cluster changes between plan and commit so that the actions would differ,
nothing is changed; run the command again. A risk that the plan names (fencing switched off, the quorum policy weakened,
defaults that reach resources of others) is asked for again; for scripts, --accept-risk and its code.
"holdfast schema apply" prints the JSON Schema of --output json.
Exit status: 0 applied or nothing to do, 78 invalid manifest or CIB, 102 not connected, 103 the cluster changed since the
plan, 105 no such file, 107 not confirmed, or a risk not accepted.

Examples:
  holdfast apply cluster.yaml --why "add redis"
  holdfast apply cluster.yaml --yes --output json
  holdfast apply cluster.yaml --yes --accept-risk fencing-off`;

export function applyCommand(program: Command, context: Context, run: Run): void {
  withApply(withOutput(withCluster(program.command("apply"))))
    .description("change the cluster to match a manifest, in one atomic commit")
    .argument("<file>", "a manifest (YAML) or a CIB (XML)")
    .addHelpText("after", HELP)
    .action((file: string, options: Options) => run(options.output, () => apply(context, file, options)));
}

function apply(context: Context, file: string, options: Options): Promise<ExitStatus> {
  return using(context, options.cluster, async (cluster) => {
    const prepared = await prepareChange(cluster, await changeRequest(context, file));
    await applyConfirmed(context, cluster, prepared, { ...options, otherwise: `apply ${file}` });
    return 0;
  });
}
