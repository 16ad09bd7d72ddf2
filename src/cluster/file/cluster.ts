/**
 * A CIB in a file, offline: for plans, simulation, explanation and lint. A commit replaces the file whole, by a rename
 * that lasts, so that a reader sees the old one or the new one; a lock beside it keeps two commits apart.
 */

import { constants } from "node:fs";
import { chmod, open, rename, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { readVersion, type Version, withVersion } from "../../cib/patch/version.ts";
import { formatProblem } from "../../cib/problem.ts";
import { clusterProperty } from "../../cib/value/property.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { child, type Element, get } from "../../cib/xml/tree.ts";
import type { ClusterEvent } from "../../report/events/event.ts";
import type { VersionEntry } from "../../report/history/document.ts";
import { editConfiguration, refusalOf } from "../edit.ts";
import { asHoldfastError, HoldfastError, ifFails } from "../error.ts";
import { type LockOptions, withLock } from "../lock.ts";
import type { Cluster, Commit, Identity, Snapshot } from "../port.ts";
import { packing, readBytes, textOf } from "./read-text.ts";

/** Milliseconds a commit waits for another one to the same file. */
const PATIENCE = 5000;

export function fileCluster(path: string): Cluster {
  const read = async (): Promise<Snapshot> => {
    const { cib } = await readCib(path);
    const knownAt = Number(get(cib, "execution-date") ?? "") * 1000 || undefined;
    return { cib, version: readVersion(cib), live: false, settled: undefined, at: knownAt ?? Date.now(), knownAt };
  };
  return {
    identity: async (): Promise<Identity> => ({
      kind: "file",
      url: `file:${path}`,
      name: clusterProperty((await readCib(path)).cib, "cluster-name"),
      running: false,
      capabilities: new Set(["commit"]),
    }),
    read,
    watch: async function* (): AsyncGenerator<Snapshot> {
      yield await read();
    },
    commit: (commit) => withLock(`${path}.lock`, lockOf(path), () => commitFile(path, commit)),
    // Nothing ever happens in a file.
    events: async function* (): AsyncGenerator<ClusterEvent> {},
    cleanup: () => unsupported("has no failures to forget"),
    fence: () => unsupported("cannot fence"),
    presence: async () => ({ silent: [], returning: [] }),
    history: async (): Promise<readonly VersionEntry[]> => [],
    configurationAt: () => unsupported("keeps no past versions"),
    close: async () => {},
  };
}

function lockOf(path: string): LockOptions {
  return { patience: PATIENCE, busy: `another process is changing ${path}` };
}

function unsupported(what: string): Promise<never> {
  return Promise.reject(new HoldfastError("unsupported", `a file ${what}`, { hint: "use embedded:DIR" }));
}

async function readCib(path: string): Promise<{ readonly cib: Element; readonly packed: boolean }> {
  const bytes = await readBytes(path);
  const text = await textOf(bytes, path);
  const result = parseXml(text, { file: path });
  if (!result.ok)
    throw new HoldfastError("invalid", formatProblem(result.problem, text), { problems: [result.problem] });
  if (result.root.name !== "cib" || child(result.root, "configuration") === undefined) {
    const { name } = result.root;
    const problem = {
      code: "not-a-cib",
      message: `a CIB was expected, but the document is <${name}>`,
      where: { file: path, line: 1, column: 1 },
    };
    throw new HoldfastError("invalid", formatProblem(problem), { problems: [problem] });
  }
  return { cib: result.root, packed: packing(bytes) !== undefined };
}

async function commitFile(path: string, commit: Commit): Promise<Version> {
  const { cib, packed } = await readCib(path);
  if (packed) throw new HoldfastError("unsupported", `${path} is packed`, { hint: "unpack it, and change that file" });
  const edited = editConfiguration(cib, commit);
  if (!edited.ok) throw refusalOf(edited);
  const version = readVersion(cib);
  if (child(edited.cib, "configuration") === child(cib, "configuration")) return version;
  const next = { ...version, epoch: version.epoch + 1, numUpdates: 0 };
  await replaceFile(path, printXml(withVersion(edited.cib, next)));
  return next;
}

/** Written beside, made durable, renamed over, and the rename made durable. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  try {
    const { mode } = await stat(path);
    const file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(temporary, mode & 0o777);
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(ifFails(undefined));
    throw asHoldfastError(error);
  }
  const directory = await open(dirname(path), constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
