/** The use case of versions: what runs on each node and in each bundle, and whether it fits together. */
import type { Cluster, CommandOutcome } from "../../cluster/port.ts";
import type { Versions } from "../../report/versions/document.ts";
import { type RemotedReplica, remotedReplicas, versionsOf } from "../../report/versions/read.ts";
import { readingOf } from "../../scheduler/reading.ts";

/** Milliseconds for a container's answer. */
const TIMEOUT = 10_000;

/** The daemon has had an underscore in its name until Pacemaker 2. */
const ASK_REMOTED = ["sh", "-c", "pacemaker-remoted --version 2>/dev/null || pacemaker_remoted --version"] as const;

/** Never rejects for a node or container that cannot be asked: what it runs is then not known, with the reason. */
export async function showVersions(cluster: Cluster): Promise<Versions> {
  const [{ kind }, snapshot] = [await cluster.identity(), await cluster.read()];
  const reading = readingOf(snapshot);
  const engine = kind === "embedded" ? "holdfast" : "pacemaker";
  if (cluster.software === undefined)
    return versionsOf(reading, { nodes: undefined, silent: [], remoted: () => ({ unknown: "not asked" }), engine });
  const replicas = remotedReplicas(reading.model);
  const [{ nodes, silent }, answers] = await Promise.all([
    cluster.software(),
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

async function askRemoted(
  { commands }: Cluster,
  { node, runtime, container, replica }: RemotedReplica,
): Promise<CommandOutcome | undefined> {
  if (node === undefined || commands === undefined) return undefined;
  return commands.run({
    node,
    container: { runtime, name: container },
    resource: replica,
    argv: ASK_REMOTED,
    timeout: TIMEOUT,
  });
}

function answerOf(outcome: CommandOutcome | undefined): { readonly said: string } | { readonly unknown: string } {
  if (outcome === undefined) return { unknown: "it does not run" };
  return outcome.kind === "answered" ? { said: outcome.stdout } : { unknown: outcome.text };
}
