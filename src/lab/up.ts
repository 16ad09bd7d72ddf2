/** Brings a lab up: checks the machine, builds the image, makes the network, the BMCs and the nodes, waits for a DC. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { HoldfastError } from "../cluster/error.ts";
import { withLock } from "../cluster/lock.ts";
import { makeDirectory } from "../cluster/make-directory.ts";
import { labNodes } from "./address-plan.ts";
import { startBmc, writeChassis } from "./bmc.ts";
import { agreedView, type ClusterView } from "./cluster-view.ts";
import { makeImage } from "./image.ts";
import { LAB_BUSY, type LabDirectory, type Settings } from "./lab-directory.ts";
import { makeSwitch, NAMESPACES } from "./network.ts";
import { powerOn, writeEnter } from "./node.ts";
import { makeRoot } from "./pacemaker-root.ts";
import { checkMachine } from "./requirements.ts";

/** Boot, membership and election take 3 to 5 seconds on an idle machine. */
const BOOT_LIMIT = 90_000;

export interface UpOptions {
  readonly nodes: number;
  readonly image: Settings["image"];
  /** One, or one for each node. */
  readonly pacemaker: Settings["pacemaker"];
  /** Seconds that a node takes to boot when its BMC switches it on; here they boot at once. */
  readonly bootDelay: number;
  readonly interrupted: AbortSignal;
  /** Prints a line about the next piece of work. */
  readonly tell: (text: string) => void;
}

/** Idempotent: leaves running nodes alone and boots those that are off. Throws `conflict` when another kind of lab is up. */
export async function labUp(lab: LabDirectory, options: UpOptions): Promise<ClusterView> {
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
    const { nodes: count, image, bootDelay } = options;
    const firstNamespaces = before?.firstNamespaces ?? !existsSync(NAMESPACES);
    await lab.keep({ nodes: count, image, pacemaker, bootDelay, firstNamespaces });
    await writeChassis(lab);
    await writeEnter(lab);
    await makeSwitch(lab.name, nodes);
    for (const node of nodes) await startBmc(lab, node);
    for (const node of nodes) await powerOn(lab, nodes, node, 0);
    options.tell(`booting ${nodes.length} nodes`);
  });
  return untilWhole(lab, options);
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

function checkSame(up: Settings, wanted: Pick<Settings, "nodes" | "image" | "pacemaker">): void {
  const versions = up.pacemaker.join(",");
  if (up.nodes === wanted.nodes && up.image === wanted.image && versions === wanted.pacemaker.join(",")) return;
  throw new HoldfastError(
    "conflict",
    `a lab of ${up.nodes} nodes with the ${up.image} image and Pacemaker ${versions} is up`,
    { hint: "holdfast lab down" },
  );
}

async function untilWhole(lab: LabDirectory, options: UpOptions): Promise<ClusterView> {
  const nodes = labNodes(options.nodes, lab.name);
  const deadline = performance.now() + BOOT_LIMIT;
  for (;;) {
    const view = await agreedView(lab, nodes);
    if (view !== undefined) return view;
    if (options.interrupted.aborted) throw new HoldfastError("timeout", "interrupted; the nodes continue to boot");
    if (performance.now() > deadline) {
      throw new HoldfastError("timeout", `not all nodes are online after ${BOOT_LIMIT / 1000} seconds`, {
        hint: `see ${lab.directory}/nodes/*/console.log, or holdfast lab status`,
      });
    }
    await sleep(100);
  }
}
