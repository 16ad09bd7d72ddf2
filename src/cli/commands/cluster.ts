/** `holdfast cluster create|compare|reload|rotate-key`: bare machines become the cluster of a manifest; how one takes another corosync.conf. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { applyPrepared } from "../../change/apply.ts";
import { compareConfs, comparisonOf, creationPlan } from "../../change/creation.ts";
import { type ChangeRequest, prepareChange } from "../../change/prepare.ts";
import { visible } from "../../cib/visible.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import { parseClusterUrl, type Reach } from "../../cluster/url.ts";
import type { Machines, Survey } from "../../machines/create.ts";
import type { CreatePlan } from "../../machines/create-plan.ts";
import type { Creation } from "../../report/create/document.ts";
import { comparisonLines, creationLines } from "../../report/create/text.ts";
import type { Applied } from "../../report/done/document.ts";
import { linesText, printAnswer } from "../answer.ts";
import { type ApplyOptions, withApply } from "../applying.ts";
import { confirmDoing, confirmPlan } from "../confirm.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { parseDurationOption } from "../duration.ts";
import { using, withOutput } from "../globals.ts";
import { changeRequest } from "../secrets.ts";

interface Options extends ApplyOptions {
  readonly file: string;
  readonly cluster?: string;
  readonly overwrite: boolean;
  readonly dryRun: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  readonly output: "text" | "json";
}

interface ReloadOptions {
  readonly file: string;
  readonly cluster?: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly output: "text" | "json";
}

const RELOAD_HELP = `
Each difference is shown as "cluster compare" does. Where all can be reloaded, the file is written on every node and reloaded
(corosync-cfgtool -R); where one cannot, nothing is changed. Resources are not touched. Every node has to be reached, with the
same release of Corosync. Cut off, it is repeated; on nodes that have the file already it only reloads.
Exit status: 0 reloaded, 78 invalid manifest, 3 it has a quorum device, 102 a node was lost, 105 no such file, 107 a node has
a problem, a change is not for a reload, or not confirmed.

Examples:
  holdfast cluster reload -f deck.yaml --dry-run
  holdfast cluster reload -f deck.yaml --yes`;

const ROTATE_HELP = `
The key is made here, written on every node, and reloaded by all of them together (corosync-cfgtool -R, Corosync 3.1.0 or newer);
resources are not touched. Every node has to be reached, with the manifest's corosync.conf and the same release. A node that
restarts in between may have to wait for the others: cut off, the command is repeated. Pacemaker's own key stays.
Exit status: 0 done, 78 invalid manifest, 102 a node was lost, 105 no such file, 107 a node has a problem, or not confirmed.

Example: holdfast cluster rotate-key -f deck.yaml`;

interface CompareOptions {
  readonly output: "text" | "json";
  readonly release?: readonly string[];
}

const DIFFER = 2;
const MOST_TRIES = 5;

const COMPARE_HELP = `
Needs no cluster. Each difference in meaning is listed with how it can be taken and why: "reload" by corosync-cfgtool -R,
"restart" by stopping and starting every Corosync while the resources stay, "refuse" not in one step. Comments and order are no
difference. Where the nodes' releases differ, nothing is reloaded.
Exit status: 0 no difference, 2 differences, 78 a file is not usable, 105 no such file.

Examples:
  holdfast cluster compare /etc/corosync/corosync.conf new.conf
  holdfast cluster compare /etc/corosync/corosync.conf deck.yaml --release 3.1.7`;

const HELP = `
The machines have the packages corosync and pacemaker, systemd, and a way for root to log in by ssh; the manifest names them
under "nodes" and has a section "corosync". All machines are checked first, and everything that is wrong is said at once;
nothing is changed while something is. Then each gets its keys and corosync.conf, Corosync and Pacemaker start, and the
manifest is applied in one commit once all nodes are online. Keys are made here, go through standard input, and are kept
nowhere else. A run that was cut short continues when it is repeated; where the cluster is there it only applies the manifest.
"holdfast schema cluster" prints the JSON Schema of --output json.
Exit status: 0 done, or nothing to do, 78 invalid manifest, 3 it has a quorum device, 102 a machine was lost, 105 no such file,
107 a machine has a problem, or not confirmed, 124 the machines did not become a cluster in time.

Examples:
  holdfast cluster create -f deck.yaml --dry-run
  holdfast cluster create -f deck.yaml --yes
  holdfast cluster create -f deck.yaml --cluster pacemaker+ssh://root@10.0.0.11,10.0.0.12,10.0.0.13`;

export function clusterCommand(program: Command, context: Context, run: Run): void {
  const cluster = program
    .command("cluster")
    .description("make a cluster of machines, and compare what Corosync is given");
  withApply(withOutput(cluster.command("create")))
    .description("make bare machines the cluster of a manifest, over ssh")
    .requiredOption("-f, --file <file>", "the manifest (YAML)")
    .option(
      "-c, --cluster <url>",
      "ways to the machines, in the order of the manifest's nodes: pacemaker+ssh://USER@HOST,HOST or pacemaker+exec:COMMAND,COMMAND (default: ssh to root at the nodes' names)",
    )
    .option("-d, --dry-run", "show what is wrong and the steps, and change nothing", false)
    .option(
      "--overwrite",
      "replace what another cluster, which does not run, left on the machines: corosync.conf, keys, CIB",
      false,
    )
    .option(
      "--timeout <duration>",
      "how long to wait for members, and again for nodes online",
      parseDurationOption,
      120_000,
    )
    .addHelpText("after", HELP)
    .action((options: Options) => run(options.output, () => create(context, options)));
  withOutput(cluster.command("reload"))
    .description("give a running cluster the corosync.conf of a manifest, where a reload takes it")
    .requiredOption("-f, --file <file>", "the manifest (YAML)")
    .option("-c, --cluster <url>", "ways to the nodes, as of cluster create")
    .option("-d, --dry-run", "show the changes, and make none", false)
    .option("-y, --yes", "do not ask for confirmation", false)
    .addHelpText("after", RELOAD_HELP)
    .action((options: ReloadOptions) => run(options.output, () => reload(context, options)));
  cluster
    .command("rotate-key")
    .description("give a running cluster a new key of Corosync, on all nodes at once")
    .requiredOption("-f, --file <file>", "the manifest (YAML)")
    .option("-c, --cluster <url>", "ways to the nodes, as of cluster create")
    .option("-d, --dry-run", "only see whether it can be done", false)
    .option("-y, --yes", "do not ask for confirmation", false)
    .addHelpText("after", ROTATE_HELP)
    .action((options: Omit<ReloadOptions, "output">) => run("text", () => rotate(context, options)));
  withOutput(cluster.command("compare"))
    .description("say how a running cluster can take another corosync.conf: by a reload, by a restart, or not")
    .argument("<from>", "the corosync.conf in use")
    .argument("<to>", "another one, or a manifest with the section corosync")
    .option("--release <releases...>", "the nodes' releases of Corosync, such as 3.1.7 (default: 3.1.0)")
    .addHelpText("after", COMPARE_HELP)
    .action((from: string, to: string, { output, release = [] }: CompareOptions) =>
      run(output, async () => {
        const [before, after] = [await context.readFile(from), await context.readFile(to)];
        const compared = compareConfs({ path: from, text: before }, { path: to, text: after }, release);
        printAnswer(context, output, compared, (shown) => linesText(comparisonLines(shown), context));
        return compared.taking === undefined ? 0 : DIFFER;
      }),
    );
}

async function create(context: Context, options: Options): Promise<ExitStatus> {
  const request = await changeRequest(context, options.file);
  const plan = creationPlan(request.file, options.overwrite);
  const url = options.cluster ?? defaultWays(plan);
  const { createCluster, refused, survey } = await import("../../machines/create.ts");
  const { port, close } = await portTo(plan, url);
  try {
    const found = await survey(plan, port);
    const first = creationOf(found, options.dryRun);
    if (options.dryRun) {
      printAnswer(context, options.output, first, (shown) => linesText(creationLines(shown), context));
      return found.problems.length > 0 ? 107 : 0;
    }
    if (found.problems.length > 0) throw refused(found.problems);
    if (options.output === "text") context.out(linesText(creationLines(first), context));
    if (!options.yes && found.steps.length > 0)
      await confirmDoing(context, `Make these ${plan.nodes.length} machines a cluster?`);
    const { interrupted } = context;
    const steps = await createCluster(plan, port, {
      tell: (text) => context.err(`${text}\n`),
      sleep: (ms) => sleep(ms),
      now: context.now,
      patience: options.timeout,
      interrupted: () => interrupted.aborted,
    });
    context.err("apply the manifest\n");
    const applied = await using(context, url, (cluster) => appliedSoon(context, cluster, request, options));
    const done: Creation = { ...creationOf({ ...found, steps }, false), applied };
    printAnswer(context, options.output, done, () =>
      applied.changed
        ? "The cluster is there, and the manifest is applied. Follow it with: holdfast wait\n"
        : "Nothing is left to do.\n",
    );
    return 0;
  } finally {
    await close();
  }
}

async function reload(context: Context, options: ReloadOptions): Promise<ExitStatus> {
  const plan = creationPlan({ path: options.file, text: await context.readFile(options.file) }, false);
  const { reloadCluster, surveyReload } = await import("../../machines/reload.ts");
  const { refused } = await import("../../machines/create.ts");
  const { port, close } = await portTo(plan, options.cluster ?? defaultWays(plan));
  try {
    const { problems, changes } = await surveyReload(plan, port);
    const compared = comparisonOf(changes);
    if (options.output === "text") context.out(linesText(comparisonLines(visible(compared)), context));
    if (problems.length > 0) throw refused(problems, "corosync.conf is not reloaded");
    if (!options.dryRun) {
      if (!options.yes) await confirmDoing(context, `Reload this on ${plan.nodes.length} nodes?`);
      await context.holding(() => reloadCluster(plan, port));
    }
    const text = options.dryRun ? "Nothing was changed.\n" : "All nodes have the file, and have reloaded it.\n";
    printAnswer(context, options.output, { ...compared, taken: !options.dryRun }, () => text);
    return 0;
  } finally {
    await close();
  }
}

async function rotate(context: Context, options: Omit<ReloadOptions, "output">): Promise<ExitStatus> {
  const plan = creationPlan({ path: options.file, text: await context.readFile(options.file) }, false);
  const { rotateKey, surveyRotation } = await import("../../machines/reload.ts");
  const { refused } = await import("../../machines/create.ts");
  const { port, close } = await portTo(plan, options.cluster ?? defaultWays(plan));
  try {
    const problems = await surveyRotation(plan, port);
    if (problems.length > 0) throw refused(problems, "the cluster cannot get a new key");
    if (options.dryRun) {
      context.out(`All ${plan.nodes.length} nodes can get a new key. Nothing was changed.\n`);
      return 0;
    }
    if (!options.yes) await confirmDoing(context, `Give ${plan.nodes.length} nodes a new key of Corosync?`);
    await context.holding(() => rotateKey(plan, port));
    context.out("All nodes have a new key of Corosync, and have reloaded it.\n");
    return 0;
  } finally {
    await close();
  }
}

const defaultWays = ({ nodes }: CreatePlan): string =>
  `pacemaker+ssh://${nodes.map(({ name }) => `root@${name}`).join(",")}`;

/** A new DC still writes properties of its own, so that a plan may be outdated once or twice. */
async function appliedSoon(
  context: Context,
  cluster: Cluster,
  request: ChangeRequest,
  options: Options,
): Promise<Applied> {
  const author = { who: context.who, why: options.why ?? `cluster create -f ${options.file}`, lease: options.lease };
  for (let tries = 1; ; tries++) {
    const prepared = await prepareChange(cluster, request);
    await confirmPlan(context, prepared.plan, { ...options, yes: true });
    try {
      return await applyPrepared(cluster, prepared, author);
    } catch (error) {
      if (!(error instanceof HoldfastError) || error.code !== "conflict" || tries === MOST_TRIES) throw error;
    }
  }
}

