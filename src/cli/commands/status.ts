/** `holdfast status [RESOURCE|NODE]`: the page crm_mon would show, one resource or node of it, or the document behind it. */

import type { Command } from "commander";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import type { Freshness } from "../../report/status/detail.ts";
import { nodeDetail } from "../../report/status/node-detail.ts";
import { readStatus } from "../../report/status/read.ts";
import { resourceDetail } from "../../report/status/resource-detail.ts";
import { statusText } from "../../report/status/text.ts";
import { detailText } from "../../report/status/text-detail.ts";
import { type State, type Verdict, verdictOf } from "../../report/status/verdict.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import { readingOf } from "../../scheduler/reading.ts";
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
status 0. What a file or an engine that is down says does not change, and is told once, with the status above.
The documents are described by: holdfast schema status`;

interface Options extends ClusterOptions {
  readonly watch: boolean;
}

export function statusCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("status")))
    .description("show the cluster, or one resource or node of it")
    .argument("[name]", "a resource's or node's id")
    .option("-w, --watch", "again after every change", false)
    .addHelpText("after", HELP)
    .action((name: string | undefined, options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          if (options.watch) return watch(context, options, name, cluster);
          const snapshot = await cluster.read();
          const seen = look(context, name, snapshot);
          context.out(options.output === "json" ? `${JSON.stringify(seen.document, null, 2)}\n` : seen.text());
          if (name === undefined && options.output === "text") await warn(context, cluster, snapshot);
          if (seen.hopeless !== undefined && options.output === "text") context.err(`holdfast: ${seen.hopeless}\n`);
          return STATE_EXIT[seen.document.state];
        }),
      ),
    );
}

/** A page says nothing of how far it can be trusted; one resource's text does. */
async function warn(context: Context, cluster: Cluster, { live, doubt }: Snapshot): Promise<void> {
  if (doubt !== undefined) {
    const why = doubt.code === "no-quorum" ? "it was read in a partition without quorum" : "no DC answers there";
    context.err(`holdfast: this may not be what is in force: ${why}\n`);
  }
  if (doubt === undefined && !live && (await cluster.identity()).kind === "embedded")
    context.err("holdfast: the engine is not running; this is the state it left\n");
}

interface Seen {
  readonly document: Freshness & { readonly state: State };
  readonly text: () => string;
  /** Why nothing will be done any more. */
  readonly hopeless: string | undefined;
}

function look(context: Context, name: string | undefined, snapshot: Snapshot): Seen {
  const { version, live, knownAt } = snapshot;
  const reading = readingOf(snapshot);
  const { model, planned: decision } = reading;
  const { now } = reading.moment;
  const status = readStatus(model);
  const hopeless = decision instanceof UndecidableError ? decision.message : undefined;
  const planned = decision instanceof UndecidableError ? model : decision.model;
  const judged = (verdict: Verdict): Verdict =>
    hopeless === undefined ? verdict : { state: "failed", reasons: [hopeless, ...verdict.reasons] };
  const age = live ? 0 : knownAt === undefined ? null : Math.max(0, Math.floor((context.now() - knownAt) / 1000));
  const freshness: Freshness = { cib: version, now, live, age };
  if (name === undefined) {
    const document = {
      document: "status",
      version: 1,
      ...judged(verdictOf(status, model, planned)),
      ...status,
      ...freshness,
    } as const;
    return { document, hopeless, text: () => statusText(status, formatDate) };
  }
  const detail = resourceDetail(model, planned, name, freshness) ?? nodeDetail(model, status, name, freshness);
  if (detail === undefined) throw new HoldfastError("missing", `there is no resource or node "${name}"`);
  const document = { ...detail, ...judged(detail) };
  return { document, hopeless, text: () => detailText(document, formatDate) };
}

/** Clears a terminal and goes to its first line. */
const CLEAR = "\u001b[H\u001b[2J";

async function watch(
  context: Context,
  { output }: Options,
  name: string | undefined,
  cluster: Cluster,
): Promise<ExitStatus> {
  let told = "";
  let state: State = "ok";
  for await (const snapshot of cluster.watch(context.interrupted)) {
    const { document, text } = look(context, name, snapshot);
    state = document.state;
    const content = contentOf(document);
    if (content === told) continue;
    const before = context.terminal ? CLEAR : told === "" ? "" : "\n";
    context.out(output === "json" ? `${JSON.stringify(document)}\n` : `${before}${text()}`);
    told = content;
  }
  return context.interrupted.aborted ? 0 : STATE_EXIT[state];
}

/** What has to differ for a document to be told again: time passes, and the status of others moves. */
function contentOf(document: Seen["document"]): string {
  const { adminEpoch, epoch } = document.cib;
  return JSON.stringify({ ...document, now: 0, age: 0, cib: { adminEpoch, epoch } });
}
