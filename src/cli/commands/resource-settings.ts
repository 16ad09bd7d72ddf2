/** `holdfast resource param|meta|utilization|op`: single settings of resources, listed and changed. */
import type { Command } from "commander";
import { listOperations, listResourcePairs } from "../../change/show/listing.ts";
import { readPairs } from "../../change/verbs/new-pair.ts";
import { changeOperation } from "../../change/verbs/operation.ts";
import { setResourcePairs } from "../../change/verbs/resource.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Context, Run } from "../context.ts";
import { runListing, runVerb, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

const SCHEMA = '"holdfast schema resource" prints the JSON Schema of --output json.';

const KINDS = {
  param: { listed: "parameter", help: "the parameters of a resource's agent", example: "vip cidr_netmask=24" },
  meta: {
    listed: "meta attribute",
    help: "a resource's meta attributes",
    example: "redis-bundle migration-threshold=3 failure-timeout=",
  },
  utilization: { listed: "utilization", help: "what a resource takes of a node's capacity", example: "db cpu=4" },
} as const;

export function addSettings(command: Command, context: Context, run: Run): void {
  for (const kind of ["param", "meta", "utilization"] as const) {
    const { listed, help, example } = KINDS[kind];
    withVerb(command.command(kind))
      .description(`list, set or remove ${help}`)
      .argument("<resource>", "exactly this resource, not what is around it")
      .argument("[pair...]", "NAME=VALUE to set, NAME= to remove")
      .addHelpText(
        "after",
        `
Without pairs it lists what the resource has; secrets are hidden.
${SCHEMA}
${VERB_STATUSES}

Example: holdfast resource ${kind} ${example}`,
      )
      .action((resource: string, words: string[], options: VerbOptions) =>
        run(options.output, () =>
          words.length === 0
            ? runListing(context, options, (cluster) => listResourcePairs(cluster, resource, listed))
            : runVerb(context, options, setResourcePairs(kind, resource, readPairs(words))),
        ),
      );
  }
  withVerb(command.command("op"))
    .description("list, change, add or remove a resource's operations")
    .argument("<resource>", "the id of a primitive")
    .argument("[operation]", "such as monitor or start")
    .argument("[pair...]", "NAME=VALUE to set, NAME= to remove; an interval says which of several monitors is meant")
    .option("--remove", "remove the operation", false)
    .addHelpText(
      "after",
      `
Without an operation it lists them.
${SCHEMA}
${VERB_STATUSES}

Examples:
  holdfast resource op vip monitor timeout=40s
  holdfast resource op redis monitor interval=45s --remove`,
    )
    .action(
      (
        resource: string,
        operation: string | undefined,
        words: string[],
        options: VerbOptions & { readonly remove: boolean },
      ) =>
        run(options.output, async () => {
          if (operation === undefined)
            return runListing(context, options, (cluster) => listOperations(cluster, resource));
          const attributes = readPairs(words);
          if (attributes.length === 0 && !options.remove)
            throw new HoldfastError("usage", `nothing to change in ${operation}`, { hint: "name=value, or --remove" });
          return runVerb(
            context,
            options,
            changeOperation({ resource, operation, attributes, remove: options.remove }),
          );
        }),
    );
}