async function portTo(plan: CreatePlan, url: string): Promise<{ port: Machines; close: () => Promise<void> }> {
  const parsed = parseClusterUrl(url);
  const reach: readonly Reach[] = parsed.kind === "pacemaker" ? parsed.reach : [];
  if (reach.length !== plan.nodes.length)
    throw new HoldfastError(
      "usage",
      `"${url}" has ${reach.length} ways to machines, the manifest ${plan.nodes.length} nodes`,
      {
        hint: "write pacemaker+ssh://HOST,HOST with each node, in the manifest's order",
      },
    );
  const [{ runnerFor }, { machinesOver }, { namesToResolve }] = await Promise.all([
    import("../../cluster/pacemaker/open.ts"),
    import("../../machines/over-runners.ts"),
    import("../../machines/checks.ts"),
  ]);
  const runners = plan.nodes.map(({ name }, i) => [name, runnerFor(reach[i] as Reach)] as const);
  return {
    port: machinesOver(new Map(runners), namesToResolve(plan)),
    close: async () => {
      await Promise.all(runners.map(([, runner]) => runner.close()));
    },
  };
}

function creationOf({ machines, problems, notes, steps }: Survey, dryRun: boolean): Creation {
  return {
    document: "create",
    version: 1,
    dryRun,
    nodes: machines.map((machine) => ({
      node: machine.node,
      reached: !("why" in machine),
      packages: "why" in machine ? {} : Object.fromEntries(machine.packages),
    })),
    problems: [...problems],
    notes: [...notes],
    steps: steps.map(({ stage, node, text }) => ({ stage, node, text })),
  };
}
