/** `holdfast wait [RESOURCE...]`: waits until the resources have their roles, or says why they never will. */

import { type Command, InvalidArgumentError, Option } from "commander";
import { WANTED_ROLES, type WantedRole } from "../../change/wait/role-check.ts";
import type { Wanted } from "../../change/wait/verdict.ts";
import { waitAnswer } from "../../change/wait/wait.ts";
import { formatVersion } from "../../cib/patch/version.ts";
import { visible, visibleLine } from "../../cib/visible.ts";
import type { WaitAnswer } from "../../report/wait/document.ts";
import { jsonText, linesText } from "../answer.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { parseDurationOption } from "../duration.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";
import { progressOn } from "../progress.ts";

interface Options extends ClusterOptions {
  readonly role?: WantedRole;
  readonly cibVersion?: NonNullable<Wanted["version"]>;
  readonly timeout: number;
}

/** From `crm_exit_t`: ok, error, timeout; 193 is still pending in a cluster that is not running. */
const EXIT: Readonly<Record<WaitAnswer["outcome"], ExitStatus>> = { reached: 0, never: 1, timeout: 124, pending: 193 };
const MISSING: ExitStatus = 105;

export function waitExitStatus({ outcome, findings }: Pick<WaitAnswer, "outcome" | "findings">): ExitStatus {
  return findings.some((f) => f.code === "missing") ? MISSING : EXIT[outcome];
}

const DEFAULT_TIMEOUT = "10m";

const HELP = `
Without a resource: waits for all of them to run as configured, except those that are disabled or unmanaged.
A file, or an engine that is not running, is checked once.
"holdfast schema wait" prints the JSON Schema of --output json.
Exit status: 0 reached, 1 will not be reached (disabled, unmanaged, blocked, failed, no node), 102 not connected,
105 no such resource, 124 timeout, 193 still pending, but the cluster is not running.

Examples:
  holdfast wait
  holdfast wait galera-bundle --role Promoted --timeout 5m`;

function version(text: string): NonNullable<Wanted["version"]> {
  const match = /^(\d+)\.(\d+)(?:\.\d+)?$/.exec(text);
  if (match === null) throw new InvalidArgumentError("expected a version such as 0.17.");
  return { adminEpoch: Number(match[1]), epoch: Number(match[2]) };
}

export function waitCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("wait")))
    .description("wait until resources have their roles, or say why they never will")
    .argument("[resource...]", "ids; a bundle, clone or group stands for all its instances")
    .addOption(new Option("-r, --role <role>", "the role, if not the configured one").choices(WANTED_ROLES))
    .option("--cib-version <version>", "wait until the cluster has this configuration or a later one", version)
    .addOption(
      new Option("-t, --timeout <duration>", "how long to wait, such as 90s or 5m")
        .argParser(parseDurationOption)
        .default(parseDurationOption(DEFAULT_TIMEOUT), DEFAULT_TIMEOUT),
    )
    .addHelpText("after", HELP)
    .action((resources: string[], options: Options) => run(options.output, () => wait(context, resources, options)));
}

function wait(context: Context, resources: string[], options: Options): Promise<ExitStatus> {
  const { cluster: url, output, role, cibVersion, timeout } = options;
  const wanted: Wanted = {
    resources,
    ...(role === undefined ? {} : { role }),
    ...(cibVersion === undefined ? {} : { version: cibVersion }),
  };
  return using(context, url, async (cluster) => {
    const progress = output === "json" ? undefined : progressOn(context);
    const answer = await waitAnswer(cluster, wanted, {
      timeout,
      signal: context.interrupted,
      tell: ({ state, findings }) => progress?.foot(state === "reached" ? "" : visibleLine(findings[0]?.text ?? "")),
    });
    progress?.foot("");
    if (output === "json") context.out(jsonText(answer));
    else if (answer.outcome === "reached") context.out(reachedText(visible(answer)));
    else context.err(notReachedText(visible(answer)));
    return waitExitStatus(answer);
  });
}

function reachedText({ cib, resources, waitedMs }: WaitAnswer): string {
  const instances = resources.flatMap((rsc) => rsc.instances);
  return linesText([
    ...instances.map(({ id, role, nodes }) => `${id}: ${role}${nodes.length === 0 ? "" : ` on ${nodes.join(", ")}`}`),
    `Reached with configuration ${formatVersion(cib)} after ${(waitedMs / 1000).toFixed(1)} s.`,
  ]);
}

function notReachedText({ outcome, findings, waitedMs }: WaitAnswer): string {
  const heads: Readonly<Record<WaitAnswer["outcome"], string>> = {
    reached: "reached",
    never: "will not be reached",
    timeout: `not reached in ${Math.round(waitedMs / 1000)} s`,
    pending: "still pending",
  };
  return linesText([`holdfast: ${heads[outcome]}:`, ...findings.map((f) => `  ${f.text}`)]);
}
