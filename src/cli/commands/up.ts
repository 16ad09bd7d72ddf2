/**
 * `holdfast up [MANIFEST]`: runs an embedded cluster in the foreground, with live progress, and serves it to the other
 * commands over a local socket. The manifest is for a new cluster; an existing one resumes where it stopped.
 */

import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { readDesired } from "../../change/desired.ts";
import { planChange } from "../../change/plan/plan.ts";
import { visible, visibleLine } from "../../cib/visible.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { RunningCluster } from "../../cluster/embedded/open.ts";
import { newCib } from "../../cluster/embedded/open.ts";
import { HoldfastError, knownError } from "../../cluster/error.ts";
import { parseClusterUrl } from "../../cluster/url.ts";
import { sentence } from "../../report/events/sentence.ts";
import type { StatusDocument } from "../../report/status/document.ts";
import { readStatus } from "../../report/status/read.ts";
import { statusText } from "../../report/status/text.ts";
import { primitivesIn, verdictOf } from "../../report/status/verdict.ts";
import { decisionOf, readingsByVersion } from "../../scheduler/reading.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { clock, formatDate } from "../dates.ts";
import { DEFAULT_CLUSTER, withCluster } from "../globals.ts";
import { progressOn } from "../progress.ts";
import { secretsOf } from "../secrets.ts";

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
Exit status: 0 interrupted (Ctrl-C), 1 the engine cannot continue (a full disk), 64 not an embedded cluster, 78 invalid manifest, 105 no such file, 108 another process
runs this cluster.

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
  const desired = await readDesired({ path: file, text: await context.readFile(file) }, secretsOf(context), true);
  const stuck = new AbortController();
  const running = await context.startEmbedded(directory, desired.cib(newCib(undefined)), options.speed, (error) =>
    stuck.abort(error),
  );
  try {
    context.out(
      running.resumed ? `Resuming the cluster in ${directory}\n` : `A new cluster in ${directory}, as ${file} says\n`,
    );
    if (running.resumed) await tellDifference(context, running, file, desired.cib);
    await attend(context, running, { url: options.cluster, file }, stuck.signal);
    if (stuck.signal.aborted) throw engineFailure(stuck.signal.reason);
    return 0;
  } finally {
    await running.stop();
    context.out(`\nStopped. The cluster's state is in ${directory}; the same command resumes it.\n`);
  }
}

/** A cluster that resumes keeps its configuration. If the manifest differs from it, this says so and how to see it. */
async function tellDifference(
  context: Context,
  running: RunningCluster,
  file: string,
  desired: (cib: Element) => Element,
): Promise<void> {
  const snapshot = await running.cluster.read();
  const { plan } = planChange(snapshot, desired(snapshot.cib));
  const count = plan.differences.length;
  if (count > 0)
    context.out(
      `It differs from ${file} in ${count} place${count === 1 ? "" : "s"}; to see them: holdfast plan ${file}\n`,
    );
}

/** So that whoever supervises the engine starts it again: a full disk is reported in a sentence, a bug as one. */
function engineFailure(error: unknown): unknown {
  const known = knownError(error);
  return known === undefined
    ? error
    : new HoldfastError(known.code, `the engine cannot continue: ${known.message}`, { cause: error });
}

/** Prints events until the user interrupts or the engine is stuck, and the status whenever the cluster becomes idle. */
async function attend(
  context: Context,
  running: RunningCluster,
  { url, file }: Source,
  stuck: AbortSignal,
): Promise<void> {
  const progress = progressOn(context);
  const { cluster, driver } = running;
  const began = context.now();
  let restless = true;
  let shown = false;
  // When npm runs it, the program is not on the path.
  const program = context.env.npm_lifecycle_event === undefined ? "holdfast" : "npx holdfast";
  const read = readingsByVersion();
  const look = async (): Promise<void> => {
    const snapshot = await cluster.read();
    const reading = read(snapshot);
    const status = readStatus(reading.model);
    if (snapshot.settled !== true) {
      restless = true;
      const all = status.resources.flatMap(primitivesIn);
      const active = all.filter((p) => p.nodes.length > 0).length;
      progress.foot(`  ${active} of ${all.length} running, ${driver.state.operations.size} operations pending …`);
      return;
    }
    if (!restless) return;
    restless = false;
    progress.foot("");
    const verdict = verdictOf(status, reading.model, decisionOf(reading).model);
    if (verdict.state === "pending") return;
    const page = visible(status);
    context.out(`
${statusText(page, formatDate)}
`);
    for (const reason of verdict.reasons)
      context.out(`Not as configured: ${visibleLine(reason.text)}
`);
    const seconds = Math.round((context.now() - began) / 1000);
    if (!shown) context.out(hints({ seconds, program, url, file, status: page }));
    shown = true;
  };
  // What happened before the engine stopped last time is in `holdfast events`.
  const after = running.resumed ? driver.eventCount : 0;
  const events = cluster.events({ follow: true, after, signal: AbortSignal.any([context.interrupted, stuck]) });
  const timer = setInterval(() => void look(), 400);
  driver.start();
  try {
    for await (const event of events) {
      const text = sentence(event);
      if (text !== undefined) progress.line(`${clock(new Date(event.at))} ${text}`);
    }
  } finally {
    clearInterval(timer);
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
