/** `holdfast resource move|ban|clear`: where a resource may run for a while. */
import type { Command } from "commander";
import { moveAndReturn } from "../../change/verbs/move-and-return.ts";
import { banResource, clearResources, moveResource, type PlaceRequest } from "../../change/verbs/place.ts";
import type { Context, Run } from "../context.ts";
import { parseDurationOption } from "../duration.ts";
import {
  runDone,
  runOfResources,
  runVerb,
  VERB_STATUSES,
  type VerbOptions,
  waitNeeded,
  waitOr,
  withVerb,
} from "../verb.ts";

interface PlaceFlags extends VerbOptions {
  readonly promoted: boolean;
  readonly for?: number;
  readonly keep?: boolean;
}

const SCHEMA = '"holdfast schema resource" prints the JSON Schema of --output json.';

export function addPlacing(command: Command, context: Context, run: Run): void {
  const placing = (name: string, node: string): Command =>
    withVerb(command.command(name))
      .argument("<resource>", "the id; an instance, or what a clone or bundle holds, stands for the whole")
      .argument("[node]", node)
      .option("--promoted", "only its promoted role", false)
      .option("--for <duration>", "how long, such as 2h; then it ends by itself", parseDurationOption);
  placing("move", "where to; without it, away from where it runs")
    .description("move a resource, or its promoted role, to a node")
    .option("--keep", "leave the constraint: the resource is held there until it is cleared", false)
    .addHelpText(
      "after",
      `
Waits until the resource has arrived (--wait=TIMEOUT says how long), and then removes the constraint that moved it, if the
resource stays where it is without. With --for or --keep, and on a file, the constraint stays.
${SCHEMA}
${VERB_STATUSES}

Examples:
  holdfast resource move vip controller-1
  holdfast resource move redis-bundle controller-2 --promoted --for 2h`,
    )
    .action((resource: string, node: string | undefined, options: PlaceFlags) =>
      run(options.output, () => {
        const request = requestOf(resource, node, options);
        if (request.for !== undefined || options.keep === true) return runVerb(context, options, moveResource(request));
        const waiting = { ...options, wait: waitOr(options) };
        return runDone(context, waiting, { resources: [resource] }, ({ cluster, options: carried }) =>
          moveAndReturn(cluster, request, { ...carried, wait: waitNeeded(carried) }),
        );
      }),
    );
  placing("ban", "from where; without it, from where it runs")
    .description("keep a resource, or its promoted role, off a node")
    .addHelpText(
      "after",
      `
The ban stays until it is cleared; with --for it ends by itself.
${SCHEMA}
${VERB_STATUSES}

Example: holdfast resource ban galera-bundle controller-2 --for 30m`,
    )
    .action((resource: string, node: string | undefined, options: PlaceFlags) =>
      run(options.output, () => runVerb(context, options, banResource(requestOf(resource, node, options)))),
    );
  withVerb(command.command("clear"))
    .description("remove the moves and bans of resources, by whichever program they were made")
    .argument("<resource...>", "ids of resources or tags")
    .option("-n, --node <node>", "only those to or from this node")
    .addHelpText(
      "after",
      `
${SCHEMA}
${VERB_STATUSES}

Example: holdfast resource clear galera-bundle`,
    )
    .action((names: string[], options: VerbOptions & { readonly node?: string }) =>
      run(options.output, () =>
        runOfResources(context, options, names, (resources) => clearResources(resources, options.node)),
      ),
    );
}

function requestOf(resource: string, node: string | undefined, options: PlaceFlags): PlaceRequest {
  return { resource, node, promoted: options.promoted, for: options.for };
}
