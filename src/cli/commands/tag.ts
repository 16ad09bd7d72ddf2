/** `holdfast tag list|add|remove`: names that stand for several resources. */
import type { Command } from "commander";
import { listTags } from "../../change/show/listing.ts";
import { addToTag, removeFromTag } from "../../change/verbs/tag.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, withCluster, withOutput } from "../globals.ts";
import { runListing, runVerb, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

const SCHEMA = '"holdfast schema tag" prints the JSON Schema of --output json.';

export function tagCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("tag").description("list, make or remove names for several resources");
  withOutput(withCluster(command.command("list", { isDefault: true })))
    .description("list tags with their resources")
    .argument("[tag...]", "only these")
    .addHelpText(
      "after",
      `
${SCHEMA}
Exit status: 0 success, 102 not connected, 105 no such tag.

Example: holdfast tag list`,
    )
    .action((only: string[], options: ConnectionOptions) =>
      run(options.output, () => runListing(context, options, (cluster) => listTags(cluster, only))),
    );
  withVerb(command.command("add"))
    .description("tag resources; makes the tag where it is missing")
    .argument("<tag>", "its name")
    .argument("<resource...>", "ids of resources")
    .addHelpText(
      "after",
      `
A tag stands for its resources in constraints, and in resource enable, disable, manage, unmanage, maintenance,
unmaintenance, restart, clear and in cleanup.
${SCHEMA}
${VERB_STATUSES}

Examples:
  holdfast tag add reports report-db report-web
  holdfast resource disable reports`,
    )
    .action((tag: string, resources: string[], options: VerbOptions) =>
      run(options.output, () => runVerb(context, options, addToTag(tag, resources))),
    );
  withVerb(command.command("remove"))
    .description("take resources out of a tag, or remove the tag")
    .argument("<tag>", "its name")
    .argument("[resource...]", "those that lose the tag; without any, all")
    .addHelpText(
      "after",
      `
The resources stay as they are. A tag that a constraint names is not removed.
${SCHEMA}
${VERB_STATUSES}

Example: holdfast tag remove reports report-web`,
    )
    .action((tag: string, resources: string[], options: VerbOptions) =>
      run(options.output, () => runVerb(context, options, removeFromTag(tag, resources))),
    );
}
