/** The options of every verb, and how its answer is shown. */
import { type Command, Option } from "commander";
import { carryOut } from "../change/verbs/carry-out.ts";
import type { Verb } from "../change/verbs/verb.ts";
import { visible } from "../cib/visible.ts";
import type { Cluster } from "../cluster/port.ts";
import type { Done } from "../report/done/document.ts";
import { doneLines } from "../report/done/text.ts";
import { planLines } from "../report/plan/text.ts";
import { jsonText, linesText } from "./answer.ts";
import { paintLines } from "./colour.ts";
import type { Context, ExitStatus } from "./context.ts";
import { DEFAULT_TIMEOUT, parseDurationOption } from "./duration.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "./globals.ts";
import { waitExitStatus, watchedWait } from "./waiting.ts";

export interface VerbOptions extends ConnectionOptions {
  readonly dryRun: boolean;
  /** Milliseconds. */
  readonly wait?: number;
  readonly why?: string;
}

/** The exit statuses of every verb. */
export const VERB_STATUSES = `Exit status: 0 done or nothing to do, 78 Pacemaker would refuse it, 102 not connected, 103 conflict with other changes,
105 no such name; with --wait also 1 will not be reached, 124 timeout, 193 the cluster is not running.`;

export function withVerb(command: Command): Command {
  return withOutput(withCluster(command))
    .option("-d, --dry-run", "show the plan with its reasons, and change nothing", false)
    .addOption(
      new Option("--wait [=timeout]", `wait until the cluster has done it (default ${DEFAULT_TIMEOUT})`).argParser(
        (text) => parseDurationOption(text === "" ? DEFAULT_TIMEOUT : text),
      ),
    )
    .option("--why <text>", "the reason, recorded in the cluster's history");
}

export function runVerb(
  context: Context,
  options: VerbOptions,
  verb: Verb | ((cluster: Cluster) => Promise<Verb>),
): Promise<ExitStatus> {
  return using(context, options.cluster, async (cluster) =>
    runVerbOn(context, cluster, options, typeof verb === "function" ? await verb(cluster) : verb),
  );
}

async function runVerbOn(context: Context, cluster: Cluster, options: VerbOptions, verb: Verb): Promise<ExitStatus> {
  const { output, dryRun, wait, why } = options;
  const show = (done: Done): void => {
    if (output === "text") context.out(doneText(context, done));
  };
  const watched = wait === undefined ? undefined : watchedWait(context, output, wait);
  const done = await carryOut(cluster, verb, { who: context.who, why, dryRun, wait: watched?.options, tell: show });
  if (output === "json") context.out(jsonText(done));
  else if (done.wait === undefined) show(done);
  if (done.wait === undefined) return 0;
  watched?.end(done.wait, verb.wanted);
  return waitExitStatus(done.wait);
}

function doneText({ color }: Context, done: Done): string {
  const shown = visible(done);
  if (!shown.dryRun || !shown.changed || shown.plan === undefined) return linesText(doneLines(shown));
  return `${linesText(shown.objects.map(({ text }) => text))}\n${paintLines(planLines(shown.plan), color)}Nothing was changed.\n`;
}
