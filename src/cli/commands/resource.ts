/** `holdfast resource VERB NAME...`: what people do to resources without a manifest. */
import type { Command } from "commander";
import { type ResourceSwitch, switchResources } from "../../change/verbs/resource.ts";
import type { Context, Run } from "../context.ts";
import { runVerb, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

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

const HELP = `
All resources change in one commit. The name of an instance, or of what a clone or bundle holds, stands for the whole.
"holdfast schema resource" prints the JSON Schema of --output json.
${VERB_STATUSES}`;

export function resourceCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("resource").description("enable, disable, move, restart or change resources");
  for (const [verb, help] of Object.entries(SWITCHES) as [ResourceSwitch, string][]) {
    const made = withVerb(command.command(verb)).description(help).argument("<resource...>", "ids of resources");
    if (verb === "disable")
      made.option("--safe", "refuse if any other resource would stop, move or start, or a node would be fenced", false);
    made
      .addHelpText("after", `${HELP}\n\nExample: holdfast resource ${verb} haproxy-bundle redis-bundle --dry-run`)
      .action((names: string[], options: SwitchFlags) =>
        run(options.output, () =>
          runVerb(context, options, switchResources(verb, names, { safe: options.safe === true })),
        ),
      );
  }
}
