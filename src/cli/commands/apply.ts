/** `holdfast apply FILE`: plans, asks, and commits the whole change at once, or nothing of it. */
import type { Command } from "commander";
import { applyChange } from "../../change/apply.ts";
import { withSecondOpinion } from "../../change/plan/crm-simulate-check.ts";
import { planChange } from "../../change/plan/plan.ts";
import { formatVersion } from "../../cib/patch/version.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { planLines } from "../../report/plan/text.ts";
import { paintLines } from "../colour.ts";
import type { Context, Run } from "../context.ts";
import { loadDesired } from "../desired.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

interface Options extends ClusterOptions {
  readonly yes: boolean;
  readonly why?: string;
}

export function applyCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("apply")))
    .description("bring a cluster to what a manifest says, in one atomic commit")
    .argument("<file>", "a manifest (YAML) or a CIB (XML)")
    .option("-y, --yes", "do not ask", false)
    .option("--why <text>", "the reason, kept in the cluster's history")
    .addHelpText(
      "after",
      "\nExit status: 0 done or nothing to do, 103 the cluster moved since the plan, 107 not confirmed.",
    )
    .action((file: string, options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const { kind } = await cluster.identity();
          const wanted = await loadDesired(context, file, kind === "embedded");
          const snapshot = await cluster.read();
          const desired = wanted.cib(snapshot.cib);
          const planned = await withSecondOpinion(cluster, snapshot, planChange(snapshot, desired, wanted));
          const json = options.output === "json";
          // What a manifest owns is noted in the CIB even where it changes nothing else.
          const unchanged = planned.patch.changes.length === 0;
          if (!json) context.out(paintLines(planLines(planned.plan), context.color));
          if (unchanged) {
            if (snapshot.doubt !== undefined) throw snapshot.doubt;
            if (json)
              context.out(
                `${JSON.stringify({ document: "applied", version: 1, changed: false, plan: planned.plan })}\n`,
              );
            return 0;
          }
          if (!options.yes && planned.plan.differences.length > 0) await confirm(context);
          const version = await applyChange(cluster, planned, desired, {
            who: context.who,
            why: options.why ?? `apply ${file}`,
          });
          if (json)
            context.out(
              `${JSON.stringify({ document: "applied", version: 1, changed: true, cib: version, plan: planned.plan })}\n`,
            );
          else
            context.out(
              `\nApplied as configuration ${formatVersion(version)}. Follow it with: holdfast events --follow\n`,
            );
          return 0;
        }),
      ),
    );
}

async function confirm(context: Context): Promise<void> {
  if (!context.interactive) {
    throw new HoldfastError("unsafe", "there is nobody to ask whether to go on; nothing was changed", {
      hint: "say --yes",
    });
  }
  if (!(await context.confirm("Apply this? [y/N] ")))
    throw new HoldfastError("unsafe", "not confirmed; nothing was changed");
}
