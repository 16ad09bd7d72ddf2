/** The use case of versions: what runs on each node and in each bundle, and whether it fits together. */
import { type Element, get } from "../../cib/xml/tree.ts";
import type { Cluster, CommandOutcome } from "../../cluster/port.ts";
import { lintFacts } from "../../report/lint/rule/facts.ts";
import type { Versions } from "../../report/versions/document.ts";
import { ASK_REMOTED, type RemotedReplica, remotedReplicas, versionsOf } from "../../report/versions/read.ts";
import { readingOf } from "../../scheduler/reading.ts";

/** Milliseconds for a container's answer. */
const TIMEOUT = 10_000;

/** Never rejects for a node or container that cannot be asked: what it runs is then not known, with the reason. */
export async function showVersions(cluster: Cluster): Promise<Versions> {
  const [{ kind }, snapshot] = [await cluster.identity(), await cluster.read()];
  const reading = readingOf(snapshot);
  const engine = kind === "embedded" ? "holdfast" : "pacemaker";
  if (cluster.software === undefined)
    return versionsOf(reading, { nodes: undefined, silent: [], remoted: () => ({ unknown: "not asked" }), engine });
  const replicas = remotedReplicas(reading.model);
  const [{ nodes, silent }, answers] = await Promise.all([
    cluster.software(programsOf(snapshot.cib)),
    Promise.all(replicas.map((replica) => askRemoted(cluster, replica))),
  ]);
  const byName = new Map(replicas.map(({ replica }, i) => [replica, answers[i]]));
  return versionsOf(reading, {
    nodes,
    silent,
    engine,
    remoted: ({ replica }) => answerOf(byName.get(replica)),
  });
}

/** The files of the resource agents in use, and the alerts' programs. */
function programsOf(cib: Element): string[] {
  const { primitives, section } = lintFacts(cib);
  const agents = primitives.flatMap(({ element, type }) => {
    const provider = get(element, "provider");
    return provider === undefined ? [] : [`/usr/lib/ocf/resource.d/${provider}/${type}`];
  });
  return [...new Set([...agents, ...section("alerts").flatMap((alert) => get(alert, "path") ?? [])])];
}

async function askRemoted(
  { commands }: Cluster,
  { node, runtime, container, replica }: RemotedReplica,
): Promise<CommandOutcome | undefined> {
  if (node === undefined || commands === undefined) return undefined;
  return commands.run({
    node,
    container: { runtime, name: container },
    resource: replica,
    argv: ["sh", "-c", ASK_REMOTED],
    timeout: TIMEOUT,
  });
}

function answerOf(outcome: CommandOutcome | undefined): { readonly said: string } | { readonly unknown: string } {
  if (outcome === undefined) return { unknown: "it does not run" };
  return outcome.kind === "answered" ? { said: outcome.stdout } : { unknown: outcome.text };
}
