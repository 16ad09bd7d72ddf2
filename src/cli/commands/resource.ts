/** `holdfast resource VERB NAME...`: what people do to resources without a manifest. */
import type { Command } from "commander";
import { Argument } from "commander";
import { debugResource } from "../../change/verbs/by-hand.ts";
import { removeResources } from "../../change/verbs/remove.ts";
import { type ResourceSwitch, switchResources } from "../../change/verbs/resource.ts";
import { restartResources } from "../../change/verbs/restart.ts";
import { untagged } from "../../change/verbs/tag.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { DebugCall } from "../../cluster/port.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";
import { type RunningOptions, runStarted, withRunning } from "../running.ts";
import {
  runConfirmed,
  runDone,
  runOfResources,
  VERB_STATUSES,
  type VerbOptions,
  waitNeeded,
  waitOr,
  withVerb,
} from "../verb.ts";
import { cleanupCommand } from "./cleanup.ts";
import { addPlacing } from "./resource-place.ts";
import { addSettings } from "./resource-settings.ts";

interface SwitchFlags extends VerbOptions {
  readonly safe?: boolean;
}

const SWITCHES: Readonly<Record<ResourceSwitch, string>> = {
  enable: "allow the cluster to start resources",
  disable: "stop resources, and keep them stopped until they are enabled",
  manage: "put resources under the cluster's management again",
  unmanage: "leave resources as they are: the cluster neither starts nor stops them, and still monitors them",
  maintenance: "leave resources as they are, and do not monitor them either",
  unmaintenance: "end the maintenance of resources",
};

const SCHEMA = '"holdfast schema resource" prints the JSON Schema of --output json.';

const HELP = `
All resources change in one commit. The name of an instance, or of what a clone or bundle holds, stands for the whole.
${SCHEMA}
${VERB_STATUSES}`;

export function resourceCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("resource").description("enable, disable, move, restart or change resources");
  for (const [verb, help] of Object.entries(SWITCHES) as [ResourceSwitch, string][]) {
    const made = withVerb(command.command(verb))
      .description(help)
      .argument("<resource...>", "ids of resources or tags");
    if (verb === "disable")
      made.option("--safe", "refuse if any other resource would stop, move or start, or a node would be fenced", false);
    made
      .addHelpText("after", `${HELP}\n\nExample: holdfast resource ${verb} haproxy-bundle redis-bundle --dry-run`)
      .action((names: string[], options: SwitchFlags) =>
        run(options.output, () =>
          runOfResources(context, options, names, (resources) =>
            switchResources(verb, resources, { safe: options.safe === true }),
          ),
        ),
      );
  }
  addPlacing(command, context, run);
  addRestart(command, context, run);
  addSettings(command, context, run);
  addRemove(command, context, run);
  cleanupCommand(command, context, run);
  cleanupCommand(command, context, run, "refresh");
  addDebug(command, context, run);
}

interface RestartFlags extends VerbOptions, Omit<RunningOptions, keyof ConnectionOptions> {
  readonly node?: string;
  readonly rolling: boolean;
  readonly onlyOutdated: boolean;
}

