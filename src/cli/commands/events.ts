/** `holdfast events`: lists the cluster's events, and with --follow new ones, as sentences or NDJSON. */

import { type Command, InvalidArgumentError, Option } from "commander";
import { showEvents, type When } from "../../change/show/events.ts";
import { parseDuration } from "../../cib/value/duration.ts";
import { visible } from "../../cib/visible.ts";
import { isAlarm } from "../../report/events/alarm.ts";
import type { EventDocument } from "../../report/events/event.ts";
import { sentence } from "../../report/events/sentence.ts";
import { alarmColour } from "../colour.ts";
import type { Context, Run } from "../context.ts";
import { parseTimestamp, timestamp } from "../dates.ts";
import { type ConnectionOptions, using, withCluster } from "../globals.ts";
import { terminalText } from "../terminal-text.ts";

interface Options extends ConnectionOptions {
  readonly follow: boolean;
  readonly after?: number;
  readonly since?: When;
  readonly until?: When;
  readonly all: boolean;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

/** `1h` is an hour ago. */
const when =
  (context: Context) =>
  (text: string): When => {
    const at = parseTimestamp(text, context.now());
    if (at !== undefined) return { at };
    const ago = /^\d+\s*[a-z]*$/i.test(text) ? parseDuration(text) : undefined;
    if (ago === undefined)
      throw new InvalidArgumentError(
        'expected a duration such as 1h or 30m, a time such as 09:30, or "2026-11-28 09:30".',
      );
    return { ago };
  };

const HELP = `
JSON: one document per line: {document: "event", version: 1, seq, at, event}; the fields of event depend on its kind.
"holdfast schema events" prints its JSON Schema.
Exit status: 0 all events printed, or --follow ended by Ctrl-C, SIGTERM or a closed pipe, 3 a file, which has no events,
102 not connected, 105 no such resource, node or embedded cluster.

Examples:
  holdfast events --follow
  holdfast events redis-bundle controller-0 --since 1h
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
    .argument("[name...]", "resources and nodes; with both, what any of the resources did on any of the nodes")
    .option("-f, --follow", "keep printing new events", false)
    .option("--after <number>", "only events after this number", wholeNumber)
    .option("--since <when>", "only events since then: 1h (ago), 09:30, or 2026-11-28 09:30", when(context))
    .option("--until <when>", "only events until then", when(context))
    .option("--all", "as text: include routine events (those without a sentence are printed as JSON)", false)
    .addHelpText("after", HELP)
    .action((names: string[], options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const signal = options.follow ? context.interrupted : undefined;
          for await (const event of showEvents(cluster, { ...options, names }, signal)) print(context, options, event);
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
  if (text === undefined) return;
  const line = terminalText(context, `${timestamp(document.at)} ${text}`);
  context.out(`${isAlarm(document.event) && context.color ? alarmColour(line) : line}\n`);
}
