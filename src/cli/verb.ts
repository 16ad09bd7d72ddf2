/** The options of every verb, and how its answer is shown. */
import { type Command, Option } from "commander";
import { type CarryOutOptions, carryOut } from "../change/verbs/carry-out.ts";
import { untagged } from "../change/verbs/tag.ts";
import type { Verb } from "../change/verbs/verb.ts";
import type { WaitOptions } from "../change/wait/wait.ts";
import type { Wanted } from "../change/wait/wanted.ts";
import { visible } from "../cib/visible.ts";
import type { Cluster } from "../cluster/port.ts";
import type { Done } from "../report/done/document.ts";
import { doneLines } from "../report/done/text.ts";
import type { Listing } from "../report/listing/document.ts";
import { listingLines } from "../report/listing/text.ts";
import type { Plan, Risk } from "../report/plan/document.ts";
import { planLines } from "../report/plan/text.ts";
import { jsonText, linesText, printAnswer } from "./answer.ts";
import { paintLines } from "./colour.ts";
import { acceptRiskOption, confirmPlan } from "./confirm.ts";
import type { Context, ExitStatus } from "./context.ts";
import { DEFAULT_TIMEOUT, parseDurationOption } from "./duration.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "./globals.ts";
import { leaseOption } from "./lease-option.ts";
import { waitExitStatus, watchedWait } from "./waiting.ts";

export interface VerbOptions extends ConnectionOptions {
  readonly dryRun: boolean;
  /** Milliseconds. */
  readonly wait?: number;
  readonly why?: string;
  readonly lease?: string;
  readonly acceptRisk?: readonly Risk["code"][];
}

/** The exit statuses of every verb. */
export const VERB_STATUSES = `Exit status: 0 done or nothing to do, 78 Pacemaker would refuse it, 102 not connected, 103 conflict with other changes, or a lease
of another user, 105 no such name, 107 a risk is not accepted; with --wait also 1 will not be reached, 124 timeout, 193 the cluster is not running.`;

/** For a verb that always waits, how long. */
export const waitOr = ({ wait }: VerbOptions): number => wait ?? parseDurationOption(DEFAULT_TIMEOUT);

/** The same, in the work of a command whose options have it. */
export function waitNeeded({ wait }: Pick<CarryOutOptions, "wait">): WaitOptions {
  if (wait === undefined) throw new Error("a command that always waits has a timeout");
  return wait;
}

export function withVerb(command: Command): Command {
  return withOutput(withCluster(command))
    .option("-d, --dry-run", "show the plan with its reasons, and change nothing", false)
    .addOption(
      new Option("--wait [=timeout]", `wait until the cluster has done it (default ${DEFAULT_TIMEOUT})`).argParser(
        (text) => parseDurationOption(text === "" ? DEFAULT_TIMEOUT : text),
      ),
    )
    .option("--why <text>", "the reason, recorded in the cluster's history")
    .addOption(leaseOption())
    .addOption(acceptRiskOption());
}

/** What a command's own use case gets. */
export interface Carried {
  readonly cluster: Cluster;
  readonly options: CarryOutOptions;
}

export function runVerb(context: Context, options: VerbOptions, verb: Verb): Promise<ExitStatus> {
  return runDone(context, options, verb.wanted, ({ cluster, options: carried }) => carryOut(cluster, verb, carried));
}

/** The same for resources, which tags may name too. */
export function runOfResources(
  context: Context,
  options: VerbOptions,
  names: readonly string[],
  verb: (resources: readonly string[]) => Verb,
): Promise<ExitStatus> {
  return runDone(context, options, verb(names).wanted, async ({ cluster, options: carried }) =>
    carryOut(cluster, verb(await untagged(cluster, names)), carried),
  );
}

/** Shows the plan, and asks, before it is done. */
export function runConfirmed(
  context: Context,
  options: VerbOptions & { readonly yes: boolean },
  verb: Verb,
): Promise<ExitStatus> {
  const confirm = async (plan: Plan): Promise<void> => {
    if (!options.yes && options.output === "text") context.out(paintLines(planLines(visible(plan)), context));
    await confirmPlan(context, plan, options);
  };
  return runDone(context, options, verb.wanted, ({ cluster, options: carried }) =>
    carryOut(cluster, verb, { ...carried, confirm }),
  );
}

/** Does the work, and shows what was done and, where it waited, how that ended. */
export function runDone(
  context: Context,
  { cluster: url, output, dryRun, wait, why, lease, acceptRisk = [] }: VerbOptions,
  wanted: Wanted,
  work: (carried: Carried) => Promise<Done>,
): Promise<ExitStatus> {
  const watched = wait === undefined ? undefined : watchedWait(context, output, wait);
  let said: Done | undefined;
  const tell = (done: Done): void => {
    said = done;
    if (output === "text") context.out(doneText(context, done));
  };
  return using(context, url, async (cluster) => {
    const confirm = (plan: Plan): Promise<void> => confirmPlan(context, plan, { yes: true, acceptRisk });
    const carried = { who: context.who, why, lease, dryRun, wait: watched?.options, tell, confirm };
    const done = await work({ cluster, options: carried });
    if (output === "json") context.out(jsonText(done));
    else if (said === undefined) context.out(doneText(context, done));
    if (done.wait === undefined) return 0;
    watched?.end(done.wait, wanted);
    if (output === "text" && said !== undefined && said.objects[0]?.text !== done.objects[0]?.text)
      context.out(
        linesText(
          visible(done).objects.map(({ text }) => text),
          context,
        ),
      );
    return waitExitStatus(done.wait);
  });
}

export async function runListing(
  context: Context,
  { cluster: url, output }: ConnectionOptions,
  list: (cluster: Cluster) => Promise<Listing>,
): Promise<ExitStatus> {
  return using(context, url, async (cluster) => {
    printAnswer(context, output, await list(cluster), (listing) => linesText(listingLines(listing), context));
    return 0;
  });
}

function doneText(context: Context, done: Done): string {
  const shown = visible(done);
  if (!shown.dryRun || !shown.changed || shown.plan === undefined) return linesText(doneLines(shown), context);
  const objects = linesText(
    shown.objects.map(({ text }) => text),
    context,
  );
  return `${objects}\n${paintLines(planLines(shown.plan), context)}Nothing was changed.\n`;
}
