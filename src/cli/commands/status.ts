/** `holdfast status [RESOURCE|NODE]`: the page crm_mon would show, one resource or node of it, or the document behind it. */
import type { Command } from "commander";
import { HoldfastError } from "../../cluster/error.ts";
import type { Snapshot } from "../../cluster/port.ts";
import { nodeDetail, resourceDetail } from "../../report/status/detail.ts";
import { readStatus } from "../../report/status/read.ts";
import { statusText } from "../../report/status/text.ts";
import { detailText } from "../../report/status/text-detail.ts";
import { type Verdict, verdictOf } from "../../report/status/verdict.ts";
import { unpack } from "../../scheduler/model/unpack.ts";
import { schedule } from "../../scheduler/schedule.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { formatDate } from "../dates.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

/** Exit statuses by state; those of OCF and crm_exit_t that mean the same. */
export const STATE_EXIT: Readonly<Record<Verdict["state"], ExitStatus>> = {
  ok: 0,
  failed: 1,
  stopped: 7,
  "no-quorum": 106,
  pending: 193,
};

const HELP = `
Exit status: 0 all is as wanted, 1 something failed or is blocked, 7 something is stopped that should run,
106 no quorum, 193 work is under way, 102 no cluster, 105 no such resource or node.`;

export function statusCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("status")))
    .description("show the cluster, or one resource or node of it")
    .argument("[name]", "a resource's or node's id")
    .addHelpText("after", HELP)
    .action((name: string | undefined, options: ClusterOptions) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const identity = await cluster.identity();
          return show(context, options, name, await cluster.read(), identity.kind === "file" || identity.running);
        }),
      ),
    );
}

function show(
  context: Context,
  options: ClusterOptions,
  name: string | undefined,
  snapshot: Snapshot,
  running: boolean,
): ExitStatus {
  const now = Math.floor(snapshot.at / 1000);
  const model = unpack(snapshot.cib, now);
  const status = readStatus(model);
  const planned = schedule(snapshot.cib, { now }).scheduler;
  if (name !== undefined) {
    const detail = resourceDetail(model, planned, name) ?? nodeDetail(model, status, name);
    if (detail === undefined) throw new HoldfastError("missing", `there is no resource or node "${name}"`);
    context.out(options.output === "json" ? `${JSON.stringify(detail, null, 2)}\n` : detailText(detail, formatDate));
    return STATE_EXIT[detail.verdict.state];
  }
  const verdict = verdictOf(status, planned);
  if (options.output === "json")
    context.out(
      `${JSON.stringify({ document: "status", version: 1, engineRunning: running, verdict, ...status }, null, 2)}\n`,
    );
  else {
    context.out(statusText(status, formatDate));
    if (!running) context.err("holdfast: the engine is not running; this is the state it left\n");
  }
  return STATE_EXIT[verdict.state];
}
