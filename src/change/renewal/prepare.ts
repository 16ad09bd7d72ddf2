/** A new file for a path that the configuration names: checked, and put beside the old one on every node that has it. */
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import { readingOf } from "../../scheduler/reading.ts";
import type { RunRequest } from "../run/kind/kind.ts";
import { checkCertificateFile } from "./check.ts";
import { digestOf, digestOn, type NewFile, stage, unstage } from "./node-file.ts";
import { isNamed } from "./users.ts";

export interface PreparedRenewal {
  readonly file: NewFile;
  /** The nodes that have the file. */
  readonly nodes: readonly string[];
  /** Undefined when all of them have this content already. */
  readonly request: RunRequest | undefined;
}

/**
 * Changes nothing. Rejects with `missing` for a file that no resource names or that no node has, `invalid` for content that
 * cannot be it, `disconnected` where a node cannot be asked: a node left out would come back with the old file.
 */
export async function prepareRenewal(cluster: Cluster, path: string, content: string): Promise<PreparedRenewal> {
  if (content === "") throw new HoldfastError("invalid", "the new file is empty");
  const snapshot = await cluster.read();
  checkCertificateFile(content, snapshot.at);
  const reading = readingOf(snapshot);
  if (!isNamed(reading, path))
    throw new HoldfastError("missing", `no resource mounts ${path} or names it in a parameter`, {
      hint: "holdfast secrets lists what the cluster names",
    });
  const file = { path, digest: digestOf(content) };
  const all = reading.model.nodes.filter(({ kind }) => kind === "cluster");
  const found = await Promise.all(
    all.map(async ({ name }) => ({ name, digest: await digestOn(cluster.commands, name, path) })),
  );
  const nodes = found.filter(({ digest }) => digest !== undefined);
  if (nodes.length === 0)
    throw new HoldfastError("missing", `no node has a file ${path}`, { hint: "holdfast secrets" });
  const names = nodes.map(({ name }) => name);
  const same = nodes.every(({ digest }) => digest === file.digest);
  return { file, nodes: names, request: same ? undefined : { kind: "renew", args: { ...file, nodes: names } } };
}

/** Puts the content beside the old file on every node; on all, or on none. */
export async function stageRenewal(cluster: Cluster, { file, nodes }: PreparedRenewal, content: string): Promise<void> {
  try {
    for (const node of nodes) await stage(cluster.commands, node, file, content);
  } catch (error) {
    await unstageRenewal(cluster, { file, nodes });
    throw error;
  }
}

/** Takes it away again, where it can be reached. */
export async function unstageRenewal(
  { commands }: Pick<Cluster, "commands">,
  { file, nodes }: Pick<PreparedRenewal, "file" | "nodes">,
): Promise<void> {
  await Promise.allSettled(nodes.map((node) => unstage(commands, node, file)));
}
