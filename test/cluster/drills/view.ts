/** Where things are in the lab, seen by whichever of its nodes takes part in the cluster, while other things go on. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { judge } from "../../../src/change/wait/verdict.ts";
import { readStatus } from "../../../src/cib/status.ts";
import { dcOf } from "../../../src/cluster/pacemaker/identity.ts";
import { isMember } from "../../../src/cluster/pacemaker/witnesses.ts";
import type { Cluster, Snapshot } from "../../../src/cluster/port.ts";
import { readingOf } from "../../../src/scheduler/reading.ts";
import { unpack } from "../../../src/scheduler/unpack.ts";
import { holdfastMeanwhile, LAB } from "../holdfast.ts";

/** Of those that take part, undefined when there is no telling at the moment. */
async function look(cluster: Cluster): Promise<Snapshot | undefined> {
  const snapshot = await cluster.read().catch(() => undefined);
  return snapshot?.doubt === undefined ? snapshot : undefined;
}

/** Polls until the question is answered yes. @returns seconds it took */
export async function until(
  cluster: Cluster,
  what: string,
  seconds: number,
  question: (snapshot: Snapshot) => boolean | Promise<boolean>,
): Promise<number> {
  const start = performance.now();
  for (;;) {
    const snapshot = await look(cluster);
    if (snapshot !== undefined && (await question(snapshot))) return Math.round((performance.now() - start) / 100) / 10;
    if (performance.now() - start > seconds * 1000)
      throw new Error(`not within ${seconds} seconds: ${what}\n${await described(snapshot)}`);
    await sleep(250);
  }
}

/** How the cluster and its nodes are, for whoever reads that a drill failed. */
export async function described(snapshot: Snapshot | undefined): Promise<string> {
  const answers = await Promise.all([
    holdfastMeanwhile(["status", "-c", `lab:${LAB}`]),
    holdfastMeanwhile(["lab", "status"]),
  ]);
  const logs = ["power.log", ...["0", "1", "2"].map((n) => `nodes/controller-${n}/console.log`)];
  return [
    `the last answer: ${snapshot === undefined ? "none, or one in doubt" : `settled: ${snapshot.settled}`}`,
    ...answers.map(({ out, err }) => out + err),
    ...logs.map((name) => `${name}:\n${lastLines(join(LAB, name))}`),
  ].join("\n");
}

const lastLines = (path: string): string =>
  existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n").slice(-12).join("\n") : "not there";

/** Hosts of the instances of a resource that have a role. */
export function placesOf(snapshot: Snapshot, resource: string, role: "Started" | "Promoted" | "Unpromoted"): string[] {
  const guests = hostsOfGuests(snapshot);
  const { resources } = judge(readingOf(snapshot), { resources: [resource] });
  return resources
    .flatMap(({ instances }) => instances)
    .filter((place) => place.role === role)
    .flatMap(({ nodes }) => nodes.map((node) => guests.get(node) ?? node));
}

function hostsOfGuests({ cib, at }: Snapshot): ReadonlyMap<string, string> {
  const { nodes } = unpack(cib, Math.floor(at / 1000));
  return new Map(
    nodes.flatMap(({ name, connection }) => {
      const host = connection?.active[0]?.name;
      return host === undefined ? [] : [[name, host] as const];
    }),
  );
}

export const dc = ({ cib }: Snapshot): string | undefined => dcOf(cib);

/** Cluster nodes that are members, and whose controller takes part. */
export function members({ cib }: Snapshot): string[] {
  return readStatus(cib).nodes.flatMap(({ name, isRemote, inCcm, crmd, join }) =>
    name !== undefined && !isRemote && isMember(inCcm) && isMember(crmd) && join === "member" ? [name] : [],
  );
}

/** What a command in a node prints; empty when it fails. */
export const inNode = async (node: string, ...command: string[]): Promise<string> =>
  (await holdfastMeanwhile(["lab", "exec", node, "--", ...command])).out;

export async function lab(...argv: string[]): Promise<void> {
  const { status, err } = await holdfastMeanwhile(["lab", ...argv]);
  if (status !== 0) throw new Error(`lab ${argv.join(" ")} ended with ${status}: ${err}`);
}
