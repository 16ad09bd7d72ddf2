/** `holdfast constraint list|location|colocation|order|remove`: constraints in their simple forms; a manifest has all. */
import { Argument, type Command, Option } from "commander";
import { listConstraints } from "../../change/show/listing.ts";
import {
  addColocation,
  addLocationConstraints,
  addOrder,
  type Ordered,
  type OrderStrictness,
  removeConstraints,
} from "../../change/verbs/constraint.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, withCluster, withOutput } from "../globals.ts";
import { runListing, runVerb, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

const SCHEMA = '"holdfast schema constraint" prints the JSON Schema of --output json.';
const help = (...examples: readonly string[]): string =>
  `\n${SCHEMA}\n${VERB_STATUSES}\n\nExample: ${examples.map((e) => `holdfast constraint ${e}`).join("\n         ")}`;

export function constraintCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("constraint").description("list, add or remove constraints");
  withOutput(withCluster(command.command("list", { isDefault: true })))
    .description("list constraints, each in one sentence")
    .argument("[resource...]", "only those that name these resources")
    .addHelpText(
      "after",
      `
${SCHEMA}
Exit status: 0 success, 102 not connected, 105 no such resource.

Example: holdfast constraint list vip`,
    )
    .action((only: string[], options: ConnectionOptions) =>
      run(options.output, () => runListing(context, options, (cluster) => listConstraints(cluster, only))),
    );
  withVerb(command.command("remove"))
    .description("remove constraints by their ids")
    .argument("<constraint...>", "ids, as constraint list shows them")
    .addHelpText("after", help("remove location-vip-controller-0-50"))
    .action((ids: string[], options: VerbOptions) =>
      run(options.output, () => runVerb(context, options, removeConstraints(ids))),
    );
  addAdding(command, context, run);
}

function addAdding(command: Command, context: Context, run: Run): void {
  withVerb(command.command("location"))
    .description("prefer or avoid nodes for a resource")
    .argument("<resource>", "its id")
    .addArgument(new Argument("<how>", "which way").choices(["prefers", "avoids"]))
    .argument("<node...>", "NODE or NODE=SCORE; without a score INFINITY")
    .addHelpText(
      "after",
      help("location vip prefers controller-0=50 controller-1=20", "location vip avoids controller-2"),
    )
    .action((resource: string, how: "prefers" | "avoids", places: string[], options: VerbOptions) =>
      run(options.output, async () => runVerb(context, options, addLocationConstraints(resource, how, places))),
    );
  withVerb(command.command("colocation"))
    .description("place a resource with another one, or with a negative score apart from it")
    .argument("<resource>", "its id")
    .argument("<with>", 'the word "with"')
    .argument("<other>", "the id of the other resource, which is placed first")
    .argument("[score]", "how much it counts", "INFINITY")
    .addHelpText("after", help("colocation vip with haproxy-bundle"))
    .action((resource: string, word: string, other: string, score: string, options: VerbOptions) =>
      run(options.output, async () => {
        expectWord(word, "with");
        return runVerb(context, options, addColocation(resource, other, score));
      }),
    );
  withVerb(command.command("order"))
    .description("start (stop, promote, demote) a resource before another one")
    .argument("<word...>", "[ACTION] RESOURCE then [ACTION] RESOURCE; without an action start")
    .addOption(
      new Option("--kind <kind>", "how strict").choices(["Mandatory", "Optional", "Serialize"]).default("Mandatory"),
    )
    .addHelpText(
      "after",
      help("order vip then haproxy-bundle", "order promote galera-bundle then start neutron --kind Optional"),
    )
    .action((words: string[], options: VerbOptions & { readonly kind: OrderStrictness }) =>
      run(options.output, async () => {
        const at = words.indexOf("then");
        const [first, next] = [ordered(words.slice(0, at)), ordered(words.slice(at + 1))];
        if (at === -1 || first === undefined || next === undefined)
          throw new HoldfastError("usage", "expected [ACTION] RESOURCE then [ACTION] RESOURCE");
        return runVerb(context, options, addOrder(first, next, options.kind));
      }),
    );
}

function expectWord(found: string, expected: string): void {
  if (found !== expected) throw new HoldfastError("usage", `expected "${expected}", found "${found}"`);
}

function ordered(words: readonly string[]): Ordered | undefined {
  const [first, second, ...rest] = words;
  if (first === undefined || rest.length > 0) return undefined;
  return second === undefined ? { action: "start", resource: first } : { action: first, resource: second };
}
