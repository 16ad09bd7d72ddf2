/** `holdfast apply FILE`: shows the plan, asks, and commits the whole change at once or not at all. */

import type { Command } from "commander";
import { applyPrepared } from "../../change/apply.ts";
import { prepareChange } from "../../change/prepare.ts";
import { formatVersion } from "../../cib/patch/version.ts";
import { visible } from "../../cib/visible.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { planLines } from "../../report/plan/text.ts";
import { jsonText } from "../answer.ts";
import { paintLines } from "../colour.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";
import { changeRequest } from "../secrets.ts";

interface Options extends ConnectionOptions {
  readonly yes: boolean;
  readonly why?: string;
}

const HELP = `
Shows the plan and asks for confirmation. If the cluster changes between plan and commit so that the actions would differ,
nothing is changed; run the command again.
"holdfast schema apply" prints the JSON Schema of --output json.
Exit status: 0 applied or nothing to do, 78 invalid manifest or CIB, 102 not connected, 103 the cluster changed since the
plan, 105 no such file, 107 not confirmed.

Examples:
  holdfast apply cluster.yaml --why "add redis"
  holdfast apply cluster.yaml --yes --output json`;

export function applyCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("apply")))
    .description("change the cluster to match a manifest, in one atomic commit")
    .argument("<file>", "a manifest (YAML) or a CIB (XML)")
    .option("-y, --yes", "do not ask for confirmation", false)
    .option("--why <text>", "the reason, recorded in the cluster's history")
    .addHelpText("after", HELP)
    .action((file: string, options: Options) => run(options.output, () => apply(context, file, options)));
}

function apply(context: Context, file: string, { cluster: url, output, yes, why }: Options): Promise<ExitStatus> {
  return using(context, url, async (cluster) => {
    const prepared = await prepareChange(cluster, await changeRequest(context, file));
    const { plan } = prepared;
    if (output === "text") context.out(paintLines(planLines(visible(plan)), context.color));
    if (!yes && plan.differences.length > 0) await confirm(context);
    const applied = await applyPrepared(cluster, prepared, {
      who: context.who,
      why: why ?? `apply ${file}`,
    });
    if (output === "json") context.out(jsonText(applied));
    else if (applied.cib !== undefined)
      context.out(
        `\nApplied as configuration ${formatVersion(applied.cib)}. Follow it with: holdfast events --follow\n`,
      );
    return 0;
  });
}

async function confirm(context: Context): Promise<void> {
  if (!context.interactive) {
    throw new HoldfastError("unsafe", "not a terminal, so the plan cannot be confirmed; nothing was changed", {
      hint: "pass --yes",
    });
  }
  if (!(await context.confirm("Apply this? [y/N] ")))
    throw new HoldfastError("unsafe", "not confirmed; nothing was changed");
}
