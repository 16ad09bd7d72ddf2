/**
 * The control groups of nodes that run systemd: each has one of its own in the machine's hierarchy of cgroup 2, which is
 * the root of all that the node sees, whatever versions the machine itself uses. A release of systemd of 2025 knows no
 * other version.
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ifFails } from "../cluster/error.ts";
import type { LabNode } from "./address-plan.ts";
import { run } from "./command.ts";
import type { LabDirectory } from "./lab-directory.ts";

/** The kernel takes a moment to end what was killed, and a group lives as long as what is in it. */
const TRIES = 40;
const PAUSE_MS = 50;

/** @returns the directory of the node's group */
export async function makeNodeGroup(lab: LabDirectory, node: LabNode): Promise<string> {
  const group = join((await hierarchy()) ?? (await mountHierarchy(lab)), lab.name, node.name);
  await mkdir(group, { recursive: true });
  return group;
}

/** Removes the group of a node that is off, with all that its systemd made in it. Does nothing without one. */
export async function removeNodeGroup(lab: LabDirectory, node: LabNode): Promise<void> {
  const root = await hierarchy();
  if (root !== undefined) await removeGroup(join(root, lab.name, node.name));
}

/** Removes the group around those of the nodes. */
export async function removeLabGroup(lab: LabDirectory): Promise<void> {
  const root = await hierarchy();
  if (root !== undefined) await removeGroup(join(root, lab.name));
}

/** Removes an empty group with the groups in it; waits a moment for what still lives there, and then leaves it. */
export async function removeGroup(directory: string): Promise<void> {
  for (let tries = 0; tries < TRIES && !(await removeEmpty(directory)); tries++) await sleep(PAUSE_MS);
}

/** False while something still lives in it. */
async function removeEmpty(directory: string): Promise<boolean> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(ifFails(undefined, "missing"));
  if (entries === undefined) return true;
  for (const entry of entries) if (entry.isDirectory()) await removeEmpty(join(directory, entry.name));
  return rmdir(directory).then(() => true, ifFails(false, "busy", "missing"));
}

/** Where the whole of cgroup 2 is mounted on the machine; undefined when it is not. */
async function hierarchy(): Promise<string | undefined> {
  for (const line of (await readFile("/proc/self/mountinfo", "utf8")).split("\n")) {
    // proc_pid_mountinfo(5): the root within the file system and the mount point; the type follows the dash.
    const [, , , root, point] = line.split(" ");
    if (root === "/" && point !== undefined && existsSync(point) && / - cgroup2 /.test(line)) return point;
  }
  return undefined;
}

async function mountHierarchy(lab: LabDirectory): Promise<string> {
  const point = join(lab.directory, "cgroup2");
  await mkdir(point, { recursive: true });
  await run(["mount", "-t", "cgroup2", "cgroup2", point]);
  return point;
}
