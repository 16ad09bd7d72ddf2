/** `holdfast secrets [FILE]`: the secrets and certificates of a configuration, without their values. */
import type { Command } from "commander";
import { secretsOfCluster, secretsOfFile } from "../../change/show/secrets.ts";
import { secretLines } from "../../report/secrets/text.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { formatDate } from "../dates.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

const HELP = `
Without a file: of the cluster's configuration; on a Pacemaker cluster also until when certificates are valid, on each node
that --cluster names (only certificates leave a node, never a key). With a file: of that manifest or CIB alone.
Each place says the least that makes a new value take effect there. No value is shown.
"holdfast schema secrets" prints the JSON Schema of --output json.
Exit status: 0 success, 78 no manifest or CIB, 102 not connected, 105 no such file.

Examples:
  holdfast secrets
  holdfast secrets cluster.yaml
  holdfast secrets -o json | jq '.secrets[].certificates[] | select(.days < 30)'`;

export function secretsCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("secrets")))
    .description("list secrets and certificates: where they are used, how they are rotated, when they end")
    .argument("[file]", "a manifest (YAML) or a CIB (XML); - for standard input")
    .addHelpText("after", HELP)
    .action((file: string | undefined, { cluster: url, output }: ConnectionOptions) =>
      run(output, async () => {
        const secrets =
          file === undefined
            ? await using(context, url, (cluster) => secretsOfCluster(cluster, Math.floor(context.now() / 1000)))
            : secretsOfFile({ path: file, text: await context.readFile(file) });
        printAnswer(context, output, secrets, (shown) => linesText(secretLines(shown, formatDate), context));
        return 0;
      }),
    );
}
