/** `holdfast drift FILE`: where the cluster is not as the manifest says, and since when. */
import type { Command } from "commander";
import { readDrift } from "../../change/drift.ts";
import { driftLines } from "../../report/drift/text.ts";
import { printAnswer } from "../answer.ts";
import { paintLines } from "../colour.ts";
import type { Context, Run } from "../context.ts";
import { timestamp } from "../dates.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";
import { changeRequest } from "../secrets.ts";

const HELP = `
Compares only what the manifest governs, and changes nothing. Who made each change and when is read from the cluster's
history, as far as that is kept ("holdfast history"). What people have switched (standby, disabled, bans) is listed and is
no drift. "holdfast plan FILE" says what removing the drift would do.
"holdfast schema drift" prints the JSON Schema of --output json.
Exit status: 0 no drift, 2 drift, 78 invalid manifest or CIB, 102 not connected, 105 no such file.

Examples:
  holdfast drift cluster.yaml
  holdfast drift cluster.yaml --output json || alert`;

/** The same as that of plan. */
const DRIFTED = 2;

export function driftCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("drift")))
    .description("show where the cluster is not as a manifest says, who made it so and when")
    .argument("<file>", "a manifest (YAML) or a CIB (XML); - for standard input")
    .addHelpText("after", HELP)
    .action((file: string, options: ConnectionOptions) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const drift = await readDrift(cluster, await changeRequest(context, file));
          printAnswer(context, options.output, drift, (shown) => paintLines(driftLines(shown, timestamp), context));
          return drift.drifted.length === 0 ? 0 : DRIFTED;
        }),
      ),
    );
}
