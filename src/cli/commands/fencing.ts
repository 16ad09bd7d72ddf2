/** `holdfast fencing list|levels|history|explain|test`: devices, levels, what was fenced, how a node would be, whether it can be. */
import type { Command } from "commander";
import { recordFencingTest } from "../../change/record-fencing-test.ts";
import { explainNodeFencing, showDevices, showFencings, showLevels } from "../../change/show/fencing.ts";
import { testFencing } from "../../change/show/fencing-test.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { FenceDevices, FencingHistory, FencingLevels, FencingTest } from "../../report/fencing/document.ts";
import { fencingExplanationLines } from "../../report/fencing/explain-text.ts";
import { fencingTestLines } from "../../report/fencing/test-text.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
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
asked of a device ("holdfast fencing test" does that).

"holdfast schema fencing" prints the JSON Schema of --output json.
Exit status: 0 success, 102 not connected, 105 no such node.

Examples:
  holdfast fencing explain controller-1
  holdfast fencing explain controller-1 --cluster file:cib.xml --output json`;

const TEST_HELP = `
Asks each device, on each level, for the power of the node, from every node that would run it: by the fence agent itself,
which gets its parameters on standard input. Nothing is switched. A line with "!" says where the way to the device ends (name,
route, port, login, privilege, chassis). Of BMCs that speak IPMI, ipmitool says more; the identifier of their hardware is
compared with that of the nodes, so that two BMCs which were swapped are found where both sides say it.

The cluster keeps when each node was tested, by whom, and whether it worked (--no-record: not); fencing explain and verify (F21)
say it.

Name all nodes in the cluster's address (pacemaker+ssh://root@controller-0,controller-1): one that is not named asks nothing.
"holdfast schema fencing" prints the JSON Schema of --output json.
Exit status: 0 all works, 1 something does not, 3 no nodes to ask from, 75 not all could be asked, 102 not connected,
105 no such node.

Examples:
  holdfast fencing test --all
  holdfast fencing test controller-1 --output json | jq '.trials[] | select(.hop != "Works")'`;

const TEST_STATUS: Readonly<Record<FencingTest["whole"], ExitStatus>> = { True: 0, False: 1, Unknown: 75 };

interface TestOptions extends ConnectionOptions {
  readonly all?: true;
  readonly record: boolean;
}

export function fencingCommand(program: Command, context: Context, run: Run): void {
  const command = program
    .command("fencing")
    .description("list fence devices, their levels and what was fenced; explain and test how a node would be");
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
  withOutput(withCluster(command.command("test")))
    .description(
      "ask the fence devices of nodes for their power, from each node that would run them; nothing is switched",
    )
    .argument("[node...]", "nodes to be fenced")
    .option("--all", "all nodes of the cluster")
    .option("--no-record", "do not keep the result in the cluster")
    .addHelpText("after", TEST_HELP)
    .action((nodes: string[], { cluster: url, output, all, record }: TestOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          if ((all === true) === nodes.length > 0) throw new HoldfastError("usage", "name nodes, or say --all");
          const tested = await testFencing(cluster, all === true ? undefined : nodes);
          const recorded = record && (await recordFencingTest(cluster, tested, context.who));
          const answer = { ...tested, recorded };
          printAnswer(context, output, answer, (shown) => linesText(fencingTestLines(shown), context));
          return TEST_STATUS[answer.whole];
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
