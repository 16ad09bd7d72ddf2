/** `holdfast property [list|set|unset]`: the cluster's properties. */
import type { Command } from "commander";
import { listProperties } from "../../change/show/listing.ts";
import { readPairs } from "../../change/verbs/new-pair.ts";
import { setProperties } from "../../change/verbs/property.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, withCluster, withOutput } from "../globals.ts";
import { runListing, runVerb, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

interface Flags extends VerbOptions {
  readonly force: boolean;
}

const SCHEMA = '"holdfast schema property" prints the JSON Schema of --output json.';

export function propertyCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("property").description("list, set or unset properties of the cluster");
  withOutput(withCluster(command.command("list", { isDefault: true })))
    .description("list properties that are set")
    .argument("[property...]", "only these")
    .addHelpText(
      "after",
      `
${SCHEMA}
Exit status: 0 success, 102 not connected, 105 a property is not set.

Example: holdfast property list no-quorum-policy`,
    )
    .action((only: string[], options: ConnectionOptions) =>
      run(options.output, () => runListing(context, options, (cluster) => listProperties(cluster, only))),
    );
  const changing = (verb: "set" | "unset"): Command =>
    withVerb(command.command(verb)).option("--force", "also a name that Pacemaker does not know", false);
  changing("set")
    .description("set properties, in one commit")
    .argument("<pair...>", "NAME=VALUE; NAME= unsets one")
    .addHelpText(
      "after",
      `
${SCHEMA}
${VERB_STATUSES}

Examples:
  holdfast property set maintenance-mode=true --why "switch replacement"
  holdfast property set no-quorum-policy=stop --dry-run`,
    )
    .action((words: string[], options: Flags) =>
      run(options.output, async () => runVerb(context, options, setProperties("set", readPairs(words), options.force))),
    );
  changing("unset")
    .description("remove properties, so that their defaults count")
    .argument("<property...>", "names of properties")
    .addHelpText(
      "after",
      `
${SCHEMA}
${VERB_STATUSES}

Example: holdfast property unset maintenance-mode`,
    )
    .action((names: string[], options: Flags) =>
      run(options.output, () =>
        runVerb(
          context,
          options,
          setProperties(
            "unset",
            names.map((name) => [name, undefined] as const),
            options.force,
          ),
        ),
      ),
    );
}
