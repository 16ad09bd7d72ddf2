/** `holdfast alert list|add|recipient|param|meta|remove`: scripts that the cluster runs at events. */
import { type Command, Option } from "commander";
import { listAlerts } from "../../change/show/listing.ts";
import {
  ALERT_EVENTS,
  type AlertEvent,
  addAlert,
  addRecipients,
  alertIdOf,
  removeAlerts,
  setAlertPairs,
} from "../../change/verbs/alert.ts";
import { readPairs } from "../../change/verbs/new-pair.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, withCluster, withOutput } from "../globals.ts";
import { runListing, runVerb, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

const SCHEMA = '"holdfast schema alert" prints the JSON Schema of --output json.';
const help = (...examples: readonly string[]): string =>
  `\n${SCHEMA}\n${VERB_STATUSES}\n\nExample: ${examples.map((e) => `holdfast alert ${e}`).join("\n         ")}`;

interface AddOptions extends VerbOptions {
  readonly id?: string;
  readonly event?: readonly AlertEvent[];
  readonly recipient?: readonly string[];
}

export function alertCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("alert").description("list, add, change or remove scripts that run at events");
  withOutput(withCluster(command.command("list", { isDefault: true })))
    .description("list alerts with their settings and recipients")
    .addHelpText(
      "after",
      `
${SCHEMA}
Exit status: 0 success, 102 not connected.

Example: holdfast alert list`,
    )
    .action((options: ConnectionOptions) =>
      run(options.output, () => runListing(context, options, (cluster) => listAlerts(cluster))),
    );
  withVerb(command.command("add"))
    .description("have the cluster run a script at events")
    .argument("<path>", "of the script, which is on every node")
    .argument("[pair...]", "NAME=VALUE, parameters of the script")
    .option("--id <id>", "the alert's name; without it that of the script")
    .addOption(new Option("--event <kind...>", "only at these; without it at all but attributes").choices(ALERT_EVENTS))
    .option("--recipient <value...>", "the script runs once for each of them")
    .addHelpText(
      "after",
      help(
        "add /usr/share/pacemaker/alerts/alert_snmp.sh trap_version=2c --recipient 192.0.2.7",
        "add /usr/local/bin/page.sh --event fencing --event nodes",
      ),
    )
    .action((path: string, words: string[], options: AddOptions) =>
      run(options.output, async () =>
        runVerb(
          context,
          options,
          addAlert({
            id: options.id ?? alertIdOf(path),
            path,
            events: options.event ?? [],
            recipients: options.recipient ?? [],
            parameters: readPairs(words),
          }),
        ),
      ),
    );
  withVerb(command.command("recipient"))
    .description("add recipients to an alert")
    .argument("<alert>", "its id")
    .argument("<value...>", "what the script gets as its recipient")
    .addHelpText("after", help("recipient alert_snmp 192.0.2.8"))
    .action((alert: string, values: string[], options: VerbOptions) =>
      run(options.output, () => runVerb(context, options, addRecipients(alert, values))),
    );
  addSettings(command, context, run);
  withVerb(command.command("remove"))
    .description("remove alerts or recipients")
    .argument("<id...>", "ids of alerts or recipients, as alert list shows them")
    .addHelpText("after", help("remove alert_snmp-recipient"))
    .action((ids: string[], options: VerbOptions) =>
      run(options.output, () => runVerb(context, options, removeAlerts(ids))),
    );
}

const SETTINGS = {
  param: {
    what: "parameters of an alert's script, or of one recipient's call of it",
    example: "param alert_snmp trap_version=2c",
  },
  meta: {
    what: "meta attributes of an alert or a recipient, such as timeout and enabled",
    example: "meta alert_snmp timeout=15s",
  },
} as const;

function addSettings(command: Command, context: Context, run: Run): void {
  for (const kind of ["param", "meta"] as const)
    withVerb(command.command(kind))
      .description(`set or remove ${SETTINGS[kind].what}`)
      .argument("<alert>", "id of the alert or the recipient")
      .argument("<pair...>", "NAME=VALUE to set, NAME= to remove")
      .addHelpText("after", help(SETTINGS[kind].example))
      .action((alert: string, words: string[], options: VerbOptions) =>
        run(options.output, async () => runVerb(context, options, setAlertPairs(kind, alert, readPairs(words)))),
      );
}
