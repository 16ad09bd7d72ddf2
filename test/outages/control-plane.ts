/** The lab's full control plane: when it is whole, and what its writers need in it. */
import type { ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Cluster, Snapshot } from "../../src/cluster/port.ts";
import { inNode, members, placesOf, until } from "../cluster/drills/view.ts";
import { mustApply } from "../cluster/holdfast.ts";
import { type Gaps, startClients } from "./gaps.ts";
import { DATABASE, USER } from "./services.ts";

export const MANIFEST = fileURLToPath(new URL("../../examples/lab-full.yaml", import.meta.url));
export const NODES = ["controller-0", "controller-1", "controller-2"] as const;

const one = (wanted: number) => (places: readonly string[]) => places.length === wanted;

/** Everything runs, in its role, on three members. */
export function whole(s: Snapshot): boolean {
  return (
    members(s).length === NODES.length &&
    s.settled === true &&
    one(3)(placesOf(s, "galera-bundle", "Promoted")) &&
    one(3)(placesOf(s, "rabbitmq-bundle", "Started")) &&
    ["redis-bundle", "ovn-dbs-bundle"].every(
      (id) => one(1)(placesOf(s, id, "Promoted")) && one(2)(placesOf(s, id, "Unpromoted")),
    )
  );
}

/** What the writers need in the services. */
async function prepare(cluster: Cluster): Promise<void> {
  const snapshot = await cluster.read();
  const inService = async (service: string, role: "Promoted" | "Started", ...command: string[]) => {
    const [node] = placesOf(snapshot, `${service}-bundle`, role);
    if (node === undefined) throw new Error(`${service} runs nowhere`);
    const container = `$(podman ps -q --filter name=${service}-bundle-podman | head -1)`;
    return inNode(node, "sh", "-c", `podman exec ${container} "$@"`, "sh", ...command);
  };
  // An anonymous user of a node's name, as the installation makes one, would come before ours for connections from there.
  const anonymous = ["localhost", ...NODES].map((host) => `''@'${host}'`).join(", ");
  const sql = `drop user if exists ${anonymous}; create database ${DATABASE}; create table ${DATABASE}.written (n int primary key); grant all on ${DATABASE}.* to ${USER}@'%' identified by '${USER}'`;
  await inService("galera", "Promoted", "mysql", "-e", sql);
  await inService("rabbitmq", "Started", "rabbitmqctl", "add_user", USER, USER);
  await inService("rabbitmq", "Started", "rabbitmqctl", "set_permissions", USER, ".*", ".*", ".*");
}

/** Applies the manifest, and begins to write once all of it runs. @param seconds until it runs */
export async function underWriters(cluster: Cluster, gaps: Gaps, seconds: number): Promise<ChildProcess> {
  mustApply(MANIFEST);
  await until(cluster, "the control plane runs", seconds, whole);
  await prepare(cluster);
  const clients = startClients(gaps);
  const begun = Date.now();
  await until(cluster, "every client is served", 120, () => gaps.allSince(begun));
  return clients;
}

/** The manifest of the lab with one more mount of Galera's. */
export function withMount(directory: string, name: number | string): string {
  const file = join(directory, `mount-${name}.yaml`);
  const mount = `mounts: {galera-outage-${name}: "/etc/hostname:/etc/hostname.outage-${name}:ro"}`;
  writeFileSync(file, readFileSync(MANIFEST, "utf8").replace("galera: {", `galera: {${mount}, `));
  return file;
}
