/** Applies a prepared change from the command line: shows its plan, asks, commits, and says what came of it. */
import type { Command } from "commander";
import { applyPrepared } from "../change/apply.ts";
import type { PreparedChange } from "../change/prepare.ts";
import { formatVersion } from "../cib/patch/version.ts";
import { visible } from "../cib/visible.ts";
import type { Cluster } from "../cluster/port.ts";
import { planLines } from "../report/plan/text.ts";
import { jsonText } from "./answer.ts";
import { paintLines } from "./colour.ts";
import { acceptRiskOption, type ConfirmOptions, confirmPlan } from "./confirm.ts";
import type { Context } from "./context.ts";
import { timestamp } from "./dates.ts";
import { leaseOption } from "./lease-option.ts";

/** The options of each command that applies a plan. */
export interface ApplyOptions extends ConfirmOptions {
  readonly why?: string;
  readonly lease?: string;
}

export function withApply(command: Command): Command {
  return command
    .option("-y, --yes", "do not ask for confirmation", false)
    .addOption(acceptRiskOption())
    .option("--why <text>", "the reason, recorded in the cluster's history")
    .addOption(leaseOption());
}

interface Applying extends ApplyOptions {
  readonly output: "text" | "json";
  /** The reason that is recorded without --why. */
  readonly otherwise: string;
  /** Show the plan and change nothing. */
  readonly dryRun?: boolean;
}

export async function applyConfirmed(
  context: Context,
  cluster: Cluster,
  prepared: PreparedChange,
  { output, why, lease, otherwise, dryRun = false, ...options }: Applying,
): Promise<void> {
  const { plan } = prepared;
  if (output === "text") context.out(paintLines(planLines(visible(plan), { date: timestamp }), context));
  if (dryRun) {
    context.out(output === "json" ? jsonText(plan) : "Nothing was changed.\n");
    return;
  }
  await confirmPlan(context, plan, options);
  const applied = await applyPrepared(cluster, prepared, {
    who: context.who,
    why: why ?? otherwise,
    lease,
  });
  if (output === "json") context.out(jsonText(applied));
  else if (applied.cib !== undefined)
    context.out(`\nApplied as configuration ${formatVersion(applied.cib)}. Follow it with: holdfast events --follow\n`);
}
