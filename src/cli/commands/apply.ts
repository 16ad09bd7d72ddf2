/** `holdfast apply FILE`: shows the plan, asks, and commits the whole change at once or not at all. */

import type { Command } from "commander";
import { type ChangeRequest, prepareChange } from "../../change/prepare.ts";
import { withApply } from "../applying.ts";
import type { Context, Run } from "../context.ts";
import { withCluster, withOutput } from "../globals.ts";
import { applyRolling, type RollingOptions } from "../rolling.ts";
import { withRunning } from "../running.ts";
import { changeRequest } from "../secrets.ts";

const HELP = `
Shows the plan and asks for confirmation. If the cluster changes between plan and commit so that the actions would differ,
nothing is changed; run the command again. A risk that the plan names (fencing switched off, the quorum policy weakened,
defaults that reach resources of others, an image newer than the cluster) is asked for again; for scripts, --accept-risk and its code.
With --rolling, replicas of a bundle or clone that the change would restart together restart one after the other: it is a run,
which can be resumed by "holdfast run resume" and prints an event a line as JSON; the options from --min-healthy to --queue
are for it. Where none would go down together it is applied as without. After waiting for others (--queue) the change is planned
again: it continues if the same differences and actions follow, and says what is different now if they do not, with 103.
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
    .action((file: string, options: RollingOptions) =>
      run(options.output, () => {
        // What is planned again is what was confirmed, not what the file has become.
        let request: Promise<ChangeRequest> | undefined;
        return applyRolling(context, options, `apply ${file}`, async (cluster) => {
          request ??= changeRequest(context, file);
          return prepareChange(cluster, await request);
        });
      }),
    );
}
