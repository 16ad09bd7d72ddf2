/** `holdfast run list|show|watch|pause|resume|undo`: what is done in steps, from whichever machine it was begun. */
import type { Command } from "commander";
import { isGone, thisProcess } from "../../change/lease/process.ts";
import { realPace } from "../../change/pace.ts";
import { LIMITS } from "../../change/run/limits.ts";
import { namedRun } from "../../change/run/named-run.ts";
import { pauseRun, resumeRun, undoRun } from "../../change/run/start.ts";
import { leasesIn } from "../../cib/lease.ts";
import type { RunRecord } from "../../cib/run-record.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { RunAnswer } from "../../report/run/document.ts";
import { listRuns, shownRun } from "../../report/run/read.ts";
import { runLines } from "../../report/run/text.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { formatDate } from "../dates.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";
import { RUN_STATUSES, type RunningOptions, runCarried, runWatched, withRunning } from "../running.ts";

const SCHEMA = '"holdfast schema run" prints the JSON Schema of --output json.';
const STATUSES = "Exit status: 0 success, 102 not connected, 105 no such run.";

interface Options extends ConnectionOptions {
  readonly why?: string;
}

export function runsCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("run").description("list what is done in steps, pause, continue or undo it");
  withOutput(withCluster(command.command("list")))
    .description("list the runs under way, those that are paused, and the last five that ended")
    .addHelpText("after", `\n${SCHEMA}\nExit status: 0 success, 102 not connected.\n\nExample: holdfast run list`)
    .action(({ cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          const { cib } = await cluster.read();
          printAnswer(context, output, listRuns(cib, isGone), ({ runs }) =>
            linesText(
              runs.length === 0 ? ["There are no runs."] : runs.flatMap((r) => runLines(r, formatDate)),
              context,
            ),
          );
          return 0;
        }),
      ),
    );
  withOutput(withCluster(command.command("show")))
    .description("show one run")
    .argument("<run>", "the id of a run")
    .addHelpText("after", `\n${SCHEMA}\n${STATUSES}\n\nExample: holdfast run show 7f3a9c`)
    .action((id: string, { cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          const { cib } = await cluster.read();
          return answer(context, output, namedRun(cib, id), cib);
        }),
      ),
    );
  withOutput(withCluster(command.command("watch")))
    .description("follow a run that another process carries, until it has ended or is paused")
    .argument("<run>", "the id of a run")
    .addHelpText(
      "after",
      `
Changes nothing, and can be ended with Ctrl-C: the run continues. --output json prints an event a line;
"holdfast schema run-event" prints their JSON Schema.
Exit status: 0 done, 1 paused, undone, interrupted, or no process carries it any more, 102 not connected, 105 no such run.

Example: holdfast run watch 7f3a9c`,
    )
    .action((id: string, options: ConnectionOptions) => run(options.output, () => runWatched(context, id, options)));
  withOutput(withCluster(command.command("pause")))
    .description("have a run stop where it is: what it has added is taken back, and its lease is given back")
    .argument("<run>", "the id of a run")
    .option("--why <text>", "the reason, recorded in the cluster's history")
    .addHelpText("after", `\n${SCHEMA}\n${STATUSES}\n\nExample: holdfast run pause 7f3a9c --why "until the night"`)
    .action((id: string, { cluster: url, output, why = "" }: Options) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          const paused = await pauseRun(cluster, id, { who: context.who, why });
          return answer(context, output, paused);
        }),
      ),
    );
  withRunning(withOutput(withCluster(command.command("resume"))))
    .description("continue a run that is paused, or whose process is gone, from any machine")
    .argument("<run>", "the id of a run")
    .option("--why <text>", "the reason, recorded in the cluster's history")
    .addHelpText(
      "after",
      `
While another process carries it, it is refused; with --queue it is taken over as soon as that has been silent for a minute.
${SCHEMA}
${RUN_STATUSES}

Example: holdfast run resume 7f3a9c --queue 2m`,
    )
    .action((id: string, options: RunningOptions) =>
      run(options.output, () => runCarried(context, options, (cluster, carry) => resumeRun(cluster, id, carry))),
    );
  withOutput(withCluster(command.command("undo")))
    .description("take back what a run has added, and end it")
    .argument("<run>", "the id of a run")
    .option("--why <text>", "the reason, recorded in the cluster's history")
    .option("--force", "also when replicas that a paused edit holds would restart together; wants --why", false)
    .addHelpText(
      "after",
      `
While the cluster does not know the new definition yet that "apply --rolling" has written, the resources concerned are in
maintenance, and undo would have their replicas restart together: it is refused with 107 but for --force.
${SCHEMA}
${STATUSES.replace(", 105", ", 103 another process carries it, 105").replace("no such run", "no such run, 107 refused")}

Example: holdfast run undo 7f3a9c`,
    )
    .action((id: string, { cluster: url, output, why = "", force }: Options & { readonly force: boolean }) =>
      run(output, () => {
        if (force && why.trim() === "")
          throw new HoldfastError("usage", "to force an undo needs its reason", {
            hint: 'for example --why "tonight"',
          });
        return using(context, url, async (cluster) => {
          const options = {
            who: context.who,
            why,
            process: thisProcess(),
            isGone,
            queue: 0,
            limits: LIMITS,
            pace: realPace,
            signal: context.interrupted,
          };
          return answer(context, output, await undoRun(cluster, id, options, force));
        });
      }),
    );
}

function answer(context: Context, output: "text" | "json", record: RunRecord, cib?: Element): ExitStatus {
  const lease = cib === undefined ? undefined : leasesIn(cib).find(({ name }) => name === record.id);
  const document: RunAnswer = { document: "run", version: 1, run: shownRun(record, lease, isGone) };
  printAnswer(context, output, document, ({ run: shown }) => linesText(runLines(shown, formatDate), context));
  return 0;
}
