/** `holdfast acl list|role|user|group|remove`: who may read and change what of the configuration. */
import type { Command } from "commander";
import { listAcls } from "../../change/show/listing.ts";
import { addToRole, giveRoles, type Holder, readPermissions, removeAcls, takeRoles } from "../../change/verbs/acl.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, withCluster, withOutput } from "../globals.ts";
import { runListing, runVerb, VERB_STATUSES, type VerbOptions, withVerb } from "../verb.ts";

const SCHEMA = '"holdfast schema acl" prints the JSON Schema of --output json.';
const help = (...examples: readonly string[]): string =>
  `\n${SCHEMA}\n${VERB_STATUSES}\n\nExample: ${examples.map((e) => `holdfast acl ${e}`).join("\n         ")}`;

interface HolderOptions extends VerbOptions {
  readonly remove?: boolean;
}

export function aclCommand(program: Command, context: Context, run: Run): void {
  const command = program
    .command("acl")
    .description("list or change who may read and change what of the configuration");
  withOutput(withCluster(command.command("list", { isDefault: true })))
    .description("list roles with their permissions, and the users and groups that have them")
    .addHelpText(
      "after",
      `
Pacemaker heeds them while the property enable-acl is true; root and hacluster may always do everything.
${SCHEMA}
Exit status: 0 success, 102 not connected.

Example: holdfast acl list`,
    )
    .action((options: ConnectionOptions) =>
      run(options.output, () => runListing(context, options, (cluster) => listAcls(cluster))),
    );
  withVerb(command.command("role"))
    .description("make a role, or add permissions to one")
    .argument("<role>", "its name")
    .argument("[permission...]", "read=, write= or deny= before an XPath (from /) or the id of an element")
    .addHelpText("after", help("role operator read=/cib write=//nodes deny=bmc-password", "role operator write=web"))
    .action((role: string, words: string[], options: VerbOptions) =>
      run(options.output, async () => runVerb(context, options, addToRole(role, readPermissions(words)))),
    );
  addHolder("user", command, context, run);
  addHolder("group", command, context, run);
  withVerb(command.command("remove"))
    .description("remove roles, which users and groups lose, or single permissions")
    .argument("<id...>", "names of roles or ids of permissions, as acl list shows them")
    .addHelpText("after", help("remove operator-write", "remove operator"))
    .action((ids: string[], options: VerbOptions) =>
      run(options.output, () => runVerb(context, options, removeAcls(ids))),
    );
}

const OF = { user: "a user", group: "all users of a group" } as const satisfies Record<Holder, string>;

function addHolder(holder: Holder, command: Command, context: Context, run: Run): void {
  withVerb(command.command(holder))
    .description(`give roles to ${OF[holder]} of the operating system, or take them away`)
    .argument(`<${holder}>`, "its name")
    .argument("[role...]", "roles; with --remove and no role, all that it has")
    .option("--remove", "take the roles away")
    .addHelpText(
      "after",
      help(`${holder} alice operator`, `${holder} alice operator --remove`, `${holder} alice --remove`),
    )
    .action((name: string, roles: string[], options: HolderOptions) =>
      run(options.output, async () => {
        if (options.remove === true) return runVerb(context, options, takeRoles(holder, name, roles));
        if (roles.length === 0) command.error(`error: expected at least one role for ${name}, or --remove`);
        return runVerb(context, options, giveRoles(holder, name, roles));
      }),
    );
}
