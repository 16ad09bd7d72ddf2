/** A command that carries a run: its options, its view while it proceeds, its exit status. */
import { type Command, Option } from "commander";
import { isGone, thisProcess } from "../change/lease/process.ts";
import { realPace } from "../change/pace.ts";
import type { RunOutcome } from "../change/run/engine.ts";
import type { RunEvent } from "../change/run/event.ts";
import { askServices } from "../change/run/health.ts";
import type { RunRequest } from "../change/run/kind/kind.ts";
import { LIMITS, type Limits } from "../change/run/limits.ts";
import { previewRun } from "../change/run/preview.ts";
import { refuseUnreached } from "../change/run/reach.ts";
import { type BeginOptions, startRun } from "../change/run/start.ts";
import { watchRun } from "../change/run/watch.ts";
import type { RunRecord } from "../cib/run-record.ts";
import { visible, visibleLine } from "../cib/visible.ts";
import { HoldfastError } from "../cluster/error.ts";
import type { Cluster } from "../cluster/port.ts";
import type { RunAnswer, RunEventShown } from "../report/run/document.ts";
import { shownRun } from "../report/run/read.ts";
import { runPlanLines } from "../report/run/text.ts";
import { linesText, printAnswer } from "./answer.ts";
import type { Context, ExitStatus } from "./context.ts";
import { parseDurationOption } from "./duration.ts";
import { type ConnectionOptions, using } from "./globals.ts";
import { progressOn } from "./progress.ts";

/** The options of every command that carries a run. */
export interface RunningOptions extends ConnectionOptions {
  readonly why?: string;
  /** Milliseconds. */
  readonly minHealthy?: number;
  readonly stepTimeout?: number;
  readonly progressTimeout?: number;
  readonly queue?: number;
  readonly health: "services" | "cib";
  readonly detach?: boolean;
}

export function withRunning(command: Command): Command {
  const duration = (flags: string, help: string): Option => new Option(flags, help).argParser(parseDurationOption);
  return command
    .addOption(duration("--min-healthy <duration>", "how long all has to stay whole between two steps (default 10s)"))
    .addOption(duration("--step-timeout <duration>", "how long a step may take before the run pauses (default 10m)"))
    .addOption(
      duration("--progress-timeout <duration>", "how long the gates may stay shut before the run pauses (default 20m)"),
    )
    .addOption(
      duration("--queue <duration>", "how long to wait for others who touch the same, instead of being refused"),
    )
    .addOption(
      new Option(
        "--health <source>",
        "what says that a service is whole: it itself, asked on its nodes, or the CIB alone",
      )
        .choices(["services", "cib"])
        .default("services"),
    )
    .option("--detach", "leave it to the engine of an embedded cluster, which carries it from its beginning on", false);
}

/** The exit statuses of every command that carries a run. */
export const RUN_STATUSES = `Exit status: 0 done, 1 paused because something failed or moved, 102 not connected, 103 others touch the same or the lease
was lost, 105 no such name, 107 not whole to begin with, 124 paused because something did not come about in time.`;

export const limitsOf = ({ minHealthy, stepTimeout, progressTimeout }: RunningOptions): Limits => ({
  minHealthy: minHealthy ?? LIMITS.minHealthy,
  step: stepTimeout ?? LIMITS.step,
  progress: progressTimeout ?? LIMITS.progress,
});

/** Begins the run and shows it, or with `dryRun` what it would do. */
export function runStarted(
  context: Context,
  request: RunRequest,
  options: RunningOptions & { readonly dryRun: boolean },
): Promise<ExitStatus> {
  if (!options.dryRun) return runCarried(context, options, (cluster, carry) => startRun(cluster, request, carry));
  return using(context, options.cluster, async (cluster) => {
    printAnswer(context, options.output, previewRun(await cluster.read(), request, limitsOf(options)), (plan) =>
      linesText([...runPlanLines(plan), "Nothing was changed."], context),
    );
    return 0;
  });
}

