/** The options of every command that connects to a cluster. */
import { type Command, Option } from "commander";
import { visibleLine } from "../cib/visible.ts";
import type { Cluster } from "../cluster/port.ts";
import { newerThanFollowed } from "../scheduler/model/dialect.ts";
import type { Context } from "./context.ts";

const DEFAULT_DIRECTORY = ".holdfast";
export const DEFAULT_CLUSTER = `embedded:${DEFAULT_DIRECTORY}`;

export interface ConnectionOptions {
  readonly cluster: string;
  readonly output: "text" | "json";
}

export function withCluster(command: Command): Command {
  return command.addOption(
    new Option(
      "-c, --cluster <url>",
      "the cluster: file:CIB.xml, embedded:DIR, pacemaker: (this node), pacemaker+ssh://USER@HOST,HOST, or lab:",
    )
      .env("HOLDFAST_CLUSTER")
      .default(DEFAULT_CLUSTER),
  );
}

export function withOutput(command: Command): Command {
  return command.addOption(
    new Option("-o, --output <format>", "output format").choices(["text", "json"]).default("text"),
  );
}

/** Opens the cluster for `work`, and closes it whether that succeeds or fails. */
export async function using<T>(context: Context, url: string, work: (cluster: Cluster) => Promise<T>): Promise<T> {
  const cluster = await context.openCluster(url);
  try {
    return await work(attended(context, cluster));
  } finally {
    await cluster.close();
  }
}

/**
 * The same cluster, whose first CIB says so on standard error if it is of a release that is not known here, and whose
 * commits a signal does not cut short: the user has to learn whether they were taken.
 */
function attended(context: Context, cluster: Cluster): Cluster {
  let looked = false;
  const read = async (): ReturnType<Cluster["read"]> => {
    const snapshot = await cluster.read();
    const newer = looked ? undefined : newerThanFollowed(snapshot.cib);
    looked = true;
    if (newer !== undefined) context.err(`holdfast: ${visibleLine(newer)}\n`);
    return snapshot;
  };
  const commit: Cluster["commit"] = (change) => context.holding(() => cluster.commit(change));
  return new Proxy(cluster, {
    get(target, key) {
      if (key === "read") return read;
      if (key === "commit") return commit;
      const member: unknown = Reflect.get(target, key);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
