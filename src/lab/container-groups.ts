/**
 * The control groups of containers. Podman removes them when a container ends. Those of containers that were killed with
 * their node stay behind, empty, and once the node is back and has removed the containers, no program knows them.
 */
import { readdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { ifFails } from "../cluster/error.ts";
import type { LabNode } from "./address-plan.ts";
import { removeGroup } from "./control-groups.ts";
import type { LabDirectory } from "./lab-directory.ts";

const ROOT = "/sys/fs/cgroup";

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
  for (const group of groups) await removeGroup(group);
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
