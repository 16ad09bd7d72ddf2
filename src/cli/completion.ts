/**
 * Shell completion: `holdfast complete zsh|bash|fish|powershell` prints the script that the shell sources. Names of
 * resources and the like come from the cluster that the command line names. Files are completed here too, since the script turns off the
 * shell's own completion of files.
 */

import { setTimeout as sleep } from "node:timers/promises";
import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import type { Context } from "./context.ts";
import { DEFAULT_CLUSTER, using } from "./globals.ts";
import { type Name, type NamesInCluster, NO_NAMES, namesOf } from "./names-in-cluster.ts";

interface Names extends NamesInCluster {
  readonly files: readonly Name[];
  /** Those below the command that the words after `man` name. */
  readonly commands: readonly Name[];
}

const withTags = ({ resources, tags }: Names): readonly Name[] => [...resources, ...tags];

/** Of commands that take the name of a tag for its resources. */
const OF_TAGS = ["enable", "disable", "manage", "unmanage", "maintenance", "unmaintenance", "restart", "clear"];

/** Completions by the name of the argument or option, alone where it means the same in every command but the lab's. */
const NAMED: ReadonlyMap<string, (names: Names) => readonly Name[]> = new Map<
  string,
  (names: Names) => readonly Name[]
>([
  ["resource", ({ resources }) => resources],
  ...OF_TAGS.map((verb) => [`resource ${verb} resource`, withTags] as const),
  ["cleanup resource", withTags],
  ["wait resource", withTags],
  ["constraint location resource", withTags],
  ["constraint colocation resource", withTags],
  ["constraint order word", withTags],
  ["name", ({ resources, nodes }) => [...resources, ...nodes]],
  ["node", ({ nodes }) => nodes],
  ["other", withTags],
  ["constraint", ({ constraints }) => constraints],
  ["property", ({ properties }) => properties],
  ["tag", ({ tags }) => tags],
  ["group", ({ groups }) => groups],
  ["alert", ({ alerts }) => alerts],
  ["alert param alert", ({ alerts, recipients }) => [...alerts, ...recipients]],
  ["alert meta alert", ({ alerts, recipients }) => [...alerts, ...recipients]],
  ["role", ({ roles }) => roles],
  ["acl remove id", ({ roles, permissions }) => [...roles, ...permissions]],
  ["user", ({ users }) => users],
  ["acl group group", ({ userGroups }) => userGroups],
  ["alert remove id", ({ alerts, recipients }) => [...alerts, ...recipients]],
  ["ticket", ({ tickets }) => tickets],
  ["run", ({ runs }) => runs],
  ["lease", ({ leases }) => leases],
  ["lease take name", () => []],
  ["version", ({ versions }) => versions],
  ["history diff other", ({ versions }) => versions],
  ["group add before", ({ resources }) => resources],
  ["group add after", ({ resources }) => resources],
  ["on", ({ nodes }) => nodes],
  ["drained", ({ nodes }) => nodes],
  ["file", ({ files }) => files],
  ["manifest", ({ files }) => files],
  ["man command", ({ commands }) => commands],
]);

/** Call it after every command has been added. */
export async function addCompletion(program: Command, context: Context, argv: readonly string[]): Promise<void> {
  const completion = tab(program);
  if (argv[0] !== "complete" || argv[1] !== "--") return;
  const words = argv.slice(2);
  const names = {
    ...(await namesIn(context, words)),
    files: await filesAt(context, words.at(-1) ?? ""),
    commands: commandsBelow(program, words.slice(1, -1)),
  };
  for (const [command, { arguments: args, options }] of completion.commands) {
    if (command.split(" ")[0] === "lab") continue;
    // A word after --wait is a name, as in wait-option.ts.
    const wait = options.get("wait");
    if (wait !== undefined) wait.isBoolean = true;
    for (const [called, taken] of [...args, ...options]) {
      const ofCluster = NAMED.get(`${command} ${called}`) ?? NAMED.get(called);
      if (ofCluster === undefined) continue;
      taken.handler = (complete) => {
        for (const { value, description } of ofCluster(names)) complete(value, description);
      };
    }
  }
}

function commandsBelow(command: Command | undefined, words: readonly string[]): readonly Name[] {
  const below = command?.commands ?? [];
  const [word, ...rest] = words;
  if (word !== undefined)
    return commandsBelow(
      below.find((one) => one.name() === word),
      rest,
    );
  return below.map((one) => ({ value: one.name(), description: one.description() }));
}

/** Clusters that Tab does not ask: over a network, by a command of the user's, or with a start of many parts. */
const NOT_ASKED = ["pacemaker+ssh:", "pacemaker+exec:", "lab:"];
/** Milliseconds that a user who pressed Tab waits. */
const PATIENCE = 2000;

/** Gives no names after a failure, since a completion cannot report errors. */
async function namesIn(context: Context, words: readonly string[]): Promise<NamesInCluster> {
  if (words[0] === "man") return NO_NAMES;
  const url = addressIn(words) ?? context.env.HOLDFAST_CLUSTER ?? DEFAULT_CLUSTER;
  if (NOT_ASKED.some((kind) => url.startsWith(kind))) return NO_NAMES;
  try {
    return await using(context, url, (cluster) =>
      Promise.race([
        Promise.all([cluster.read(), words[0] === "history" ? cluster.history() : []]).then(([{ cib }, past]) =>
          namesOf(cib, past),
        ),
        sleep(PATIENCE, undefined, { ref: false }).then(() => NO_NAMES),
      ]),
    );
  } catch {
    return NO_NAMES;
  }
}

function addressIn(words: readonly string[]): string | undefined {
  const at = words.findLastIndex((word) => word === "--cluster" || word === "-c" || word.startsWith("--cluster="));
  return words[at]?.startsWith("--cluster=") === true ? words[at].slice("--cluster=".length) : words[at + 1];
}

/** Manifests, CIBs, and directories. */
const WANTED = /(\.ya?ml|\.xml|\/)$/;

async function filesAt(context: Context, begun: string): Promise<Name[]> {
  const directory = begun.slice(0, begun.lastIndexOf("/") + 1);
  try {
    const names = await context.listDirectory(directory === "" ? "." : directory);
    const hidden = begun.startsWith(".", directory.length);
    const offered = names.filter((name) => WANTED.test(name) && (hidden || !name.startsWith(".")));
    return offered.map((name) => ({ value: `${directory}${name}`, description: "" }));
  } catch {
    return [];
  }
}
