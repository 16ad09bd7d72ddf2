/**
 * Takes a lab down and leaves nothing of it: BMCs first, or they would boot what is being switched off, then nodes,
 * namespaces, mounts, control groups and files. Ends only what the lab started, and what was started inside its
 * namespaces.
 */
import { existsSync } from "node:fs";
import { readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HoldfastError, ifFails } from "../cluster/error.ts";
import { withLock } from "../cluster/lock.ts";
import { stopBmc } from "./bmc.ts";
import { attempt, run } from "./command.ts";
import { removeParentGroups } from "./container-groups.ts";
import { removeLabGroup } from "./control-groups.ts";
import { KEPT, LAB_BUSY, type LabDirectory } from "./lab-directory.ts";
import { NAMESPACES, namespaceExists, processesIn, unplugMachine } from "./network.ts";
import { powerOff } from "./node.ts";
import { identify, kill } from "./process.ts";
import { checkRoot } from "./requirements.ts";

export interface DownOptions {
  /** Keep the built images, and the trees of other Pacemakers, for the next lab. */
  readonly keepImages: boolean;
}

/** @returns whether there was anything */
export async function labDown(lab: LabDirectory, options: DownOptions): Promise<boolean> {
  checkRoot();
  return withLock(lab.lock, { patience: 10_000, busy: LAB_BUSY }, async () => {
    const settings = await lab.settings();
    const nodes = await lab.nodes();
    const was = settings !== undefined || namespaceExists(lab.name);
    if (was) {
      for (const node of nodes) await stopBmc(lab, node);
      for (const node of nodes) if (existsSync(lab.node(node))) await powerOff(lab, node);
      await unplugMachine(lab.name);
      for (const namespace of [...nodes.map((node) => node.namespace), lab.name]) await removeNamespace(namespace);
      await removeParentGroups();
      await removeLabGroup(lab);
    }
    if (settings?.firstNamespaces === true) await removeNamespacesDirectory();
    if (existsSync(lab.directory)) await removeFiles(lab, options);
    return was;
  });
}

async function removeNamespace(namespace: string): Promise<void> {
  if (!namespaceExists(namespace)) return;
  for (const pid of await processesIn(namespace)) {
    const found = identify(pid);
    if (found !== undefined) kill(found, false);
  }
  await run(["ip", "netns", "del", namespace]);
}

/** ip-netns(8) made the directory and mounted it on itself; with nothing left in it, it goes as it came. */
async function removeNamespacesDirectory(): Promise<void> {
  if ((await readdir(NAMESPACES).catch(ifFails([""], "missing"))).length > 0) return;
  await attempt(["umount", NAMESPACES]);
  await rmdir(NAMESPACES).catch(ifFails(undefined, "busy", "missing"));
}

async function removeFiles(lab: LabDirectory, options: DownOptions): Promise<void> {
  // A node's mounts go with its last process, shortly after it was killed; those Podman made here are ours to undo.
  for (const mount of (await mountsBelow(lab.directory)).reverse()) await run(["umount", mount]);
  const kept: readonly string[] = Object.values(KEPT);
  for (const name of await readdir(lab.directory)) {
    if (options.keepImages && kept.includes(name)) continue;
    await removeTree(join(lab.directory, name));
  }
  if (!options.keepImages) await rmdir(lab.directory);
}

/** The kernel may hold the stacked directories of a killed node for a moment. */
async function removeTree(path: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await rm(path, { recursive: true, force: true });
    } catch (cause) {
      if (tries === 20) throw new HoldfastError("failed", `cannot remove ${path}`, { cause });
      await sleep(100);
    }
  }
}

/** Mount points below a directory, in the order they were made. */
async function mountsBelow(directory: string): Promise<string[]> {
  const lines = (await readFile("/proc/self/mountinfo", "utf8")).split("\n");
  return lines.map((line) => line.split(" ")[4] ?? "").filter((point) => point.startsWith(`${directory}/`));
}
