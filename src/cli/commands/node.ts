/** `holdfast node VERB NODE...`: what people do to nodes. */
import type { Command } from "commander";
import { Option } from "commander";
import { listNodePairs } from "../../change/show/listing.ts";
import {
  confirmOff,
  type FenceAction,
  fenceNodes,
  forgetNodes,
  setTransientAttributes,
} from "../../change/verbs/by-hand.ts";
import { readPairs } from "../../change/verbs/new-pair.ts";
import { type NodeSwitch, setNodeSettings, switchNodes } from "../../change/verbs/node.ts";
import { confirmDoing } from "../confirm.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, withCluster, withOutput } from "../globals.ts";
import { runDone, runListing, runVerb, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

const SWITCHES: Readonly<Record<NodeSwitch, string>> = {
  standby: "put nodes in standby: their resources move to other nodes",
  unstandby: "take nodes out of standby: they can run resources again",
  maintenance: "put nodes in maintenance: the cluster stops managing their resources, which keep running",
  unmaintenance: "take nodes out of maintenance: the cluster manages their resources again",
};

const SCHEMA = '"holdfast schema node" prints the JSON Schema of --output json.';

const SWITCH_HELP = `
All nodes change in one commit. With --wait, standby waits until nothing runs on them any more.
${SCHEMA}
${VERB_STATUSES}

Examples:
  holdfast node standby controller-1 --wait
  holdfast node maintenance controller-0 controller-1 --dry-run`;

export function nodeCommand(program: Command, context: Context, run: Run): void {
  const command = program
    .command("node")
    .description("take nodes out of service or put them back, fence them, set their attributes");
  for (const [verb, help] of Object.entries(SWITCHES) as [NodeSwitch, string][]) {
    withVerb(command.command(verb))
      .description(help)
      .argument("<node...>", "the nodes' names")
      .addHelpText("after", SWITCH_HELP)
      .action((nodes: string[], options: VerbOptions) =>
        run(options.output, () => runVerb(context, options, switchNodes(verb, nodes))),
      );
  }
  addPairs(command, context, run);
  addFencing(command, context, run);
}

interface PairOptions extends VerbOptions {
  readonly lifetime: "forever" | "reboot";
}

function addPairs(command: Command, context: Context, run: Run): void {
  const help = (kind: string, example: string): string => `
Without pairs it lists what the node has. NAME= removes one.
${SCHEMA}
${VERB_STATUSES}

Example: holdfast node ${kind} controller-0 ${example}`;
  withVerb(command.command("attribute"))
    .description("list, set or remove a node's attributes")
    .argument("<node>", "the node's name")
    .argument("[pair...]", "NAME=VALUE to set, NAME= to remove")
    .addOption(
      new Option("--lifetime <lifetime>", "reboot: until the node leaves (Pacemaker only)")
        .choices(["forever", "reboot"])
        .default("forever"),
    )
    .addHelpText("after", help("attribute", "rack=b2"))
    .action((node: string, words: string[], options: PairOptions) =>
      run(options.output, () => {
        if (words.length === 0)
          return runListing(context, options, (cluster) => listNodePairs(cluster, node, "attribute"));
        const pairs = readPairs(words);
        if (options.lifetime === "forever") return runVerb(context, options, setNodeSettings("attribute", node, pairs));
        return runDone(context, options, { resources: [] }, ({ cluster }) =>
          setTransientAttributes(cluster, node, pairs),
        );
      }),
    );
  withVerb(command.command("utilization"))
    .description("list, set or remove what a node has room for")
    .argument("<node>", "the node's name")
    .argument("[pair...]", "NAME=NUMBER to set, NAME= to remove")
    .addHelpText("after", help("utilization", "cpu=16 memory=65536"))
    .action((node: string, words: string[], options: VerbOptions) =>
      run(options.output, () =>
        words.length === 0
          ? runListing(context, options, (cluster) => listNodePairs(cluster, node, "utilization"))
          : runVerb(context, options, setNodeSettings("utilization", node, readPairs(words))),
      ),
    );
}

interface FenceOptions extends ConnectionOptions {
  readonly yes: boolean;
  readonly action: FenceAction;
}

const AT_ONCE = { dryRun: false } as const;

function addFencing(command: Command, context: Context, run: Run): void {
  const withYes = (made: Command): Command =>
    withOutput(withCluster(made)).option("-y, --yes", "do not ask for confirmation", false);
  withYes(command.command("fence"))
    .description("fence nodes: power them off and on by their fence devices")
    .argument("<node...>", "the nodes' names")
    .addOption(new Option("--action <action>", "what to do").choices(["reboot", "off", "on"]).default("reboot"))
    .addHelpText(
      "after",
      `
Asks first. What runs on the nodes is lost, and starts elsewhere once they are known to be off.
${SCHEMA}
Exit status: 0 fenced, 1 fencing failed, 3 not supported for a file, 102 not connected, 105 no such node, 107 not confirmed.

Example: holdfast node fence controller-2 --action off`,
    )
    .action((nodes: string[], options: FenceOptions) =>
      run(options.output, async () => {
        const { action, yes } = options;
        if (!yes) await confirmDoing(context, `Fence ${nodes.join(", ")} (${action})?`);
        return runDone(context, { ...options, ...AT_ONCE }, { resources: [] }, ({ cluster }) =>
          fenceNodes(cluster, nodes, { action, who: context.who }),
        );
      }),
    );
  withYes(command.command("confirm-off"))
    .description("tell the cluster that a node is off, when fencing cannot")
    .argument("<node>", "the node's name")
    .addHelpText(
      "after",
      `
Asks first. Say this only of a machine that you have seen to be off: what ran there is started elsewhere at once, and data
is destroyed if it still runs.
${SCHEMA}
Exit status: 0 confirmed, 3 not supported for a file, 102 not connected, 105 no such node, 107 not confirmed, or it is a member.

Example: holdfast node confirm-off controller-2`,
    )
    .action((node: string, options: FenceOptions) =>
      run(options.output, async () => {
        if (!options.yes) await confirmDoing(context, `Is ${node} really off?`);
        return runDone(context, { ...options, ...AT_ONCE }, { resources: [] }, ({ cluster }) =>
          confirmOff(cluster, node, context.who),
        );
      }),
    );
  withOutput(withCluster(command.command("clear")))
    .description("forget nodes that have left for good: their names, attributes and history")
    .argument("<node...>", "the nodes' names")
    .addHelpText(
      "after",
      `
On a Pacemaker cluster only. A node that is still a member, or still in corosync.conf, comes back.
${SCHEMA}
Exit status: 0 forgotten, 3 not supported here, 102 not connected, 105 no such node, 107 it is a member.

Example: holdfast node clear controller-3`,
    )
    .action((nodes: string[], options: ConnectionOptions) =>
      run(options.output, () =>
        runDone(context, { ...options, ...AT_ONCE }, { resources: [] }, ({ cluster }) => forgetNodes(cluster, nodes)),
      ),
    );
}
