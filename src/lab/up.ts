/** Brings a lab up: checks the machine, builds the image, makes the network, the BMCs and the nodes, waits for a DC. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { HoldfastError } from "../cluster/error.ts";
import { labNodes } from "./address-plan.ts";
import { startBmc, writeChassis } from "./bmc.ts";
import { type ClusterView, viewCluster } from "./cluster-view.ts";
import { makeImage } from "./image.ts";
import { alone } from "./lock.ts";
import { makeSwitch, NAMESPACES } from "./network.ts";
import { powerOn, writeEnter } from "./node.ts";
import type { Place, Settings } from "./place.ts";
import { checkMachine } from "./requirements.ts";

/** Boot, membership and election take 3 to 5 seconds on an idle machine. */
const BOOT_LIMIT = 90_000;

export interface UpOptions {
  readonly nodes: number;
  readonly image: Settings["image"];
  readonly interrupted: AbortSignal;
  /** What is being done, a line each. */
  readonly tell: (text: string) => void;
}

/** Idempotent: what runs is left alone, what is off is booted. Throws `conflict` when another kind of lab is up. */
export async function labUp(place: Place, options: UpOptions): Promise<ClusterView> {
  const nodes = labNodes(options.nodes, place.name);
  await checkMachine();
  await place.checkDisk();
  await alone(place.lock, 0, async () => {
    const before = await place.settings();
    if (before !== undefined && (before.nodes !== options.nodes || before.image !== options.image)) {
      throw new HoldfastError("conflict", `a lab of ${before.nodes} nodes with the ${before.image} image is up`, {
        hint: "holdfast lab down",
      });
    }
    await mkdir(place.directory, { recursive: true, mode: 0o755 });
    await makeImage(place, options.image, options.tell);
    if (before === undefined) {
      await place.keep({ nodes: options.nodes, image: options.image, firstNamespaces: !existsSync(NAMESPACES) });
      await writeFile(place.authkey, randomBytes(4096), { mode: 0o600 });
    }
    await writeChassis(place);
    await writeEnter(place);
    await makeSwitch(place.name, nodes);
    for (const node of nodes) await startBmc(place, node);
    for (const node of nodes) await powerOn(place, nodes, node);
    options.tell(`${nodes.length} nodes boot`);
  });
  return untilWhole(place, options);
}

async function untilWhole(place: Place, options: UpOptions): Promise<ClusterView> {
  const nodes = labNodes(options.nodes, place.name);
  const deadline = performance.now() + BOOT_LIMIT;
  for (;;) {
    const view = await viewCluster(place, nodes);
    if (view?.dc !== undefined && nodes.every((node) => view.online.includes(node.name))) return view;
    if (options.interrupted.aborted) throw new HoldfastError("timeout", "interrupted; the nodes go on booting");
    if (performance.now() > deadline) {
      throw new HoldfastError("timeout", `not all nodes are online after ${BOOT_LIMIT / 1000} seconds`, {
        hint: `see ${place.directory}/nodes/*/console.log, or holdfast lab status`,
      });
    }
    await sleep(100);
  }
}
