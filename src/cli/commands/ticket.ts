/** `holdfast ticket list|grant|revoke|standby|activate`: the tickets of a cluster that is one site of several. */
import type { Command } from "commander";
import { changeTicket, planTicket, showTickets } from "../../change/ticket.ts";
import type { TicketVerb } from "../../cib/tickets.ts";
import { visible } from "../../cib/visible.ts";
import { changeLines } from "../../report/changes/text.ts";
import type { TicketChanged, Tickets } from "../../report/ticket/document.ts";
import { jsonText, linesText, printAnswer } from "../answer.ts";
import { confirmDoing } from "../confirm.ts";
import type { Context, Run } from "../context.ts";
import { formatDate } from "../dates.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

const VERBS: Readonly<Record<TicketVerb, { readonly help: string; readonly asks: string | undefined }>> = {
  grant: {
    help: "grant a ticket to this site",
    asks: "Is it certain that no other site has it? Two sites that have it run the same resources. Grant it?",
  },
  revoke: {
    help: "take a ticket from this site: what needs it stops, or as its loss policy says is demoted, frozen or fenced",
    asks: "Revoke it?",
  },
  standby: { help: "put a ticket in standby: what needs it stops in order, without its loss policy", asks: undefined },
  activate: { help: "take a ticket out of standby", asks: undefined },
};

const HELP = `
Tickets are part of the status: a change of one is no new configuration, and is not in the history. Where a booth manages
tickets, use its own commands. Grant and revoke ask for confirmation.
"holdfast schema ticket" prints the JSON Schema of --output json.
Exit status: 0 done or nothing to do, 102 not connected, 105 no such ticket, 107 not confirmed.

Example: holdfast ticket revoke ticketA --dry-run`;

const LIST_HELP = `
Exit status: 0 success, 102 not connected.

Example: holdfast ticket list`;

interface Options extends ConnectionOptions {
  readonly yes: boolean;
  readonly dryRun: boolean;
}

export function ticketCommand(program: Command, context: Context, run: Run): void {
  const command = program.command("ticket").description("list tickets, grant or revoke one, put one in standby");
  withOutput(withCluster(command.command("list")))
    .description("list the tickets that the status or a constraint names, and what needs them")
    .addHelpText("after", LIST_HELP)
    .action(({ cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          printAnswer(context, output, await showTickets(cluster), (shown) => ticketsText(context, shown));
          return 0;
        }),
      ),
    );
  for (const [verb, { help }] of Object.entries(VERBS) as [TicketVerb, (typeof VERBS)[TicketVerb]][])
    withOutput(withCluster(command.command(verb)))
      .description(help)
      .argument("<ticket>", "the ticket's name")
      .option("-d, --dry-run", "show what the cluster would do, and change nothing", false)
      .option("-y, --yes", "do not ask for confirmation", false)
      .addHelpText("after", HELP)
      .action((ticket: string, options: Options) =>
        run(options.output, () => change(context, { ticket, verb }, options)),
      );
}

async function change(
  context: Context,
  asked: { readonly ticket: string; readonly verb: TicketVerb },
  { cluster: url, output, yes, dryRun }: Options,
): Promise<number> {
  return using(context, url, async (cluster) => {
    const planned = await planTicket(cluster, asked);
    if (output === "text") context.out(plannedText(context, visible(planned)));
    const { asks } = VERBS[asked.verb];
    if (asks !== undefined && !dryRun && planned.changed && !yes) await confirmDoing(context, asks);
    const done = dryRun ? planned : await changeTicket(cluster, planned, context.who);
    if (output === "json") context.out(jsonText(done));
    else if (planned.changed) context.out(dryRun ? "Nothing was changed.\n" : "Done.\n");
    return 0;
  });
}

function plannedText(context: Context, { ticket, verb, changed, nodes, resources }: TicketChanged): string {
  if (!changed) return `${ticket}: there is nothing to ${verb}.\n`;
  const lines = changeLines({ nodes, resources });
  return lines.length === 0
    ? `${verb} ${ticket}: nothing starts, stops or moves.\n`
    : linesText([`${verb} ${ticket}:`, ...lines.map((line) => `  * ${line}`)], context);
}

function ticketsText(context: Context, { tickets }: Tickets): string {
  if (tickets.length === 0) return "There are no tickets.\n";
  return linesText(
    tickets.map(({ id, granted, standby, lastGranted, resources }) => {
      const state = `${granted ? "granted" : "revoked"}${standby ? ", in standby" : ""}`;
      const since = lastGranted === undefined ? "" : `, last granted ${formatDate(lastGranted)}`;
      const needs = resources.length === 0 ? "" : `; needed by ${resources.join(", ")}`;
      return `${id}: ${state}${since}${needs}`;
    }),
    context,
  );
}
