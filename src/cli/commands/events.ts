/** `holdfast events`: what happened, and with --follow what happens, as sentences or as NDJSON for scripts. */

import { type Command, InvalidArgumentError, Option } from "commander";
import { showEvents } from "../../change/show.ts";
import { visible } from "../../cib/visible.ts";
import type { EventDocument } from "../../report/events/event.ts";
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
JSON: one document a line: {document: "event", version: 1, seq, at, event}; event has its kind and what belongs to it.
"holdfast schema events" prints its JSON Schema.
Exit status: 0 all were printed, or --follow was ended (Ctrl-C, SIGTERM, a closed pipe), 102 no cluster there.`;

export function eventsCommand(program: Command, context: Context, run: Run): void {
  withCluster(program.command("events"))
    .description("list what happened in the cluster, as sentences on a terminal and as NDJSON elsewhere")
    // Who pipes events into something wants data, so this command alone looks where its output goes.
    .addOption(
      new Option("-o, --output <format>", "output format, whatever standard output is")
        .choices(["text", "json"])
        .default(context.terminal ? "text" : "json", "text on a terminal, else json"),
    )
    .option("-f, --follow", "keep printing new events", false)
    .option("--after <number>", "only events after this number", wholeNumber)
    .option("--all", "as text: routine events too (those that have no sentence are shown as data)", false)
    .addHelpText("after", HELP)
    .action((options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          for await (const event of showEvents(cluster, options, context.interrupted)) print(context, options, event);
          return 0;
        }),
      ),
    );
}

function print(context: Context, options: Options, document: EventDocument): void {
  // A document a line: whoever follows reads line by line.
  if (options.output === "json") {
    context.out(`${JSON.stringify(document)}\n`);
    return;
  }
  const text = sentence(visible(document)) ?? (options.all ? JSON.stringify(document.event) : undefined);
  if (text !== undefined) context.out(`${clock(new Date(document.at))} ${text}\n`);
}
