/** `holdfast status [RESOURCE|NODE]`: shows the cluster as crm_mon does, or one resource or node, as text or JSON. */

import type { Command } from "commander";
import { type StatusRequest, showStatus, watchStatus } from "../../change/show/status.ts";
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
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";
import { terminalText } from "../terminal-text.ts";

/** Exit statuses by state, from OCF and `crm_exit_t`. */
export const STATE_EXIT: Readonly<Record<State, ExitStatus>> = {
  ok: 0,
  failed: 1,
  stopped: 7,
  "no-quorum": 106,
  pending: 193,
};

const HELP = `
With --watch: shows the status again after each change (on a terminal in place of the last, as JSON one document per line)
until Ctrl-C, SIGTERM or a closed pipe, and exits with 0. A file, or an engine that is not running, is shown once, with the
exit status below.
"holdfast schema status" prints the JSON Schema of --output json.
Exit status: 0 every resource is as configured, 1 a resource failed or is blocked, 7 a resource that should run or be
promoted does not or is not, 102 not connected, 105 no such resource, node, file or
embedded cluster, 106 no quorum, 193 actions are pending.

Examples:
  holdfast status
  holdfast status redis-bundle --watch
  holdfast status --output json | jq .state`;

interface Options extends ConnectionOptions {
  readonly watch: boolean;
}

export function statusCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("status")))
    .description("show the cluster, or one resource or node of it")
    .argument("[name]", "a resource's or node's id")
    .option("-w, --watch", "show it again after each change", false)
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
  printAnswer(context, output, document, (d) => terminalText(context, pageText(d)));
  if (output === "text") {
    if (document.document === "status") await warn(context, cluster, document.live, doubt);
    for (const { code, text } of document.reasons) if (code === "undecidable") context.err(`holdfast: ${text}\n`);
  }
  return STATE_EXIT[document.state];
}

function pageText(document: StatusAnswer): string {
  return document.document === "status" ? statusText(document, formatDate) : detailText(document, formatDate);
}

/** Warns on standard error that a page may be out of date; the text of one resource says so itself. */
async function warn(
  context: Context,
  cluster: Cluster,
  live: boolean,
  doubt: HoldfastError | undefined,
): Promise<void> {
  if (doubt !== undefined) {
    const why = doubt.code === "no-quorum" ? "it was read in a partition without quorum" : "no DC answers";
    context.err(`holdfast: this status may be out of date: ${why}\n`);
  } else if (!live && (await cluster.identity()).kind === "embedded")
    context.err("holdfast: the engine is not running; this is its last state\n");
}

/** A page that is redrawn at each change alone says when that was. */
const shownAt = (context: Context): string => `As of ${formatDate(Math.floor(context.now() / 1000))}; Ctrl-C ends\n\n`;

/** Clears the terminal and moves to its first line. */
const CLEAR = "\u001b[H\u001b[2J";

async function watch(
  context: Context,
  output: "text" | "json",
  request: StatusRequest,
  cluster: Cluster,
): Promise<ExitStatus> {
  let state: State | undefined;
  for await (const document of watchStatus(cluster, request, context.interrupted)) {
    if (output === "json") context.out(`${JSON.stringify(document)}\n`);
    else {
      const before = context.terminal ? `${CLEAR}${shownAt(context)}` : state === undefined ? "" : "\n";
      context.out(`${before}${terminalText(context, pageText(visible(document)))}`);
    }
    state = document.state;
  }
  return context.interrupted.aborted ? 0 : STATE_EXIT[state ?? "ok"];
}
