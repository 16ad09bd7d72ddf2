/** `holdfast history`: every configuration there was, by whom and why. */
import type { Command } from "commander";
import type { Context, Run } from "../context.ts";
import { formatDate } from "../dates.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

const HELP = `
JSON: {document: "history", version: 1, entries}; each entry has its version, at, who and why.
Exit status: 0 listed, 102 not connected.`;

export function historyCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("history")))
    .description("list every configuration there was, who made it and why")
    .addHelpText("after", HELP)
    .action((options: ClusterOptions) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const entries = await cluster.history();
          if (options.output === "json")
            context.out(`${JSON.stringify({ document: "history", version: 1, entries }, null, 2)}\n`);
          else
            for (const e of entries)
              context.out(`${e.version.padEnd(8)} ${formatDate(e.at / 1000)}  ${e.who}: ${e.why}\n`);
          return 0;
        }),
      ),
    );
}
