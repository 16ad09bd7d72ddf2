/** `holdfast history`: past configurations, with who made each and why. */
import type { Command } from "commander";
import { showHistory } from "../../change/show/history.ts";
import type { VersionHistory } from "../../report/history/document.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { formatDate } from "../dates.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

const HELP = `
JSON: {document: "history", version: 1, entries}; each entry has its version, at, who and why.
"holdfast schema history" prints its JSON Schema.
Exit status: 0 success, 102 not connected.`;

export function historyCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("history")))
    .description("list past configurations, with who made each and why")
    .addHelpText("after", HELP)
    .action(({ cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(context, output, await showHistory(cluster), historyText);
          return 0;
        }),
      ),
    );
}

function historyText({ entries }: VersionHistory): string {
  return linesText(entries.map((e) => `${e.version.padEnd(8)} ${formatDate(e.at / 1000)}  ${e.who}: ${e.why}`));
}
