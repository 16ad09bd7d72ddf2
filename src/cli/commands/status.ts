/** `holdfast status [RESOURCE|NODE]`: the page crm_mon would show, one resource or node of it, or the document behind it. */

import type { Command } from "commander";
import { type StatusRequest, showStatus, watchStatus } from "../../change/show.ts";
import { visible } from "../../cib/visible.ts";
import type { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { StatusAnswer } from "../../report/status/answer.ts";
import type { State } from "../../report/status/document.ts";
import { statusText } from "../../report/status/text.ts";
import { detailText } from "../../report/status/text-detail.ts";
import { printAnswer } from "../answer.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { formatDate } from "../dates.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

/** Exit statuses by state; those of OCF and crm_exit_t that mean the same. */
export const STATE_EXIT: Readonly<Record<State, ExitStatus>> = {
  ok: 0,
  failed: 1,
  stopped: 7,
  "no-quorum": 106,
  pending: 193,
};

const HELP = `
Exit status: 0 all is as wanted, 1 something failed or is blocked, 7 something is stopped or not promoted that should
be, 106 no quorum, 193 work is under way, 102 no cluster, 105 no such resource or node.
With --watch: again after every change (as JSON, one document a line) until Ctrl-C, SIGTERM or a closed pipe, exit
status 0. A file, or an engine that is down, does not change: it is shown once, with the exit status above.
"holdfast schema status" prints the JSON Schema of what --output json answers.`;

interface Options extends ClusterOptions {
  readonly watch: boolean;
}

export function statusCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("status")))
    .description("show the cluster, or one resource or node of it")
    .argument("[name]", "a resource's or node's id")
    .option("-w, --watch", "again after every change", false)
    .addHelpText("after", HELP)
    .action((name: string | undefined, { cluster: url, output, watch: again }: Options) =>
      run(output, () =>
        using(context, url, (cluster) => {
          const request: StatusRequest = { name, clock: context.now };
          return again ? watch(context, output, request, cluster) : show(context, output, request, cluster);
        }),
      ),
    );
}

async function show(
  context: Context,
  output: "text" | "json",
  request: StatusRequest,
  cluster: Cluster,
): Promise<ExitStatus> {
  const { document, doubt } = await showStatus(cluster, request);
  printAnswer(context, output, document, pageText);
  if (output === "text") {
    if (document.document === "status") await warn(context, cluster, document.live, doubt);
    for (const { code, text } of document.reasons) if (code === "undecidable") context.err(`holdfast: ${text}\n`);
  }
  return STATE_EXIT[document.state];
}

function pageText(document: StatusAnswer): string {
  return document.document === "status" ? statusText(document, formatDate) : detailText(document, formatDate);
}

/** A page does not say how far it can be trusted; one resource's text does. */
async function warn(
  context: Context,
  cluster: Cluster,
  live: boolean,
  doubt: HoldfastError | undefined,
): Promise<void> {
  if (doubt !== undefined) {
    const why = doubt.code === "no-quorum" ? "it was read in a partition without quorum" : "no DC answers there";
    context.err(`holdfast: this may not be what is in force: ${why}\n`);
  } else if (!live && (await cluster.identity()).kind === "embedded")
    context.err("holdfast: the engine is not running; this is the state it left\n");
}

/** Clears a terminal and goes to its first line. */
const CLEAR = "\u001b[H\u001b[2J";

async function watch(
  context: Context,
  output: "text" | "json",
  request: StatusRequest,
  cluster: Cluster,
): Promise<ExitStatus> {
  let state: State | undefined;
  for await (const document of watchStatus(cluster, request, context.interrupted)) {
    const before = context.terminal ? CLEAR : state === undefined ? "" : "\n";
    context.out(output === "json" ? `${JSON.stringify(document)}\n` : `${before}${pageText(visible(document))}`);
    state = document.state;
  }
  return context.interrupted.aborted ? 0 : STATE_EXIT[state ?? "ok"];
}