function addRestart(command: Command, context: Context, run: Run): void {
  withRunning(withVerb(command.command("restart")))
    .description("stop resources and start them again, everywhere or on one node")
    .argument("<resource...>", "ids of resources or tags")
    .option("-n, --node <node>", "only what runs there")
    .option("--rolling", "one replica after the other, each only when all is whole again", false)
    .option("--only-outdated", "with --rolling: only replicas that may have been started by another definition", false)
    .addHelpText(
      "after",
      `
With --rolling it is a run: it takes a lease on what it touches, keeps its journal in the cluster, and can be resumed by
"holdfast run resume" when it is stopped or its machine dies; the options from --min-healthy to --queue are for it.
Several resources, or those of a tag, are restarted in their order, a run for each, until one does not end well.
Outdated are replicas that the cluster found running and has not started since, as a paused apply --rolling leaves them.
Always waits; --wait=TIMEOUT says how long. What makes the resources stop is taken back however the command ends, and has
an expiry in case the command is killed.
${SCHEMA}
${VERB_STATUSES}

Examples:
  holdfast resource restart haproxy-bundle
  holdfast resource restart galera-bundle --rolling
  holdfast resource restart galera-bundle --rolling --only-outdated
  holdfast resource restart galera-bundle --node controller-1`,
    )
    .action((resources: string[], options: RestartFlags) =>
      run(options.output, () => {
        if (options.rolling) return restartRolling(context, resources, options);
        if (options.onlyOutdated)
          throw new HoldfastError("usage", "--only-outdated is for a rolling restart", { hint: "add --rolling" });
        return runDone(
          context,
          { ...options, wait: waitOr(options) },
          { resources },
          async ({ cluster, options: carried }) =>
            restartResources(
              cluster,
              { resources: await untagged(cluster, resources), node: options.node },
              { ...carried, wait: waitNeeded(carried) },
            ),
        );
      }),
    );
}

/** One run after the other, in the order given and of tags in theirs, until one does not end well. */
async function restartRolling(context: Context, names: readonly string[], options: RestartFlags): Promise<ExitStatus> {
  const resources = await using(context, options.cluster, (cluster) => untagged(cluster, names));
  const { node, onlyOutdated } = options;
  for (const resource of resources) {
    const args = { resource, ...(node === undefined ? {} : { node }), ...(onlyOutdated ? { onlyOutdated } : {}) };
    const status = await runStarted(context, { kind: "restart", args }, options);
    if (status !== 0) return status;
  }
  return 0;
}

function addRemove(command: Command, context: Context, run: Run): void {
  withVerb(command.command("remove"))
    .description("remove resources, with the constraints, levels and places in sets and tags that name them")
    .argument("<resource...>", "ids of resources; of a group, clone or bundle with all it holds")
    .option("-y, --yes", "do not ask for confirmation", false)
    .addHelpText(
      "after",
      `
Shows the plan and asks. The cluster stops what is removed.
${SCHEMA}
${VERB_STATUSES.replace("107 a risk", "107 not confirmed, or a risk")}

Example: holdfast resource remove old-vip --dry-run`,
    )
    .action((names: string[], options: VerbOptions & { readonly yes: boolean }) =>
      run(options.output, () => runConfirmed(context, options, removeResources(names))),
    );
}

function addDebug(command: Command, context: Context, run: Run): void {
  withOutput(withCluster(command.command("debug")))
    .description("run an operation of a resource's agent past the cluster, on its node or on this machine")
    .argument("<resource>", "the id of a primitive")
    .addArgument(new Argument("<operation>", "what to run").choices(["check", "start", "stop", "promote", "demote"]))
    .option("--node <node>", "with a file: which node the agent is to take this machine for (default: by its name)")
    .addHelpText(
      "after",
      `
On a Pacemaker cluster Pacemaker runs the agent, on the node that is asked. Except for check, disable the resource first,
so that the cluster does not act against it. With a CIB in a file Holdfast runs it, on this machine and with nothing of
Pacemaker's: with the parameters and the environment that the cluster would give it, and with answers from the CIB where it
calls crm_attribute, crm_master, attrd_updater, crm_node, crm_mon or cibadmin. What it would set is said, and not kept.
A fence device can be checked; nothing is fenced by hand here. Simulated agents have no programs.
${SCHEMA}
Exit status: 0 success, 1 the operation failed, 3 not supported here, 102 not connected, 105 no such name.

Examples:
  holdfast resource debug web check
  holdfast resource debug web start --cluster file:cib.xml --node controller-0`,
    )
    .action(
      (resource: string, operation: DebugCall["operation"], options: ConnectionOptions & { readonly node?: string }) =>
        run(options.output, () =>
          runDone(context, { ...options, dryRun: false }, { resources: [] }, ({ cluster }) =>
            debugResource(cluster, { resource, operation, node: options.node }),
          ),
        ),
    );
}
