/** `holdfast verify [FILE]`: what is wrong or risky in a configuration. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { isConf } from "../../change/parsed-conf.ts";
import { verifyCluster, verifyConfFile, verifyFile } from "../../change/show/verified.ts";
import { visible } from "../../cib/visible.ts";
import type { Verified } from "../../report/lint/document.ts";
import type { Severity } from "../../report/lint/rule/rule.ts";
import { sarifOf } from "../../report/lint/sarif.ts";
import { verifyLines } from "../../report/lint/text.ts";
import { jsonText, printAnswer } from "../answer.ts";
import { paintLines } from "../colour.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { type ConnectionOptions, DEFAULT_CLUSTER, using, withCluster, withOutput } from "../globals.ts";
import { changeRequest } from "../secrets.ts";

interface Options extends ConnectionOptions {
  readonly fail: Severity;
  readonly sarif: boolean;
  readonly corosync?: string;
  readonly for?: string;
}

const HELP = `
Without a file: the configuration of the cluster. A CIB in a file is judged by itself, a manifest as it would be in the
cluster that --cluster names, or without that option in an empty one. A corosync.conf is judged by itself, or with --corosync
beside any of these. Only rules that files can answer are here. --for 3.0, before an upgrade, also says what Pacemaker 3.0 no
longer takes or means otherwise; "holdfast versions" says what the nodes run.
To silence a rule, write its reason into the file, where "C01:cli-ban-vip" would silence that object's only:
  # holdfast: ignore C01 the switch is replaced on Monday      in a manifest or corosync.conf
  <!-- holdfast: ignore C01 the switch is replaced ... -->     in a CIB
"holdfast schema verify" prints the JSON Schema of --output json; --sarif prints SARIF 2.1.0.
Exit status: 0 nothing as grave as --fail, 1 something is, 78 no manifest, CIB or corosync.conf, 102 not connected, 105 no such file.

Examples:
  holdfast verify
  holdfast verify cluster.yaml --fail error
  holdfast verify /etc/corosync/corosync.conf
  holdfast verify --cluster pacemaker: --corosync /etc/corosync/corosync.conf
  holdfast verify --for 3.0
  holdfast verify cib.xml --sarif > findings.sarif`;

export function verifyCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("verify")))
    .description("find what is wrong or risky in a configuration")
    .argument("[file]", "a manifest (YAML), a CIB (XML) or a corosync.conf; - for standard input")
    .addOption(
      new Option("--fail <severity>", "what to fail for").choices(["error", "warning", "note"]).default("warning"),
    )
    .option("--sarif", "print SARIF", false)
    .option("--corosync <file>", "the nodes' corosync.conf, to be judged beside the configuration")
    .option("--for <release>", "also what this release of Pacemaker no longer takes", releaseNumber)
    .addHelpText("after", HELP)
    .action((file: string | undefined, options: Options, command: Command) =>
      run(options.output, async () => {
        const named = command.getOptionValueSource("cluster") !== "default";
        const verified = await verifiedBy(context, file, named ? options.cluster : undefined, options);
        if (options.sarif) context.out(jsonText(sarifOf(verified, context.version)));
        else printAnswer(context, options.output, verified, (shown) => verifyText(shown, context));
        return statusOf(verified, options.fail);
      }),
    );
}

function releaseNumber(text: string): string {
  if (!/^\d+(?:\.\d+){0,2}$/.test(text)) throw new InvalidArgumentError("Write a release of Pacemaker, such as 3.0.");
  return text;
}

async function verifiedBy(
  context: Context,
  path: string | undefined,
  url: string | undefined,
  { corosync, for: target }: Options,
): Promise<Verified> {
  const conf = corosync === undefined ? undefined : { path: corosync, text: await context.readFile(corosync) };
  if (path === undefined)
    return using(context, url ?? DEFAULT_CLUSTER, (cluster) => verifyCluster(cluster, { conf, target }));
  const { file, secrets } = await changeRequest(context, path);
  if (isConf(file)) return verifyConfFile(file);
  if (url === undefined) return verifyFile(file, secrets, undefined, { conf, target });
  return using(context, url, (cluster) => verifyFile(file, secrets, cluster, { conf, target }));
}

const GRAVITY: Readonly<Record<Severity, number>> = { note: 0, warning: 1, error: 2 };

function statusOf({ findings }: Verified, fail: Severity): ExitStatus {
  return findings.some((f) => GRAVITY[f.severity] >= GRAVITY[fail]) ? 1 : 0;
}

const TONES = { error: "warning", warning: "changed", note: "heading" } as const;

function verifyText(verified: Verified, context: Context): string {
  const lines = verifyLines(visible(verified));
  return paintLines(
    lines.map(({ severity, text }) => ({ tone: severity === undefined ? ("plain" as const) : TONES[severity], text })),
    context,
  );
}
