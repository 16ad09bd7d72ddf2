/**
 * Takes a lab down and leaves nothing of it: BMCs first, or they would boot what is being switched off, then nodes,
 * namespaces, mounts, control groups and files. Ends only what the lab started, and what was started inside its
 * namespaces.
 */
import { existsSync } from "node:fs";
import { readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HoldfastError } from "../cluster/error.ts";
import { labNodes, MAX_NODES, SWITCH } from "./address-plan.ts";
import { stopBmc } from "./bmc.ts";
import { attempt, run } from "./command.ts";
import { alone } from "./lock.ts";
import { NAMESPACES, namespaceExists, processesIn } from "./network.ts";
import { powerOff } from "./node.ts";
import type { Place } from "./place.ts";
import { identify, kill } from "./process.ts";
import { checkRoot } from "./requirements.ts";
import { LAB_LOCK } from "./up.ts";

export interface DownOptions {
  /** Keep the built images for the next lab. */
  readonly keepImages: boolean;
}

/** @returns whether there was anything */
export async function labDown(place: Place, options: DownOptions): Promise<boolean> {
  checkRoot();
  return alone(LAB_LOCK, 10_000, async () => {
    const settings = await place.settings();
    // Of a lab whose settings are lost, whatever there could be.
    const nodes = labNodes(settings?.nodes ?? MAX_NODES);
    const was = settings !== undefined || namespaceExists(SWITCH);
    if (was) {
      for (const node of nodes) await stopBmc(place, node);
      for (const node of nodes) if (existsSync(place.node(node))) await powerOff(place, node);
      for (const namespace of [...nodes.map((node) => node.namespace), SWITCH]) await removeNamespace(namespace);
      await removeEmptyGroups();
    }
    if (settings?.firstNamespaces === true) await removeNamespacesDirectory();
    if (existsSync(place.directory)) await removeFiles(place, options);
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
  if ((await readdir(NAMESPACES).catch(() => [""])).length > 0) return;
  await attempt(["umount", NAMESPACES]);
  await rmdir(NAMESPACES).catch(() => undefined);
}

/** Podman leaves control groups of containers that were killed with their node. Only empty ones can be removed. */
async function removeEmptyGroups(): Promise<void> {
  const root = "/sys/fs/cgroup";
  const parents = [root, ...(await readdir(root).catch(() => [])).map((name) => join(root, name))];
  for (const parent of parents) await removeEmpty(join(parent, "libpod_parent"));
}

async function removeEmpty(directory: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeEmpty(join(directory, entry.name));
  await rmdir(directory).catch(() => undefined);
}

async function removeFiles(place: Place, options: DownOptions): Promise<void> {
  // A node's mounts go with its last process, shortly after it was killed; those Podman made here are ours to undo.
  for (const mount of (await mountsBelow(place.directory)).reverse()) await run(["umount", mount]);
  for (const name of await readdir(place.directory)) {
    if (options.keepImages && name === "images") continue;
    await removeTree(join(place.directory, name));
  }
  if (!options.keepImages) await rmdir(place.directory);
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
