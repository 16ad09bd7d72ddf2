/** `holdfast fencing list|levels|history|explain`: the devices, their levels, what was fenced, and how a node would be. */
import type { Command } from "commander";
import { explainNodeFencing, showDevices, showFencings, showLevels } from "../../change/show/fencing.ts";
import type { FenceDevices, FencingHistory, FencingLevels } from "../../report/fencing/document.ts";
import { fencingExplanationLines } from "../../report/fencing/explain-text.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { formatDate } from "../dates.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

const HELP = `
"holdfast schema fencing" prints the JSON Schema of --output json.
Exit status: 0 success, 102 not connected.

Examples:
  holdfast fencing list
  holdfast fencing levels`;

const HISTORY_HELP = `
Exit status: 0 success, 3 not supported for a file, 102 not connected.

Example: holdfast fencing history controller-1`;

const EXPLAIN_HELP = `
Who would be asked to fence the node, in which order and from where; how long each may wait and take; what of it can never
work; and, of two nodes that lose sight of each other, which one is ahead. Lines with "!" are what to look at. Nothing is
asked of a device.

"holdfast schema fencing" prints the JSON Schema of --output json.
Exit status: 0 success, 102 not connected, 105 no such node.

Examples:
  holdfast fencing explain controller-1
  holdfast fencing explain controller-1 --cluster file:cib.xml --output json`;

export function fencingCommand(program: Command, context: Context, run: Run): void {
  const command = program
    .command("fencing")
    .description("list fence devices, their levels and what was fenced; explain how a node would be");
  withOutput(withCluster(command.command("list")))
    .description("list the fence devices, and the nodes each is for")
    .addHelpText("after", HELP)
    .action(({ cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(context, output, await showDevices(cluster), (shown) => devicesText(context, shown));
          return 0;
        }),
      ),
    );
  withOutput(withCluster(command.command("levels")))
    .description("list the fencing levels: the devices of one level all have to succeed")
    .addHelpText("after", HELP)
    .action(({ cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(context, output, await showLevels(cluster), (shown) => levelsText(context, shown));
          return 0;
        }),
      ),
    );
  withOutput(withCluster(command.command("history")))
    .description("list what was fenced, by whom and how it ended, newest first")
    .argument("[node]", "only this node")
    .addHelpText("after", HISTORY_HELP)
    .action((node: string | undefined, { cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(context, output, await showFencings(cluster, node), (shown) => historyText(context, shown));
          return 0;
        }),
      ),
    );
  withOutput(withCluster(command.command("explain")))
    .description("say who would fence a node, in which order, how long at worst, and what of it cannot work")
    .argument("<node>", "of the cluster, or a remote or guest node")
    .addHelpText("after", EXPLAIN_HELP)
    .action((node: string, { cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(context, output, await explainNodeFencing(cluster, node), (shown) =>
            linesText(fencingExplanationLines(shown), context),
          );
          return 0;
        }),
      ),
    );
}

function devicesText(context: Context, { devices, uncovered }: FenceDevices): string {
  const lines = devices.map(({ id, agent, targets, levels }) => {
    const of = targets === null ? "asks for its nodes" : `for ${targets.join(", ")}`;
    return `${id} (${agent}): ${of}${levels.length === 0 ? "" : `; levels ${levels.join(", ")}`}`;
  });
  const none = uncovered.length === 0 ? [] : [`! no device is for ${uncovered.join(", ")}`];
  return linesText(lines.length === 0 ? ["There are no fence devices.", ...none] : [...lines, ...none], context);
}

function levelsText(context: Context, { levels }: FencingLevels): string {
  if (levels.length === 0) return "There are no fencing levels: any device that is for a node fences it.\n";
  return linesText(
    levels.map(({ target, index, devices }) => `${target} ${index}: ${devices.join(" and ")}`),
    context,
  );
}

function historyText(context: Context, { fencings }: FencingHistory): string {
  if (fencings.length === 0) return "Nothing was fenced, as far as is known.\n";
  return linesText(
    fencings.map(({ target, action, outcome, at, by, client, origin, reason }) => {
      const who = client === undefined ? "" : `, asked by ${client}${origin === undefined ? "" : ` on ${origin}`}`;
      const how = `${outcome}${by === undefined ? "" : ` by ${by}`}${reason === undefined ? "" : ` (${reason})`}`;
      return `${at === undefined ? "now" : formatDate(at / 1000)}  ${action} of ${target}: ${how}${who}`;
    }),
    context,
  );
}
