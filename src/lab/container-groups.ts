/**
 * The control groups of containers. Podman removes them when a container ends. Those of containers that were killed with
 * their node stay behind, empty, and once the node is back and has removed the containers, no program knows them.
 */
import { readdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ifFails } from "../cluster/error.ts";
import type { LabNode } from "./address-plan.ts";
import type { LabDirectory } from "./lab-directory.ts";

const ROOT = "/sys/fs/cgroup";

/** The kernel takes a moment to end what was killed, and a group lives as long as what is in it. */
const TRIES = 40;
const PAUSE_MS = 50;

/** Removes the groups of all containers of a node that is off. */
export async function removeContainerGroups(lab: LabDirectory, node: LabNode): Promise<void> {
  const containers = await entriesOf(join(lab.node(node), "var/lib/containers/storage/overlay-containers"));
  if (containers.length === 0) return;
  const groups: string[] = [];
  for (const parent of await parents()) {
    const there = new Set(await entriesOf(parent));
    for (const id of containers) {
      for (const name of [`libpod-${id}`, `libpod-conmon-${id}`]) if (there.has(name)) groups.push(join(parent, name));
    }
  }
  for (const group of groups) {
    for (let tries = 0; tries < TRIES && !(await removeGroup(group)); tries++) await sleep(PAUSE_MS);
  }
}

/** Removes the groups around them, where no other container of the machine is in one. */
export async function removeParentGroups(): Promise<void> {
  for (const parent of await parents()) await rmdir(parent).catch(ifFails(undefined, "busy", "missing"));
}

/** In the one hierarchy of cgroup 2, or in each of cgroup 1. */
async function parents(): Promise<string[]> {
  return [ROOT, ...(await entriesOf(ROOT)).map((name) => join(ROOT, name))].map((parent) =>
    join(parent, "libpod_parent"),
  );
}

async function entriesOf(directory: string): Promise<string[]> {
  return readdir(directory).catch(ifFails([], "missing"));
}

/** False while something still lives in it. */
async function removeGroup(directory: string): Promise<boolean> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(ifFails(undefined, "missing"));
  if (entries === undefined) return true;
  for (const entry of entries) if (entry.isDirectory()) await removeGroup(join(directory, entry.name));
  return rmdir(directory).then(() => true, ifFails(false, "busy", "missing"));
}
