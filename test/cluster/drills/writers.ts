/**
 * Three who change one cluster at once, each through a node of its own, and what became of what they were told had been
 * done. A write that failed, or of which nobody knows, is made again; only those that were acknowledged count.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { applyChange } from "../../../src/change/apply.ts";
import { untilTaken } from "../../../src/change/edit.ts";
import { planChange } from "../../../src/change/plan/plan.ts";
import { withNodeAttribute } from "../../../src/change/verbs/node-attribute.ts";
import { type Element, walk } from "../../../src/cib/xml/tree.ts";
import { HoldfastError } from "../../../src/cluster/error.ts";
import { openCluster } from "../../../src/cluster/open.ts";
import type { Cluster } from "../../../src/cluster/port.ts";
import { runProcess } from "../../../src/process/run-process.ts";
import { LAB } from "../holdfast.ts";

export const NODES = ["controller-0", "controller-1", "controller-2"] as const;

/** Where attributes are noted: who writes what through whom has nothing to do with it. */
const TARGET = "controller-0";

/** Milliseconds that a writer who was never acknowledged gets after the drill. */
const PATIENCE = 60_000;

export interface Written {
  /** Names of attributes, acknowledged as in force. */
  readonly acknowledged: readonly string[];
  /** How writes failed that were not acknowledged, in the words of the error's first line, and how often. */
  readonly failures: Readonly<Record<string, number>>;
}

/** Those of the acknowledged that the cluster does not have. */
export function lost({ acknowledged }: Written, cib: Element): string[] {
  const found = new Set([...walk(cib)].flatMap((e) => (e.name === "nvpair" ? [e.attributes.get("name")] : [])));
  return acknowledged.filter((name) => !found.has(name));
}

/** A way to write one attribute through one node. Rejects unless it is acknowledged. */
interface Writer {
  write(name: string): Promise<void>;
  close(): Promise<void>;
}

/** @param tag makes the names of this round its own */
export async function writeMeanwhile(
  tag: string,
  writerAt: (node: string) => Promise<Writer>,
  meanwhile: () => Promise<void>,
): Promise<Written> {
  const acknowledged: string[] = [];
  const failures: Record<string, number> = {};
  let over = false;
  const writing = NODES.map(async (node) => {
    const writer = await writerAt(node);
    try {
      for (let n = 0; !over; n++) {
        const name = `note-${tag}-${node}-${n}`;
        try {
          await writer.write(name);
          acknowledged.push(name);
        } catch (error) {
          if (!(error instanceof HoldfastError)) throw error;
          const [what = ""] = error.message.split("\n");
          failures[what] = (failures[what] ?? 0) + 1;
        }
        await sleep(100);
      }
    } finally {
      await writer.close();
    }
  });
  // On a busy machine the drill may be over before each of them has written.
  const eachHasWritten = async () => {
    const deadline = performance.now() + PATIENCE;
    const silent = () => NODES.some((node) => !acknowledged.some((name) => name.includes(node)));
    while (silent() && performance.now() < deadline) await sleep(100);
  };
  try {
    await Promise.race([meanwhile().then(eachHasWritten), Promise.all(writing)]);
  } finally {
    over = true;
  }
  await Promise.all(writing);
  return { acknowledged, failures };
}

/** Goes through its own node, and another one when that does not answer or takes no part. */
export function addressFrom(node: string): string {
  const others = NODES.filter((n) => n !== node);
  return `pacemaker+exec:${[node, ...others].map((n) => `${LAB}/enter ${n}`).join(",")}`;
}

/** Plans and applies, as `holdfast apply` does. */
export async function holdfastWriter(node: string): Promise<Writer> {
  const cluster = await openCluster(addressFrom(node));
  return {
    write: (name) => untilTaken(() => applyAttribute(cluster, node, name)),
    close: () => cluster.close(),
  };
}

async function applyAttribute(cluster: Cluster, who: string, name: string): Promise<void> {
  const snapshot = await cluster.read();
  if (snapshot.doubt !== undefined) throw snapshot.doubt;
  const desired = withNodeAttribute(snapshot.cib, TARGET, name, "1");
  const planned = planChange(snapshot, desired);
  // There already: an earlier try of which nobody knew was taken after all.
  if (planned.patch.changes.length > 0) await applyChange(cluster, planned, desired, { who, why: name });
}

/**
 * As pcs has it: take the CIB into a file, edit that, push it.
 * @param push what follows `pcs cluster cib-push FILE`; `ORIGINAL` in it is the file as it was taken
 */
export function pcsWriter(push: string): (node: string) => Promise<Writer> {
  return async (node) => {
    const script = `set -e
      f=/run/pcs-$1.xml
      pcs cluster cib "$f" && cp "$f" "$f.orig"
      pcs -f "$f" node attribute ${TARGET} "$1=1"
      pcs cluster cib-push "$f" ${push.replace("ORIGINAL", '"$f.orig"')}
      rm -f "$f" "$f.orig"`;
    return {
      async write(name) {
        const argv = [join(LAB, "enter"), node, "sh", "-c", script, "pcs", name] as const;
        const { exit } = await runProcess(argv, { timeout: 120_000, env: process.env });
        if (exit !== 0) throw new HoldfastError(exit === 1 ? "failed" : "disconnected", `pcs ended with ${exit}`);
      },
      close: async () => {},
    };
  };
}
