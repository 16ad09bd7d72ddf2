/** `holdfast lease list|take|release|break`: who has the right to change what. */
import { type Command, Option } from "commander";
import { breakLease, releaseLease, takeLease } from "../../change/lease/hold/take.ts";
import { isGone } from "../../change/lease/process.ts";
import { realPace } from "../../change/pace.ts";
import { namedResource } from "../../change/verbs/find-resource.ts";
import { checkNode, placedAs } from "../../change/verbs/location.ts";
import { type Cover, EVERYTHING, type Lease, leasesIn, NOTHING } from "../../cib/lease.ts";
import { visibleLine } from "../../cib/visible.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { LeaseChanged, LeaseShown, Leases } from "../../report/lease/document.ts";
import { shownLease } from "../../report/lease/read.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { formatDate } from "../dates.ts";
import { parseDurationOption } from "../duration.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

const SCHEMA = '"holdfast schema lease" prints the JSON Schema of --output json.';

interface TakeFlags extends ConnectionOptions {
  readonly why: string;
  readonly resource: readonly string[];
  readonly node: readonly string[];
  readonly ttl: number;
  readonly wait: number;
}

const collected = (word: string, before: readonly string[]): readonly string[] => [...before, word];

/** What a lease's name is made of: part of an id of XML. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

export function leaseCommand(program: Command, context: Context, run: Run): void {
  const command = program
    .command("lease")
    .description("list, take, give back or break leases: rights to change something");
  withOutput(withCluster(command.command("list")))
    .description("list who has the right to change what, why and since when")
    .addHelpText("after", `\n${SCHEMA}\nExit status: 0 success, 102 not connected.\n\nExample: holdfast lease list`)
    .action(({ cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          const { cib } = await cluster.read();
          const leases = leasesIn(cib).map((lease) => shownLease(lease, isGone));
          const document: Leases = { document: "leases", version: 1, leases };
          printAnswer(context, output, document, (all) =>
            linesText(all.leases.length === 0 ? ["There are no leases."] : all.leases.flatMap(leaseLines), context),
          );
          return 0;
        }),
      ),
    );
  addTake(command, context, run);
  withOutput(withCluster(command.command("release")))
    .description("give back a lease")
    .requiredOption("--token <token>", "what taking it has printed")
    .addHelpText(
      "after",
      `\n${SCHEMA}\nExit status: 0 done, 102 not connected, 105 no such lease.\n\nExample: holdfast lease release --token 0.48`,
    )
    .action(({ cluster: url, output, token }: ConnectionOptions & { readonly token: string }) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          const released = await releaseLease(cluster, { token, who: context.who, why: "lease release" });
          return changed(context, output, "release", released);
        }),
      ),
    );
  withOutput(withCluster(command.command("break")))
    .description("end the lease of another user, whose changes are refused from then on")
    .argument("<lease>", "the name of a lease")
    .requiredOption("--why <text>", "the reason, recorded in the cluster's history")
    .addHelpText(
      "after",
      `
A run under it pauses, and what it has added is taken back.
${SCHEMA}
Exit status: 0 done, 102 not connected, 105 no such lease.

Example: holdfast lease break deploy --why "alice has left, and said so"`,
    )
    .action((name: string, { cluster: url, output, why }: ConnectionOptions & { readonly why: string }) =>
      run(output, () =>
        using(context, url, async (cluster) =>
          changed(context, output, "break", await breakLease(cluster, { name, who: context.who, why })),
        ),
      ),
    );
}

function addTake(command: Command, context: Context, run: Run): void {
  const duration = (flags: string, help: string): Option => new Option(flags, help).argParser(parseDurationOption);
  withOutput(withCluster(command.command("take")))
    .description("take the right to change something: Holdfast then refuses the changes of all others to it")
    .argument("<name>", "a name for it")
    .requiredOption("--why <text>", "the reason, shown to every user whom it stops")
    .addOption(
      new Option("--resource <resource>", "covers this resource; may be repeated").argParser(collected).default([]),
    )
    .addOption(new Option("--node <node>", "covers this node; may be repeated").argParser(collected).default([]))
    .addOption(
      duration("--ttl <duration>", "after how long without a sign of life others may take it").default(3_600_000, "1h"),
    )
    .addOption(duration("--wait <duration>", "how long to wait while others have it").default(0, "refused at once"))
    .addHelpText(
      "after",
      `
Without --resource and --node it covers everything. It prints the token that --lease or HOLDFAST_LEASE names for the
changes made under it. Pacemaker's own tools do not ask for leases.
${SCHEMA}
Exit status: 0 taken, 3 nothing runs here, 102 not connected, 103 another user has it, 105 no such name, 106 no quorum.

Examples:
  holdfast lease take deploy --why "upgrade of Galera" --resource galera-bundle
  HOLDFAST_LEASE=0.48 holdfast apply deck.yaml`,
    )
    .action((name: string, options: TakeFlags) => run(options.output, () => take(context, name, options)));
}

async function take(context: Context, name: string, options: TakeFlags): Promise<ExitStatus> {
  if (!NAME.test(name))
    throw new HoldfastError("usage", `"${name}" cannot be the name of a lease`, {
      hint: "use letters, digits, dots, hyphens and underscores",
    });
  return using(context, options.cluster, async (cluster) => {
    const lease = await takeLease(
      cluster,
      {
        name,
        owner: context.who,
        process: undefined,
        why: options.why,
        ttl: Math.ceil(options.ttl / 1000),
        covers: ({ cib }) => coverOf(cib, options),
      },
      {
        pace: realPace,
        isGone,
        wait: options.wait,
        signal: context.interrupted,
        tell: (text) => context.err(`${visibleLine(`waiting: ${text}`)}\n`),
      },
    );
    return changed(context, options.output, "take", lease);
  });
}

function coverOf(cib: Element, { resource, node }: TakeFlags): Cover {
  if (resource.length + node.length === 0) return EVERYTHING;
  for (const name of node) checkNode(cib, name);
  const whole = (id: string): string => {
    const found = namedResource(cib, id);
    return found.within[0] === undefined ? placedAs(found) : (found.within[0].attributes.get("id") ?? "");
  };
  return { ...NOTHING, resources: resource.map(whole), nodes: node };
}

function changed(context: Context, output: "text" | "json", verb: LeaseChanged["verb"], lease: Lease): ExitStatus {
  const document: LeaseChanged = { document: "lease-change", version: 1, verb, lease: shownLease(lease, isGone) };
  printAnswer(context, output, document, ({ lease: shown }) => {
    if (verb !== "take") return `${shown.name} is ${verb === "release" ? "given back" : "broken"}\n`;
    return linesText(
      [
        `${shown.name} is taken. Changes under it name it so: HOLDFAST_LEASE=${shown.token}`,
        `It is given back with: holdfast lease release --token ${shown.token}`,
      ],
      context,
    );
  });
  return 0;
}

function leaseLines({ name, owner, why, since, covers, token, gone }: LeaseShown): string[] {
  const { everything, resources, nodes, on } = covers;
  const what = everything ? "everything" : [...resources, ...nodes].join(", ");
  const where = on.length === 0 ? "" : `, which acts on ${on.join(", ")}`;
  return [
    `${name}: ${owner} has ${what}${where}`,
    `  since ${formatDate(since)}${why === "" ? "" : `: ${why}`} (token ${token})${gone ? "; its process has ended" : ""}`,
  ];
}
