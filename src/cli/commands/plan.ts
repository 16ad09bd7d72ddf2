/** `holdfast plan FILE`: what applying a manifest would change, and what the cluster would do because of it, and why. */
import type { Command } from "commander";
import { prepareChange } from "../../change/prepare.ts";

import { planLines } from "../../report/plan/text.ts";
import { printAnswer } from "../answer.ts";
import { paintLines } from "../colour.ts";
import type { Context, Run } from "../context.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";
import { changeRequest } from "../secrets.ts";

interface Options extends ClusterOptions {
  readonly verbose: boolean;
}

const HELP = `
Nothing is changed. In square brackets behind an action: the lines that cause it. Where crm_simulate is installed, on the
cluster's node or on this machine, it is asked too, and what it decides differently is shown.
"holdfast schema plan" prints the JSON Schema of what --output json answers.
Exit status: 0 nothing to do, 2 there are changes.`;

/** As `pcs`, `terraform plan -detailed-exitcode` and others have it. */
const CHANGES = 2;

export function planCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("plan")))
    .description("show what applying a manifest would start, stop, restart, move, promote or fence, and why")
    .argument("<file>", "a manifest (YAML) or a CIB (XML); - for standard input")
    .option("-v, --verbose", "show the whole chain of causes of every action", false)
    .addHelpText("after", HELP)
    .action((file: string, options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const { plan } = await prepareChange(cluster, await changeRequest(context, file));
          printAnswer(context, options.output, plan, (shown) => paintLines(planLines(shown, options), context.color));
          return plan.differences.length === 0 ? 0 : CHANGES;
        }),
      ),
    );
}