/** Carries a run by `work`, and shows it as it proceeds: a foot on a terminal, lines elsewhere, or events as JSON. */
export function runCarried(
  context: Context,
  options: RunningOptions,
  work: (cluster: Cluster, options: BeginOptions) => Promise<RunOutcome>,
): Promise<ExitStatus> {
  const { output, why = "", queue = 0 } = options;
  const view = viewOn(context, output);
  return using(context, options.cluster, async (cluster) => {
    if (options.detach === true) await refuseWithoutEngine(cluster);
    if (options.health === "services") await refuseUnreached(cluster);
    const carried = await work(cluster, {
      who: context.who,
      why,
      process: thisProcess(),
      isGone,
      queue,
      limits: limitsOf(options),
      detach: options.detach === true,
      pace: realPace,
      signal: context.interrupted,
      health: options.health === "cib" ? undefined : askServices(cluster, realPace),
      tell: view.tell,
      waiting: (text) => context.err(`${visibleLine(`waiting: ${text}`)}\n`),
    });
    view.end();
    const { id, state } = carried.record;
    if (state === "running") return leftToEngine(context, output, carried.record);
    if (state === "paused" && output === "text") context.err(`paused; continue with: holdfast run resume ${id}\n`);
    return statusOf(carried);
  });
}

async function refuseWithoutEngine(cluster: Cluster): Promise<void> {
  const { kind } = await cluster.identity();
  const { live } = await cluster.read();
  if (kind === "embedded" && live) return;
  throw new HoldfastError("unsupported", "nothing here carries a run but the process that begins it", {
    hint: "--detach is for an embedded cluster whose engine runs; elsewhere begin it on a machine that stays, such as in tmux",
  });
}

function leftToEngine(context: Context, output: "text" | "json", run: RunRecord): ExitStatus {
  const document: RunAnswer = { document: "run", version: 1, run: shownRun(run, undefined, isGone) };
  printAnswer(context, output, document, ({ run: { id, title } }) =>
    linesText([`run ${id}: ${title}`, `The engine carries it; to follow it: holdfast run watch ${id}`], context),
  );
  return 0;
}

/** Shows a run as it proceeds. */
function viewOn(context: Context, output: "text" | "json"): RunView {
  const progress = output === "json" ? undefined : progressOn(context);
  const tell = (event: RunEvent): void => {
    const shown = shownEvent(event);
    if (output === "json") context.out(`${JSON.stringify(shown)}\n`);
    else tellPerson(visible(shown));
  };
  const tellPerson = ({ event, text, run }: RunEventShown): void => {
    if (event === "waiting" && context.color) {
      progress?.foot(`waiting: ${text}`);
      return;
    }
    progress?.foot("");
    const begins = event === "step" ? `${run.step?.n ?? ""}. ` : `${event === "ended" ? run.state : event}: `;
    progress?.line(`${begins}${text}`);
  };
  return { tell, end: () => progress?.foot("") };
}

interface RunView {
  readonly tell: (event: RunEvent) => void;
  /** Takes what is waited for off the terminal. */
  readonly end: () => void;
}

/** Follows a run that another process carries, and shows it in the same way. */
export function runWatched(
  context: Context,
  id: string,
  { cluster: url, output }: ConnectionOptions,
): Promise<ExitStatus> {
  const view = viewOn(context, output);
  return using(context, url, async (cluster) => {
    const { tell } = view;
    const watched = await watchRun(cluster, id, { pace: realPace, signal: context.interrupted, isGone, tell });
    view.end();
    return statusOf(watched);
  });
}

function shownEvent({ run, at, telling }: RunEvent): RunEventShown {
  const text = telling.kind === "waiting" ? telling.for.join("; ") : telling.text;
  return { document: "run-event", version: 1, at, event: telling.kind, text, run: shownRun(run, undefined, isGone) };
}

/** From `crm_exit_t`: ok, error, timeout. */
function statusOf({ record, code }: RunOutcome): ExitStatus {
  if (record.state === "done") return 0;
  return code === "timeout" ? 124 : 1;
}
