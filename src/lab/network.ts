/**
 * The lab's network: a bridge in a namespace of its own and a cable from it to each node's namespace, and to the machine
 * where nodes have sshd; without a connection to anything else.
 */
import { existsSync } from "node:fs";
import { type LabNode, NETWORK } from "./address-plan.ts";
import { attempt, run } from "./command.ts";

/** Where ip-netns(8) keeps namespaces by name. */
export const NAMESPACES = "/run/netns";

export function namespaceExists(name: string): boolean {
  return existsSync(`${NAMESPACES}/${name}`);
}

/** The switch, with the BMCs' addresses on it. Does nothing when it is there. */
export async function makeSwitch(namespace: string, nodes: readonly LabNode[]): Promise<void> {
  if (namespaceExists(namespace)) return;
  await run(["ip", "netns", "add", namespace]);
  await batch(namespace, [
    // With a fixed address: otherwise the bridge takes that of a cable and changes it when a node's cable goes, and the
    // other nodes, which have the old one in their ARP tables, cannot reach the BMCs for half a minute.
    "link add br0 address 52:54:00:00:00:01 type bridge forward_delay 0 stp_state 0",
    "link set lo up",
    "link set br0 up",
    `addr add ${NETWORK}.1/24 dev br0`,
    ...nodes.map((node) => `addr add ${node.bmc}/24 dev br0`),
  ]);
}

/** The two ends of the machine's own cable to a switch. */
const MACHINE = { cable: "holdfast-lab", port: "machine", address: `${NETWORK}.254` } as const;

/**
 * Connects the machine to the switch, so that it reaches the nodes at their addresses.
 * @returns false when the machine has these addresses elsewhere, as in another lab, which keeps them
 */
export async function plugInMachine(namespace: string): Promise<boolean> {
  if ((await attempt(["ip", "-n", namespace, "link", "show", MACHINE.port])).exit === 0) return true;
  if ((await run(["ip", "-4", "-o", "addr", "show", "to", `${NETWORK}.0/24`])).trim() !== "") return false;
  await run(["ip", "link", "add", MACHINE.cable, "type", "veth", "peer", "name", MACHINE.port, "netns", namespace]);
  await batch(namespace, [`link set ${MACHINE.port} master br0 up`]);
  await run(["ip", "addr", "add", `${MACHINE.address}/24`, "dev", MACHINE.cable]);
  await run(["ip", "link", "set", MACHINE.cable, "up"]);
  return true;
}

/** Removes the machine's cable to this switch, if it has one. */
export async function unplugMachine(namespace: string): Promise<void> {
  if (namespaceExists(namespace)) await attempt(["ip", "-n", namespace, "link", "del", MACHINE.port]);
}

/** A node's namespace and its cable, from nothing. */
export async function plugIn(node: LabNode, connected: boolean): Promise<void> {
  await run(["ip", "netns", "add", node.namespace]);
  await batch(node.namespace, [
    `link add eth0 address ${node.mac} type veth peer name ${node.port} netns ${node.switch}`,
    "link set lo up",
    `addr add ${node.address}/24 brd + dev eth0`,
    "link set eth0 up",
  ]);
  await batch(node.switch, [`link set ${node.port} master br0 ${connected ? "up" : "down"}`]);
}

/** Removes the node's namespace, with all addresses in it. Does nothing if it does not exist. */
export async function unplug(node: LabNode): Promise<void> {
  if (namespaceExists(node.namespace)) await run(["ip", "netns", "del", node.namespace]);
  // The kernel removes the cable some time later; a new one needs the name at once.
  if (namespaceExists(node.switch)) await attempt(["ip", "-n", node.switch, "link", "del", node.port]);
}

/** Connects or disconnects the switch's end of a cable. */
export async function setPort(node: LabNode, connected: boolean): Promise<void> {
  await run(["ip", "-n", node.switch, "link", "set", node.port, connected ? "up" : "down"]);
}

/** Processes in a namespace, started by us or by others. */
export async function processesIn(namespace: string): Promise<readonly number[]> {
  const text = await run(["ip", "netns", "pids", namespace]);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map(Number);
}

/** Several ip(8) commands in one namespace; stops at the first that fails. */
async function batch(namespace: string, commands: readonly string[]): Promise<void> {
  await run(["ip", "-n", namespace, "-batch", "-"], { input: `${commands.join("\n")}\n` });
}
