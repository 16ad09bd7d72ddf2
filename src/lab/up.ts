/** Brings a lab up: checks the machine, builds the image, makes the network, the BMCs and the nodes, waits for a DC. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { HoldfastError } from "../cluster/error.ts";
import { withLock } from "../cluster/lock.ts";
import { makeDirectory } from "../cluster/make-directory.ts";
import { type LabNode, labNodes, NETWORK } from "./address-plan.ts";
import { startBmc, writeChassis } from "./bmc.ts";
import { agreedView } from "./cluster-view.ts";
import { attempt } from "./command.ts";
import { makeImage } from "./image.ts";
import { LAB_BUSY, type LabDirectory, type Settings } from "./lab-directory.ts";
import { makeSwitch, NAMESPACES, plugInMachine } from "./network.ts";
import { enter, isOn, powerOn, writeEnter } from "./node.ts";
import { makeRoot } from "./pacemaker-root.ts";
import { checkMachine } from "./requirements.ts";
import { makeSsh } from "./ssh.ts";

/** Boot, membership and election take 3 to 5 seconds on an idle machine. */
const BOOT_LIMIT = 90_000;

export interface UpOptions {
  readonly nodes: number;
  readonly image: Settings["image"];
  /** One, or one for each node. */
  readonly pacemaker: Settings["pacemaker"];
  /** Seconds that a node takes to boot when its BMC switches it on; here they boot at once. */
  readonly bootDelay: number;
  readonly init: Settings["init"];
  /** Only boot nodes with systemd and sshd. */
  readonly bare: boolean;
  readonly interrupted: AbortSignal;
  /** Prints a line about the next piece of work. */
  readonly tell: (text: string) => void;
}

/** Idempotent: leaves running nodes alone and boots those that are off. Throws `conflict` when another kind of lab is up. */
export async function labUp(lab: LabDirectory, options: UpOptions): Promise<void> {
  const nodes = labNodes(options.nodes, lab.name);
  const pacemaker = pacemakers(nodes.length, options.pacemaker);
  await checkMachine();
  await lab.checkDisk();
  await withLock(lab.lock, { patience: 0, busy: LAB_BUSY }, async () => {
    const before = await lab.settings();
    if (before !== undefined) checkSame(before, { ...options, pacemaker });
    makeDirectory(lab.directory, 0o755);
    await makeImage(lab, options.image, options.interrupted, options.tell);
    for (const version of new Set(pacemaker)) await makeRoot(lab, version, options.interrupted, options.tell);
    if (before === undefined) {
      await writeFile(lab.authkey, randomBytes(4096), { mode: 0o600 });
    }
    const { nodes: count, image, bootDelay, init, bare } = options;
    const firstNamespaces = before?.firstNamespaces ?? !existsSync(NAMESPACES);
    await lab.keep({ nodes: count, image, pacemaker, bootDelay, init, bare, firstNamespaces });
    await writeChassis(lab);
    await writeEnter(lab);
    await makeSwitch(lab.name, nodes);
    if (init === "systemd") await openWays(lab, nodes, options.tell);
    for (const node of nodes) await startBmc(lab, node);
    for (const node of nodes) await powerOn(lab, nodes, node, 0);
    options.tell(`booting ${nodes.length} nodes`);
  });
  await untilUp(lab, nodes, options);
}

/** By ssh, from the machine to the nodes. */
async function openWays(lab: LabDirectory, nodes: readonly LabNode[], tell: UpOptions["tell"]): Promise<void> {
  await makeSsh(lab, nodes);
  if (await plugInMachine(lab.name)) return;
  tell(`this machine has addresses of ${NETWORK}.0/24 already: the nodes' sshd is reached by ${lab.ssh}/bin/ssh only`);
}

/** Throws `usage` unless it is one version, or one for each node. */
function pacemakers(nodes: number, versions: Settings["pacemaker"]): Settings["pacemaker"] {
  const [first] = versions;
  if (first !== undefined && versions.length === 1) return Array.from({ length: nodes }, () => first);
  if (versions.length === nodes) return versions;
  throw new HoldfastError("usage", `${versions.length} versions of Pacemaker for ${nodes} nodes`, {
    hint: "name one, or one for each node",
  });
}

function checkSame(up: Settings, wanted: Pick<Settings, "nodes" | "image" | "pacemaker" | "init" | "bare">): void {
  const versions = up.pacemaker.join(",");
  const same =
    up.nodes === wanted.nodes &&
    up.image === wanted.image &&
    up.init === wanted.init &&
    up.bare === wanted.bare &&
    versions === wanted.pacemaker.join(",");
  if (same) return;
  throw new HoldfastError(
    "conflict",
    `a lab of ${up.nodes} ${up.bare ? "bare " : ""}nodes (${up.init}) with the ${up.image} image and Pacemaker ${versions} is up`,
    { hint: "holdfast lab down" },
  );
}

/** Until all nodes are online with a DC; bare ones, until their sshd runs. */
async function untilUp(lab: LabDirectory, nodes: readonly LabNode[], options: UpOptions): Promise<void> {
  const deadline = performance.now() + BOOT_LIMIT;
  for (;;) {
    const answers = await Promise.all(nodes.map((node) => options.init !== "systemd" || sshRuns(lab, node)));
    if (answers.every(Boolean) && (options.bare || (await agreedView(lab, nodes)) !== undefined)) return;
    if (options.interrupted.aborted) throw new HoldfastError("timeout", "interrupted; the nodes continue to boot");
    if (performance.now() > deadline) {
      throw new HoldfastError("timeout", `not all nodes are online after ${BOOT_LIMIT / 1000} seconds`, {
        hint: `see ${lab.directory}/nodes/*/console.log, or holdfast lab status`,
      });
    }
    await sleep(100);
  }
}

/** Whether the node's sshd waits for logins. */
async function sshRuns(lab: LabDirectory, node: LabNode): Promise<boolean> {
  if (!(await isOn(lab, node))) return false;
  const asked = await attempt(await enter(lab, node, ["systemctl", "is-active", "--quiet", "ssh.service"]));
  return asked.exit === 0;
}
