/**
 * Shell completion: `holdfast complete zsh|bash|fish|powershell` prints the script that the shell sources. Resources and
 * nodes come from the cluster that the command line names. Files are completed here too, since the script turns off the
 * shell's own completion of files.
 */

import { setTimeout as sleep } from "node:timers/promises";
import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { tagsIn } from "../change/verbs/tag.ts";
import { agentWord } from "../cib/agent-word.ts";
import { RESOURCES } from "../cib/resource-elements.ts";
import { child, type Element, elements, get, idOf, walk } from "../cib/xml/tree.ts";
import type { Context } from "./context.ts";
import { DEFAULT_CLUSTER, using } from "./globals.ts";

interface Name {
  readonly value: string;
  readonly description: string;
}

interface Names {
  readonly resources: readonly Name[];
  readonly nodes: readonly Name[];
  readonly constraints: readonly Name[];
  readonly properties: readonly Name[];
  readonly tags: readonly Name[];
  readonly groups: readonly Name[];
  /** With their recipients. */
  readonly alerts: readonly Name[];
  readonly files: readonly Name[];
}

/** Completions by the name of the argument or option, alone where it means the same in every command but the lab's. */
const NAMED: ReadonlyMap<string, (names: Names) => readonly Name[]> = new Map<
  string,
  (names: Names) => readonly Name[]
>([
  ["resource", ({ resources }) => resources],
  ["name", ({ resources, nodes }) => [...resources, ...nodes]],
  ["node", ({ nodes }) => nodes],
  ["other", ({ resources }) => resources],
  ["constraint", ({ constraints }) => constraints],
  ["property", ({ properties }) => properties],
  ["tag", ({ tags }) => tags],
  ["group", ({ groups }) => groups],
  ["alert", ({ alerts }) => alerts.filter(({ description }) => description !== RECIPIENT)],
  ["alert remove id", ({ alerts }) => alerts],
  ["group add before", ({ resources }) => resources],
  ["group add after", ({ resources }) => resources],
  ["on", ({ nodes }) => nodes],
  ["drained", ({ nodes }) => nodes],
  ["file", ({ files }) => files],
  ["manifest", ({ files }) => files],
]);

/** Call it after every command has been added. */
export async function addCompletion(program: Command, context: Context, argv: readonly string[]): Promise<void> {
  const completion = tab(program);
  if (argv[0] !== "complete" || argv[1] !== "--") return;
  const words = argv.slice(2);
  const names = { ...(await namesIn(context, words)), files: await filesAt(context, words.at(-1) ?? "") };
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

const RECIPIENT = "recipient";

type NamesInCluster = Omit<Names, "files">;

const NOTHING: NamesInCluster = {
  resources: [],
  nodes: [],
  constraints: [],
  properties: [],
  tags: [],
  groups: [],
  alerts: [],
};

/** Clusters that Tab does not ask: over a network, by a command of the user's, or with a start of many parts. */
const NOT_ASKED = ["pacemaker+ssh:", "pacemaker+exec:", "lab:"];
/** Milliseconds that a user who pressed Tab waits. */
const PATIENCE = 2000;

/** Gives no names after a failure, since a completion cannot report errors. */
async function namesIn(context: Context, words: readonly string[]): Promise<NamesInCluster> {
  const url = addressIn(words) ?? context.env.HOLDFAST_CLUSTER ?? DEFAULT_CLUSTER;
  if (NOT_ASKED.some((kind) => url.startsWith(kind))) return NOTHING;
  try {
    return await using(context, url, (cluster) =>
      Promise.race([
        cluster.read().then(({ cib }) => namesOf(cib)),
        sleep(PATIENCE, undefined, { ref: false }).then(() => NOTHING),
      ]),
    );
  } catch {
    return NOTHING;
  }
}

function addressIn(words: readonly string[]): string | undefined {
  const at = words.findLastIndex((word) => word === "--cluster" || word === "-c" || word.startsWith("--cluster="));
  return words[at]?.startsWith("--cluster=") === true ? words[at].slice("--cluster=".length) : words[at + 1];
}

function namesOf(cib: Element): NamesInCluster {
  const configuration = child(cib, "configuration");
  const section = (name: string): Element | undefined => configuration && child(configuration, name);
  const inSection = (name: string): Element[] => {
    const found = section(name);
    return found === undefined ? [] : elements(found);
  };
  const resources = section("resources");
  const nodes = section("nodes");
  return {
    resources: (resources === undefined ? [] : [...walk(resources)])
      .filter((e) => RESOURCES.has(e.name))
      .map((e) => ({
        value: idOf(e),
        description: e.name === "primitive" ? agentWord((name) => get(e, name)) : e.name,
      })),
    nodes: (nodes === undefined ? [] : elements(nodes, "node")).map((e) => ({
      value: get(e, "uname") ?? idOf(e),
      description: "node",
    })),
    constraints: inSection("constraints").map((e) => ({ value: idOf(e), description: e.name })),
    tags: tagsIn(cib).map((e) => ({ value: idOf(e), description: elements(e).map(idOf).join(", ") })),
    groups: (resources === undefined ? [] : [...walk(resources)])
      .filter((e) => e.name === "group")
      .map((e) => ({ value: idOf(e), description: elements(e, "primitive").map(idOf).join(", ") })),
    alerts: inSection("alerts").flatMap((e) => [
      { value: idOf(e), description: get(e, "path") ?? "" },
      ...elements(e, "recipient").map((r) => ({ value: idOf(r), description: RECIPIENT })),
    ]),
    properties: inSection("crm_config")
      .flatMap((set) => elements(set, "nvpair"))
      .map((pair) => ({ value: get(pair, "name") ?? "", description: get(pair, "value") ?? "" })),
  };
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
