/** `holdfast diff A.yaml B.yaml`: what becomes of a cluster of one manifest when it is given another. */
import type { Command } from "commander";
import { compareManifests } from "../../change/compare.ts";
import { planLines } from "../../report/plan/text.ts";
import { printAnswer } from "../answer.ts";
import { paintLines } from "../colour.ts";
import type { Context, Run } from "../context.ts";
import { withOutput } from "../globals.ts";

interface Options {
  readonly output: "text" | "json";
  readonly verbose: boolean;
}

const HELP = `
Needs no cluster and no secrets: the first manifest is thought of as a cluster with all nodes online and nothing left to do,
and the answer is the plan from there to the second, such as an upgrade. Agents are not run, so that nothing is promoted.
"holdfast schema diff" prints the JSON Schema of --output json, which is that of plan.
Exit status: 0 no difference, 2 differences, 78 invalid manifest, 105 no such file.

Examples:
  holdfast diff cluster.yaml cluster-new.yaml
  holdfast diff examples/openstack/stein.yaml examples/control-plane.yaml`;

const DIFFER = 2;

export function diffCommand(program: Command, context: Context, run: Run): void {
  withOutput(program.command("diff"))
    .description("compare two manifests as plan does: what a cluster of the first would do with the second")
    .argument("<from>", "a manifest (YAML)")
    .argument("<to>", "a manifest (YAML); - for standard input")
    .option("-v, --verbose", "show each action's whole chain of causes", false)
    .addHelpText("after", HELP)
    .action((from: string, to: string, { output, verbose }: Options) =>
      run(output, async () => {
        const [before, after] = [await context.readFile(from), await context.readFile(to)];
        const plan = await compareManifests({ path: from, text: before }, { path: to, text: after }, context.now());
        const same = plan.differences.length === 0;
        printAnswer(context, output, plan, (shown) =>
          same
            ? `No difference: ${from} and ${to} mean the same.\n`
            : paintLines(planLines(shown, { verbose }), context),
        );
        return same ? 0 : DIFFER;
      }),
    );
}
