/** `holdfast disown NAME...`: takes objects out of the manifest's care. */
import type { Command } from "commander";
import { disownObjects } from "../../change/verbs/disown.ts";
import type { Context, Run } from "../context.ts";
import { runVerb, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

const HELP = `
A manifest governs what it declares: what it no longer declares is removed. What is disowned stays in the cluster as it is,
with its constraints, fencing levels and node attributes, for people and other tools to change. Take it out of the file
too: an apply of a file that has it takes it over again.
"holdfast schema disown" prints the JSON Schema of --output json.
${VERB_STATUSES}

Examples:
  holdfast disown redis-bundle
  holdfast disown resource-stickiness --why "set by hand from now on"`;

export function disownCommand(program: Command, context: Context, run: Run): void {
  withVerb(program.command("disown"))
    .description("take objects out of a manifest's care, and leave them as they are")
    .argument("<name...>", "resources, constraints, properties or defaults that a manifest set")
    .addHelpText("after", HELP)
    .action((names: string[], options: VerbOptions) =>
      run(options.output, () => runVerb(context, options, disownObjects(names))),
    );
}
