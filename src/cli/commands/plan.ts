/** `holdfast plan FILE`: what applying a manifest would change, and what the cluster would do because of it, and why. */
import type { Command } from "commander";
import { withSecondOpinion } from "../../change/plan/crm-simulate-check.ts";
import { planChange } from "../../change/plan/plan.ts";
import { planLines } from "../../report/plan/text.ts";
import { paintLines } from "../colour.ts";
import type { Context, Run } from "../context.ts";
import { loadDesired } from "../desired.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

interface Options extends ClusterOptions {
  readonly verbose: boolean;
}

const HELP = `
Nothing is changed. In square brackets behind an action: the line it is caused by. Where crm_simulate is at hand, of the
cluster's node or of this machine, it is asked too, and what it decides otherwise is shown.
"holdfast schema plan" prints the JSON Schema of what --output json answers.
Exit status: 0 nothing to do, 2 there are changes.`;

/** As `pcs`, `terraform plan -detailed-exitcode` and others have it. */
const CHANGES = 2;

export function planCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("plan")))
    .description("show what applying a manifest would start, stop, restart, move, promote or fence, and why")
    .argument("<file>", "a manifest (YAML) or a CIB (XML); - for standard input")
    .option("-v, --verbose", "tell the whole chain of causes of every action", false)
    .addHelpText("after", HELP)
    .action((file: string, options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const { kind } = await cluster.identity();
          const desired = await loadDesired(context, file, kind === "embedded");
          const snapshot = await cluster.read();
          const planned = planChange(snapshot, desired.cib(snapshot.cib), desired);
          const { plan } = await withSecondOpinion(cluster, snapshot, planned);
          context.out(
            options.output === "json"
              ? `${JSON.stringify(plan, null, 2)}\n`
              : paintLines(planLines(plan, options), context.color),
          );
          return plan.differences.length === 0 ? 0 : CHANGES;
        }),
      ),
    );
}
