/** `holdfast group list|add|remove`: resources that are placed together and start in order. */
import { type Command, Option } from "commander";
import { listGroups } from "../../change/show/listing.ts";
import { addToGroup, type PlaceInGroup, removeFromGroup } from "../../change/verbs/group.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, withCluster, withOutput } from "../globals.ts";
import { runConfirmed, runListing, runVerb, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

const SCHEMA = '"holdfast schema group" prints the JSON Schema of --output json.';

export function groupCommand(program: Command, context: Context, run: Run): void {
  const command = program
    .command("group")
    .description("list, make or change groups: resources that run together and start in order");
  withOutput(withCluster(command.command("list", { isDefault: true })))
    .description("list groups with their members, in order")
    .addHelpText(
      "after",
      `
${SCHEMA}
Exit status: 0 success, 102 not connected.

Example: holdfast group list`,
    )
    .action((options: ConnectionOptions) =>
      run(options.output, () => runListing(context, options, (cluster) => listGroups(cluster))),
    );
  withVerb(command.command("add"))
    .description("put resources into a group, in this order; makes the group where it is missing")
    .argument("<group>", "its id")
    .argument("<resource...>", "ids of primitives; one that is in another group leaves it")
    .option("--before <resource>", "the member before which they are put")
    .addOption(new Option("--after <resource>", "the member behind which they are put").conflicts("before"))
    .addHelpText(
      "after",
      `
Without --before and --after they are put behind all members. Constraints that name the resources stay.
${SCHEMA}
${VERB_STATUSES}

Examples:
  holdfast group add web vip filesystem apache --dry-run
  holdfast group add web cache --before apache`,
    )
    .action((group: string, resources: string[], options: VerbOptions & PlaceInGroup) =>
      run(options.output, () => runVerb(context, options, addToGroup(group, resources, options))),
    );
  withVerb(command.command("remove"))
    .description("take resources out of a group, or all of them; they stay resources of the cluster")
    .argument("<group>", "its id")
    .argument("[resource...]", "those that leave it; without any, all")
    .option("-y, --yes", "do not ask for confirmation", false)
    .addHelpText(
      "after",
      `
Shows the plan and asks. A group without members goes, with the constraints that name it. To remove the resources too:
holdfast resource remove GROUP
${SCHEMA}
${VERB_STATUSES.replace("107 a risk", "107 not confirmed, or a risk")}

Example: holdfast group remove web cache --dry-run`,
    )
    .action((group: string, resources: string[], options: VerbOptions & { readonly yes: boolean }) =>
      run(options.output, () => runConfirmed(context, options, removeFromGroup(group, resources))),
    );
}
