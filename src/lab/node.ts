/**
 * A node of the lab: network, process, mount, host name and IPC namespaces of its own, with a copy-on-write /etc and a
 * /var of its own on the machine's disk; all else of the machine's file system is seen and cannot be changed. "Power
 * off" is SIGKILL to its PID 1: the kernel ends everything in it, containers included, and its network is thrown
 * away. What it wrote to /etc and /var survives, as on a real machine.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, chmod, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HoldfastError } from "../cluster/error.ts";
import { withLock } from "../cluster/lock.ts";
import type { LabNode } from "./address-plan.ts";
import { removeContainerGroups } from "./container-groups.ts";
import { makeNodeGroup, removeNodeGroup } from "./control-groups.ts";
import { type LabDirectory, labFile } from "./lab-directory.ts";
import { namespaceExists, plugIn, setPort, unplug } from "./network.ts";
import { installDisk } from "./node-disk.ts";
import { childOf, endRemembered, identify, recall, remember, startDetached } from "./process.ts";

/** How long a change of power waits for another one to end. */
const PATIENCE = 20_000;

export async function isOn(lab: LabDirectory, node: LabNode): Promise<boolean> {
  return (await recall(lab.nodeProcess(node))) !== undefined;
}

export function isCut(lab: LabDirectory, node: LabNode): boolean {
  return existsSync(lab.cutMark(node));
}

/**
 * Boots a node; does nothing when it runs.
 * @param bootDelay seconds before Corosync starts
 */
export async function powerOn(
  lab: LabDirectory,
  nodes: readonly LabNode[],
  node: LabNode,
  bootDelay: number,
): Promise<void> {
  await atPower(lab, node, "on", async () => {
    if (await isOn(lab, node)) return false;
    const settings = await lab.settings();
    if (settings === undefined) throw new HoldfastError("disconnected", "no lab is up on this machine");
    // It may have ended without a power off.
    await removeGroups(lab, node);
    await installDisk(lab, nodes, node, settings);
    await unplug(node);
    await plugIn(node, !isCut(lab, node));
    const disk = lab.node(node);
    const systemd = settings.init === "systemd";
    const command = [
      "nsenter",
      `--net=/run/netns/${node.namespace}`,
      "--",
      "unshare",
      "--fork",
      "--kill-child=SIGKILL",
      "--pid",
      "--mount",
      "--uts",
      "--ipc",
      ...(systemd ? ["--cgroup"] : []),
      "--propagation",
      "private",
      "--",
      "/bin/bash",
      labFile("node-init.sh"),
      node.name,
      disk,
      lab.images,
      lab.root(settings.pacemaker[node.id - 1] ?? "2.1"),
      String(bootDelay),
      settings.init,
    ] as const;
    const keeper = systemd
      ? startDetached(
          [labFile("node-keeper.sh"), lab.launcher, node.name, await makeNodeGroup(lab, node), ...command],
          join(disk, "console.log"),
        )
      : startDetached(command, join(disk, "console.log"));
    const parent = systemd ? (await childOf(keeper)).pid : keeper;
    await remember(lab.nodeProcess(node), await childOf(parent));
    const kept = identify(keeper);
    if (kept !== undefined) await remember(lab.nodeKeeper(node), kept);
    return true;
  });
}

/** Ends everything in a node at once. Does nothing when it is off. */
export async function powerOff(lab: LabDirectory, node: LabNode): Promise<void> {
  await atPower(lab, node, "off", async () => {
    const was = await isOn(lab, node);
    await endRemembered(lab.nodeProcess(node), false);
    await endRemembered(lab.nodeKeeper(node), false);
    await unplug(node);
    await removeGroups(lab, node);
    return was;
  });
}

/** Cleans up after a node whose PID 1 ended by itself. Does nothing when it runs again. */
export async function powerEnded(lab: LabDirectory, node: LabNode): Promise<void> {
  await atPower(lab, node, "off", async () => {
    if (await isOn(lab, node)) return false;
    await unplug(node);
    await removeGroups(lab, node);
    return true;
  });
}

/** Of a node that is off. */
async function removeGroups(lab: LabDirectory, node: LabNode): Promise<void> {
  await removeContainerGroups(lab, node);
  await removeNodeGroup(lab, node);
}

/** Pulls or plugs the node's cable; it stays that way through power cycles. */
export async function connect(lab: LabDirectory, node: LabNode, connected: boolean): Promise<void> {
  if (connected) await rm(lab.cutMark(node), { force: true });
  else await writeFile(lab.cutMark(node), "");
  if (namespaceExists(node.namespace)) await setPort(node, connected);
}

/** The argument vector that runs `command` in a node. Throws `disconnected` when it is off. */
export async function enter(
  lab: LabDirectory,
  node: LabNode,
  command: readonly string[],
): Promise<[string, ...string[]]> {
  if (!(await isOn(lab, node))) throw new HoldfastError("disconnected", `${node.name} is off`);
  return [lab.enter, node.name, ...command];
}

/** Puts the program into the lab's directory that lets others run commands in nodes. */
export async function writeEnter(lab: LabDirectory): Promise<void> {
  await copyFile(labFile("enter.sh"), lab.enter);
  await chmod(lab.enter, 0o755);
}

/** Runs a command in a node with this process' own input and output. @returns its exit status, 128 + n after signal n */
export async function runInNode(lab: LabDirectory, node: LabNode, command: readonly string[]): Promise<number> {
  const [program, ...rest] = await enter(lab, node, command);
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (status) => resolve(status ?? 128));
  });
}

/** @param work returns whether it changed the power */
async function atPower(lab: LabDirectory, node: LabNode, what: string, work: () => Promise<boolean>): Promise<void> {
  await mkdir(lab.node(node), { recursive: true });
  const lock = { patience: PATIENCE, busy: `another process is switching ${node.name}` };
  await withLock(join(lab.node(node), "power.lock"), lock, async () => {
    if (!(await work())) return;
    await appendFile(lab.powerLog, `${new Date().toISOString()} ${node.name} ${what}\n`);
  });
}
