/** `holdfast plan FILE`: shows what applying a manifest would change, and what the cluster would do, and why. */
import type { Command } from "commander";
import { prepareChange } from "../../change/prepare.ts";
import { gentlerWay } from "../../change/run/gentler.ts";
import { visible } from "../../cib/visible.ts";
import { planLines } from "../../report/plan/text.ts";
import { linesText, printAnswer } from "../answer.ts";
import { paintLines } from "../colour.ts";
import type { Context, Run } from "../context.ts";
import { timestamp } from "../dates.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";
import { changeRequest } from "../secrets.ts";

interface Options extends ConnectionOptions {
  readonly verbose: boolean;
}

const HELP = `
Changes nothing. Square brackets after an action hold the lines that cause it. If crm_simulate is installed, on the
cluster's node or on this machine, the plan is compared with its result and the differences are shown. Where replicas would
go down together, it says for how long, and how long apply --rolling would take instead.
"holdfast schema plan" prints the JSON Schema of --output json.
Exit status: 0 nothing to do, 2 changes, 78 invalid manifest or CIB, 102 not connected, 105 no such file.

Examples:
  holdfast plan cluster.yaml
  holdfast plan cluster.yaml --cluster file:cib.xml --verbose`;

/** The same as in `terraform plan -detailed-exitcode`. */
const CHANGES = 2;

export function planCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("plan")))
    .description("show what applying a manifest would start, stop, restart, move, promote or fence, and why")
    .argument("<file>", "a manifest (YAML) or a CIB (XML); - for standard input")
    .option("-v, --verbose", "show each action's whole chain of causes", false)
    .addHelpText("after", HELP)
    .action((file: string, options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const prepared = await prepareChange(cluster, await changeRequest(context, file));
          const gentler = gentlerWay(prepared);
          const plan = gentler === undefined ? prepared.plan : { ...prepared.plan, rolling: gentler.rolling };
          printAnswer(context, options.output, plan, (shown) =>
            paintLines(planLines(shown, { ...options, date: timestamp }), context),
          );
          if (options.output === "text" && gentler !== undefined)
            context.out(linesText(visible({ lines: ["", ...gentler.lines] }).lines, context));
          return plan.differences.length === 0 ? 0 : CHANGES;
        }),
      ),
    );
}
