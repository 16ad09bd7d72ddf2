/** `holdfast rotate SECRET|PATH --from FILE`: a new value for a secret, or a new file, everywhere where it is used. */
import type { Command } from "commander";
import { prepareRotation } from "../../change/rotate.ts";
import { withApply } from "../applying.ts";
import type { Context, Run } from "../context.ts";
import { withCluster, withOutput } from "../globals.ts";
import { renewFile } from "../renewing.ts";
import { applyRolling, type RollingOptions } from "../rolling.ts";
import { withRunning } from "../running.ts";

interface Options extends RollingOptions {
  readonly from: string;
}

const HELP = `
"holdfast secrets" lists the names. The value is read from a file or standard input, never from the command line. On a
Pacemaker cluster each fence device that uses it is asked for its status with the new value first; if one refuses it, nothing
is changed. Then the value is changed everywhere in one commit; replicas that would restart together restart one after the
other (--no-rolling: together).
A path, such as a certificate's, is a file on the nodes: the new one is checked (not ended, the key fits), put beside the old one
on every node that has it, and takes its place node by node; on each, bundles that mount it and resources that name it reload it
where their service can (HAProxy, Galera, RabbitMQ), or are restarted. A run: it can be paused, and resumed from another machine.
A manifest takes the value from where it keeps it: write it there too, or the next apply puts
the old one back.
"holdfast schema rotate" prints the JSON Schema of --output json; a run prints an event a line, as "holdfast schema run" says.
Exit status: 0 done or nothing to do, 1 a device refused the value, 3 no parameter holds it, 78 no such value, 102 not
connected, 103 the cluster changed since the plan, 105 no such secret or file, 107 not confirmed; and as for a run that paused.

Examples:
  holdfast rotate fence-controller-0-password --from /root/new-password
  holdfast rotate /etc/pki/tls/private/overcloud_endpoint.pem --from renewed.pem
  pwgen -s 24 1 | holdfast rotate galera-password --from - --yes`;

export function rotateCommand(program: Command, context: Context, run: Run): void {
  withRunning(withApply(withOutput(withCluster(program.command("rotate")))))
    .description("give a secret or certificate a new value everywhere where it is used")
    .argument("<secret>", 'its name or path, as "holdfast secrets" lists it')
    .requiredOption("--from <file>", "the file that holds the new value; - for standard input")
    .option("--no-rolling", "let replicas restart together")
    .option("-d, --dry-run", "show the plan, and change nothing", false)
    .addHelpText("after", HELP)
    .action((secret: string, options: Options) =>
      run(options.output, async () => {
        const value = await context.readFile(options.from);
        if (secret.startsWith("/")) return renewFile(context, options, secret, value);
        return applyRolling(context, options, `rotate ${secret}`, async (cluster) => {
          const prepared = await prepareRotation(cluster, secret, value);
          if (prepared.unchecked.length > 0)
            context.err(
              `not asked for their status first, since there is no node to ask: ${prepared.unchecked.join(", ")}\n`,
            );
          return prepared;
        });
      }),
    );
}
