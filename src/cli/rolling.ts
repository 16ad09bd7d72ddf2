/** Applies a prepared change from the command line replica by replica, where replicas would restart together. */
import type { PreparedChange } from "../change/prepare.ts";
import { startPlanned } from "../change/run/planned.ts";
import { previewRun } from "../change/run/preview.ts";
import { rollingRequest, rollingRun } from "../change/run/rolling-edit.ts";
import { visible, visibleLine } from "../cib/visible.ts";
import type { Cluster } from "../cluster/port.ts";
import { planLines } from "../report/plan/text.ts";
import { bothWays } from "../report/run/both-ways.ts";
import { runPlanLines } from "../report/run/text.ts";
import { jsonText, linesText } from "./answer.ts";
import { type ApplyOptions, applyConfirmed } from "./applying.ts";
import { paintLines } from "./colour.ts";
import { confirmPlan } from "./confirm.ts";
import type { Context, ExitStatus } from "./context.ts";
import { timestamp } from "./dates.ts";
import { using } from "./globals.ts";
import { limitsOf, type RunningOptions, runCarried } from "./running.ts";

export interface RollingOptions extends ApplyOptions, RunningOptions {
  readonly rolling: boolean;
  readonly dryRun: boolean;
}

/** @param otherwise the reason that is recorded without --why */
export async function applyRolling(
  context: Context,
  options: RollingOptions,
  otherwise: string,
  prepare: (cluster: Cluster) => Promise<PreparedChange>,
): Promise<ExitStatus> {
  const rolled = await using(context, options.cluster, async (cluster) => {
    const prepared = await prepare(cluster);
    const request = options.rolling ? rollingRequest(prepared) : undefined;
    if (request === undefined) {
      await applyConfirmed(context, cluster, prepared, { ...options, otherwise });
      return undefined;
    }
    const steps = previewRun(prepared.snapshot, request, limitsOf(options));
    if (options.output === "text") {
      context.out(paintLines(planLines(visible(prepared.plan), { date: timestamp }), context));
      const lines = ["", ...bothWays(prepared.plan, steps), "", ...runPlanLines(steps)];
      context.out(linesText(visible({ lines }).lines, context));
    }
    if (!options.dryRun) {
      await confirmPlan(context, prepared.plan, options);
      return { prepared, request };
    }
    context.out(options.output === "json" ? jsonText(steps) : "Nothing was changed.\n");
    return undefined;
  });
  if (rolled === undefined) return 0;
  const reasoned = { ...options, why: options.why ?? otherwise };
  const { prepared, request } = rolled;
  return runCarried(context, reasoned, (cluster, carry) => {
    const tell = (text: string): void => context.err(`${visibleLine(text)}\n`);
    return startPlanned(
      cluster,
      rollingRun(prepared, request, () => prepare(cluster), tell),
      carry,
    );
  });
}
