/** `holdfast history [show|diff|revert]`: past configurations, with who made each and why, and the way back to one. */
import type { Command } from "commander";
import { historyDiff, prepareRevert } from "../../change/past/history.ts";
import { pastCib } from "../../change/past/past-cib.ts";
import { showHistory } from "../../change/show/history.ts";
import { masked } from "../../cib/masked.ts";
import { printXml } from "../../cib/xml/print.ts";
import { readConfiguration } from "../../report/config/read.ts";
import type { HistoryDiff, VersionHistory } from "../../report/history/document.ts";
import { differenceLines } from "../../report/plan/text.ts";
import { linesText, printAnswer } from "../answer.ts";
import { type ApplyOptions, applyConfirmed, withApply } from "../applying.ts";
import { paintLines } from "../colour.ts";
import { configText } from "../config-text.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";
import { entryText, undoneText } from "../undone-text.ts";

const HELP = `
JSON: {document: "history", version: 1, entries}; each entry has its version, at, who and why.
"holdfast schema history" prints its JSON Schema.
Exit status: 0 success, 102 not connected.

Examples:
  holdfast history
  holdfast history diff 0.17
  holdfast history revert 0.17 --dry-run`;

const SHOW_HELP = `
Secrets are shown as (secret).
Exit status: 0 success, 3 not supported for a file, 64 no version, 102 not connected, 105 no such version is kept.

Example: holdfast history show 0.17`;

const DIFF_HELP = `
Exit status: 0 success, 3 not supported for a file, 64 no version, 102 not connected, 105 no such version is kept.

Examples:
  holdfast history diff 0.17         # what has changed since
  holdfast history diff 0.17 0.18`;

const REVERT_HELP = `
Reverting is a new change, which makes the configuration what it was in that version and gives it a new number. Its plan
says what it undoes and what the cluster will do. The status is not touched, and which nodes there are stays as it is: of
the nodes that are in both configurations the attributes are reverted.
Exit status: 0 reverted or nothing to do, 3 not supported for a file, 64 no version, 78 it does not fit the cluster's
schema, 102 not connected, 103 the cluster changed since the plan, 105 no such version is kept, 107 not confirmed.

Examples:
  holdfast history revert 0.17 --dry-run
  holdfast history revert 0.17 --yes --why "0.18 broke the VIP"`;

export function historyCommand(program: Command, context: Context, run: Run): void {
  const history = withOutput(withCluster(program.command("history")))
    .description("list past configurations, show or compare them, and go back to one")
    .addHelpText("after", HELP)
    .action(({ cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(context, output, await showHistory(cluster), (shown) => historyText(shown, context));
          return 0;
        }),
      ),
    );
  showCommand(history, context, run);
  diffCommand(history, context, run);
  revertCommand(history, context, run);
}

function showCommand(history: Command, context: Context, run: Run): void {
  withOutput(withCluster(history.command("show")))
    .description("show a past configuration")
    .argument("<version>", "such as 0.17")
    .option("--xml", "as XML", false)
    .addHelpText("after", SHOW_HELP)
    .action((version: string, _: unknown, command: Command) => {
      const { cluster: url, output, xml } = command.optsWithGlobals<ConnectionOptions & { readonly xml: boolean }>();
      return run(output, () =>
        using(context, url, async (cluster) => {
          const cib = await pastCib(cluster, version);
          if (xml) context.out(printXml(masked(cib)));
          else printAnswer(context, output, readConfiguration(cib), (shown) => configText(shown, context.color));
          return 0;
        }),
      );
    });
}

function diffCommand(history: Command, context: Context, run: Run): void {
  withOutput(withCluster(history.command("diff")))
    .description("show what has changed from one configuration to another")
    .argument("<version>", "such as 0.17")
    .argument("[other]", "the later version; default: the present configuration")
    .addHelpText("after", DIFF_HELP)
    .action((from: string, to: string | undefined, _: unknown, command: Command) => {
      const { cluster: url, output } = command.optsWithGlobals<ConnectionOptions>();
      return run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(context, output, await historyDiff(cluster, from, to), (shown) => diffText(shown, context));
          return 0;
        }),
      );
    });
}

interface RevertOptions extends ConnectionOptions, ApplyOptions {
  readonly dryRun: boolean;
}

function revertCommand(history: Command, context: Context, run: Run): void {
  withApply(withOutput(withCluster(history.command("revert"))))
    .description("make the configuration what it was in a past version")
    .argument("<version>", "such as 0.17")
    .option("-d, --dry-run", "show the plan with its reasons, and change nothing", false)
    .addHelpText("after", REVERT_HELP)
    .action((version: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<RevertOptions>();
      return run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const prepared = await prepareRevert(cluster, version);
          if (options.output === "text") context.out(undoneText(prepared.undone, context));
          const otherwise = `history revert ${version}`;
          await applyConfirmed(context, cluster, prepared, { ...options, otherwise });
          return 0;
        }),
      );
    });
}

function historyText({ entries }: VersionHistory, context: Context): string {
  return linesText(entries.map(entryText), context);
}

function diffText({ from, to, differences }: HistoryDiff, context: Context): string {
  if (differences.length === 0) return `The configurations ${from} and ${to} are the same.\n`;
  return paintLines([{ tone: "heading", text: `From ${from} to ${to}:` }, ...differenceLines(differences)], context);
}
