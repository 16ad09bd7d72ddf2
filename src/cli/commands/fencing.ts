/** `holdfast fencing list|levels|history`: the devices, their levels, and what was fenced. */
import type { Command } from "commander";
import { showDevices, showFencings, showLevels } from "../../change/show/fencing.ts";
import type { FenceDevices, FencingHistory, FencingLevels } from "../../report/fencing/document.ts";
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

export function fencingCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("fencing").description("list fence devices and their levels, and what was fenced");
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
