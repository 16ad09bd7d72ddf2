/** `holdfast apply FILE`: shows the plan, asks, and commits the whole change at once or not at all. */

import type { Command } from "commander";
import { prepareChange } from "../../change/prepare.ts";
import { previewRun } from "../../change/run/preview.ts";
import { rollingRequest } from "../../change/run/rolling-edit.ts";
import { startRun } from "../../change/run/start.ts";
import { visible } from "../../cib/visible.ts";
import { planLines } from "../../report/plan/text.ts";
import { bothWays } from "../../report/run/both-ways.ts";
import { runPlanLines } from "../../report/run/text.ts";
import { jsonText, linesText } from "../answer.ts";
import { type ApplyOptions, applyConfirmed, withApply } from "../applying.ts";
import { paintLines } from "../colour.ts";
import { confirmPlan } from "../confirm.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { timestamp } from "../dates.ts";
import { using, withCluster, withOutput } from "../globals.ts";
import { limitsOf, type RunningOptions, runCarried, withRunning } from "../running.ts";
import { changeRequest } from "../secrets.ts";

interface Options extends ApplyOptions, RunningOptions {
  readonly rolling: boolean;
  readonly dryRun: boolean;
}

const HELP = `
Shows the plan and asks for confirmation. If the cluster changes between plan and commit so that the actions would differ,
nothing is changed; run the command again. A risk that the plan names (fencing switched off, the quorum policy weakened,
defaults that reach resources of others) is asked for again; for scripts, --accept-risk and its code.
With --rolling, replicas of a bundle or clone that the change would restart together restart one after the other: it is a run,
which can be resumed by "holdfast run resume" and prints an event a line as JSON; the options from --min-healthy to --queue
are for it. Where none would go down together it is applied as without.
"holdfast schema apply" prints the JSON Schema of --output json.
Exit status: 0 applied or nothing to do, 78 invalid manifest or CIB, 102 not connected, 103 the cluster changed since the
plan, 105 no such file, 107 not confirmed, or a risk not accepted; with --rolling also 1 and 124, as for a run that paused.

Examples:
  holdfast apply cluster.yaml --why "add redis"
  holdfast apply cluster.yaml --rolling --dry-run
  holdfast apply cluster.yaml --yes --output json
  holdfast apply cluster.yaml --yes --accept-risk fencing-off`;

export function applyCommand(program: Command, context: Context, run: Run): void {
  withRunning(withApply(withOutput(withCluster(program.command("apply")))))
    .description("change the cluster to match a manifest, in one atomic commit")
    .option("--rolling", "replicas that would restart together restart one after the other", false)
    .option("-d, --dry-run", "show the plan, and change nothing", false)
    .argument("<file>", "a manifest (YAML) or a CIB (XML)")
    .addHelpText("after", HELP)
    .action((file: string, options: Options) => run(options.output, () => apply(context, file, options)));
}

async function apply(context: Context, file: string, options: Options): Promise<ExitStatus> {
  const rolled = await using(context, options.cluster, async (cluster) => {
    const prepared = await prepareChange(cluster, await changeRequest(context, file));
    const request = options.rolling ? rollingRequest(prepared) : undefined;
    if (request === undefined) {
      await applyConfirmed(context, cluster, prepared, { ...options, otherwise: `apply ${file}` });
      return undefined;
    }
    const steps = await previewRun(cluster, request, limitsOf(options));
    if (options.output === "text") {
      context.out(paintLines(planLines(visible(prepared.plan), { date: timestamp }), context));
      const lines = ["", ...bothWays(prepared.plan, steps), "", ...runPlanLines(steps)];
      context.out(linesText(visible({ lines }).lines, context));
    }
    if (!options.dryRun) {
      await confirmPlan(context, prepared.plan, options);
      return request;
    }
    context.out(options.output === "json" ? jsonText(steps) : "Nothing was changed.\n");
    return undefined;
  });
  if (rolled === undefined) return 0;
  const reasoned = { ...options, why: options.why ?? `apply ${file}` };
  return runCarried(context, reasoned, (cluster, carry) => startRun(cluster, rolled, carry));
}
