/** `holdfast health [RESOURCE...]`: whether services are whole, asked of the services themselves, and which replica may stop. */
import type { Command } from "commander";
import { showHealth } from "../../change/show/health.ts";
import type { HealthAnswer } from "../../report/health/document.ts";
import { healthLines } from "../../report/health/text.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

const HELP = `
Asks each replica of a service it knows, in its container on its node, and judges any other by what Pacemaker says of it.
A replica may stop when all others are whole and its service has nothing against it. What cannot be asked is Unknown:
name all nodes in the cluster's address (pacemaker+ssh://root@controller-0,controller-1,controller-2).
"holdfast schema health" prints the JSON Schema of --output json.
Exit status: 0 all whole, 1 one is not whole, 75 one is not known to be whole, 102 not connected, 105 no such resource.

Examples:
  holdfast health
  holdfast health galera-bundle rabbitmq-bundle
  holdfast health galera-bundle --output json | jq '.services[].replicas[] | {id, stop: .mayStop.status}'`;

/** `EX_TEMPFAIL` for what may be known the next time. */
const STATUS: Readonly<Record<HealthAnswer["whole"], ExitStatus>> = { True: 0, False: 1, Unknown: 75 };

export function healthCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("health")))
    .description("ask services whether they are whole, and which replica may be stopped")
    .argument("[resource...]", "resources; all without one")
    .addHelpText("after", HELP)
    .action((resources: string[], { cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          const answer = await showHealth(cluster, resources);
          printAnswer(context, output, answer, (shown) => linesText(healthLines(shown), context));
          return STATUS[answer.whole];
        }),
      ),
    );
}
