/** `holdfast events`: lists the cluster's events, and with --follow new ones, as sentences or NDJSON. */

import { type Command, InvalidArgumentError, Option } from "commander";
import { showEvents } from "../../change/show/past.ts";
import { visible } from "../../cib/visible.ts";
import type { EventDocument } from "../../report/events/event.ts";
import { sentence } from "../../report/events/sentence.ts";
import type { Context, Run } from "../context.ts";
import { clock } from "../dates.ts";
import { type ConnectionOptions, using, withCluster } from "../globals.ts";

interface Options extends ConnectionOptions {
  readonly follow: boolean;
  readonly after?: number;
  readonly all: boolean;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

const HELP = `
JSON: one document per line: {document: "event", version: 1, seq, at, event}; the fields of event depend on its kind.
"holdfast schema events" prints its JSON Schema.
Exit status: 0 all events printed, or --follow ended by Ctrl-C, SIGTERM or a closed pipe, 102 not connected.

Examples:
  holdfast events --follow
  holdfast events --after 120 --output json | jq .event.kind`;

export function eventsCommand(program: Command, context: Context, run: Run): void {
  withCluster(program.command("events"))
    .description("list the cluster's events, as sentences on a terminal, else as NDJSON")
    // A pipe from events wants data, so for this command alone the default depends on standard output.
    .addOption(
      new Option("-o, --output <format>", "output format")
        .choices(["text", "json"])
        .default(context.terminal ? "text" : "json", "text on a terminal, else json"),
    )
    .option("-f, --follow", "keep printing new events", false)
    .option("--after <number>", "only events after this number", wholeNumber)
    .option("--all", "as text: include routine events (those without a sentence are printed as JSON)", false)
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
  // One document per line, for readers that follow.
  if (options.output === "json") {
    context.out(`${JSON.stringify(document)}\n`);
    return;
  }
  const text = sentence(visible(document)) ?? (options.all ? JSON.stringify(document.event) : undefined);
  if (text !== undefined) context.out(`${clock(new Date(document.at))} ${text}\n`);
}
