/** `holdfast events`: what happened, and with --follow what happens, as sentences or as NDJSON for scripts. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ClusterEvent } from "../../report/events/event.ts";
import { sentence } from "../../report/events/sentence.ts";
import type { Context, Run } from "../context.ts";
import { clock } from "../dates.ts";
import { type ClusterOptions, using, withCluster } from "../globals.ts";

interface Options extends ClusterOptions {
  readonly follow: boolean;
  readonly after?: number;
  readonly all: boolean;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

const HELP = `
JSON: an object a line, each with its number, time and kind.
Exit status: 0 all is told, or --follow was ended (Ctrl-C, SIGTERM, a closed pipe), 102 no cluster there.`;

export function eventsCommand(program: Command, context: Context, run: Run): void {
  withCluster(program.command("events"))
    .description("list what happened in the cluster, as sentences on a terminal and as NDJSON elsewhere")
    // Who pipes events into something wants data, so this command alone looks where its output goes.
    .addOption(
      new Option("-o, --output <format>", "how to answer, whatever standard output is")
        .choices(["text", "json"])
        .default(context.terminal ? "text" : "json", "text on a terminal, else json"),
    )
    .option("-f, --follow", "go on with what happens from now on", false)
    .option("--after <number>", "only events after this number", wholeNumber)
    .option("--all", "as text: routine events too (what has no sentence is shown as data)", false)
    .addHelpText("after", HELP)
    .action((options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const events = cluster.events({
            follow: options.follow,
            signal: context.interrupted,
            ...(options.after !== undefined ? { after: options.after } : options.follow ? {} : { after: 0 }),
          });
          for await (const event of events) tell(context, options, event);
          return 0;
        }),
      ),
    );
}

function tell(context: Context, options: Options, event: ClusterEvent): void {
  if (options.output === "json") {
    context.out(`${JSON.stringify({ seq: event.seq, at: event.at, ...event.event })}\n`);
    return;
  }
  const text = sentence(event) ?? (options.all ? JSON.stringify(event.event) : undefined);
  if (text !== undefined) context.out(`${clock(new Date(event.at))} ${text}\n`);
}
