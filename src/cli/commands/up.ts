/**
 * `holdfast up [MANIFEST]`: runs an embedded cluster in the foreground, with live progress, and serves it to the other
 * commands over a local socket. The manifest is for a new cluster; an existing one resumes where it stopped.
 */

import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { isGone, thisProcess } from "../../change/lease/process.ts";
import { realPace } from "../../change/pace.ts";
import { carryDetached } from "../../change/run/carrier.ts";
import { askServices } from "../../change/run/health.ts";
import { attendCluster, bringUp, type UpProgress } from "../../change/up.ts";
import { visible } from "../../cib/visible.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { parseClusterUrl } from "../../cluster/url.ts";
import { sentence } from "../../report/events/sentence.ts";
import type { StatusDocument } from "../../report/status/document.ts";
import { statusText } from "../../report/status/text.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { clock, formatDate } from "../dates.ts";
import { DEFAULT_CLUSTER, withCluster } from "../globals.ts";
import { progressOn } from "../progress.ts";
import { changeRequest } from "../secrets.ts";

/** The cluster's URL, as the user gave it, and the manifest. */
interface Source {
  readonly url: string;
  readonly file: string;
}

interface Hints extends Source {
  readonly seconds: number;
  /** The command that the user runs this program with. */
  readonly program: string;
  readonly status: StatusDocument;
}

interface Options {
  readonly cluster: string;
  readonly speed: number;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1000)) throw new InvalidArgumentError("expected a number above 0, at most 1000.");
  return value;
}

const HELP = `
An existing cluster resumes where it stopped; to change it, use: holdfast apply MANIFEST
Exit status: 0 interrupted (Ctrl-C), 1 the engine cannot continue (a full disk), 64 not an embedded cluster,
78 invalid manifest, 105 no such file, or the cluster's directory was removed, 108 another process runs this cluster.

Examples:
  holdfast up
  holdfast up cluster.yaml --cluster embedded:drill --speed 10`;

export function upCommand(program: Command, context: Context, run: Run): void {
  withCluster(program.command("up"))
    .description("run an embedded cluster, with simulated agents, until interrupted")
    .argument("[manifest]", "the manifest of a new cluster (default: the example, an OpenStack control plane)")
    .option("--speed <factor>", "run the cluster's clock this many times as fast", positive, 1)
    .addHelpText("after", HELP)
    .action((manifest: string | undefined, options: Options) => run("text", () => up(context, manifest, options)));
}

async function up(context: Context, manifest: string | undefined, options: Options): Promise<ExitStatus> {
  const url = parseClusterUrl(options.cluster);
  if (url.kind !== "embedded")
    throw new HoldfastError("usage", "up runs embedded clusters only", {
      hint: "use --cluster embedded:DIR",
    });
  const directory = resolve(url.directory);
  const file = manifest ?? context.exampleManifest;
  const up = await bringUp(await changeRequest(context, file), (configuration, onBug) =>
    context.startEmbedded(directory, configuration, options.speed, onBug),
  );
  const { running, differences } = up;
  // Its directory was removed, or is another engine's.
  let lost = false;
  const ended = new AbortController();
  try {
    context.out(
      running.resumed ? `Resuming the cluster in ${directory}\n` : `A new cluster in ${directory}, as ${file} says\n`,
    );
    if (differences > 0)
      context.out(
        `It differs from ${file} in ${differences} place${differences === 1 ? "" : "s"}; to see them: holdfast plan ${file}\n`,
      );
    void carryDetached(running.cluster, {
      who: context.who,
      process: thisProcess(),
      isGone,
      pace: realPace,
      signal: ended.signal,
      health: askServices(running.cluster, realPace),
    });
    await show(context, attendCluster(up, context.interrupted), { url: options.cluster, file });
    return 0;
  } catch (error) {
    lost = error instanceof HoldfastError && (error.code === "missing" || error.code === "busy");
    throw error;
  } finally {
    ended.abort();
    await running.stop();
    if (!lost) context.out(`\nStopped. The cluster's state is in ${directory}; the same command resumes it.\n`);
  }
}

/** Prints progress until it ends: events above a foot that says how far the cluster is, and its page when it is idle. */
async function show(context: Context, news: AsyncIterable<UpProgress>, { url, file }: Source): Promise<void> {
  const progress = progressOn(context);
  const began = context.now();
  // When npm runs it, the program is not on the path.
  const program = context.env.npm_lifecycle_event === undefined ? "holdfast" : "npx holdfast";
  let hinted = false;
  try {
    for await (const item of news) {
      switch (item.kind) {
        case "event": {
          const text = sentence(visible(item.event));
          if (text !== undefined) progress.line(`${clock(new Date(item.event.at))} ${text}`);
          break;
        }
        case "busy":
          progress.foot(`  ${item.running} of ${item.of} running, ${item.operations} operations pending …`);
          break;
        case "idle": {
          progress.foot("");
          const page = visible(item.status);
          context.out(`\n${statusText(page, formatDate)}\n`);
          for (const { text } of page.reasons) context.out(`Not as configured: ${text}\n`);
          const seconds = Math.round((context.now() - began) / 1000);
          if (!hinted) context.out(hints({ seconds, program, url, file, status: page }));
          hinted = true;
        }
      }
    }
  } finally {
    progress.foot("");
  }
}

/** Commands to try next, with names from this cluster. */
function hints({ seconds, program, url, file, status }: Hints): string {
  const at = url === DEFAULT_CLUSTER ? "" : ` -c ${url}`;
  const resource = (status.resources.find((r) => r.kind === "bundle" || r.kind === "clone") ?? status.resources[0])?.id;
  const node = status.nodes.find((n) => n.kind === "cluster")?.name;
  const lines = [
    [
      `status${at}`,
      resource === undefined ? "show the status" : `show the status; of one resource: status ${resource}`,
    ],
    ...(node === undefined ? [] : [[`inject node-crash ${node}${at}`, "inject a fault (inject --help lists them)"]]),
    [`plan ${file}${at}`, "after editing it, show what would change; then: apply"],
    [`events --follow${at}`, "print events as they happen"],
  ];
  const width = Math.max(...lines.map(([command = ""]) => command.length));
  return `Idle after ${seconds} s. From a second terminal, in this directory:
${lines.map(([command = "", what]) => `  ${program} ${command.padEnd(width)}   ${what}`).join("\n")}
Ctrl-C stops the engine; the same command resumes it.
`;
}
