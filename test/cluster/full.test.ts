/**
 * The deck's control plane on a real cluster, from nothing, in one commit: Galera, RabbitMQ, Redis, OVN's databases and
 * HAProxy as they are, asked by their own clients. Two to three minutes on an idle machine.
 */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holdfast, inNode, LAB, mustApply, mustRun, until } from "./holdfast.ts";
import { doneSince, logMark } from "./work.ts";

const MANIFEST = fileURLToPath(new URL("../../examples/lab-full.yaml", import.meta.url));
const VIP = "10.89.8.53";
const OVN_VIP = "10.89.8.56";
const log: string[] = [];

/** Every command that takes a cluster, on the lab's. */
const on = (command: string, ...more: string[]): readonly string[] => [command, ...more, "-c", `lab:${LAB}`];

/** A client run in the replica of a service that a node has. */
function client(service: string, node: 0 | 1 | 2, ...command: string[]): string {
  const list = inNode(`controller-${node}`, "podman", "ps", "--format", "{{.Names}}");
  const container = list.split("\n").find((name) => name.startsWith(`${service}-bundle-podman-`));
  if (container === undefined) throw new Error(`controller-${node} runs no ${service}, only\n${list}`);
  return inNode(`controller-${node}`, "podman", "exec", container, ...command).trim();
}

describe("the deck's control plane on the lab", () => {
  beforeAll(() => {
    holdfast(["lab", "down", "--keep-images"]);
    mustRun(["lab", "up", "--image", "full"], { limit: 600_000 });
  }, 660_000);

  afterAll(() => {
    holdfast(["lab", "down", "--keep-images"]);
    process.stdout.write(log.map((line) => `  ${line}\n`).join(""));
  });

  test("deploys in one commit, and wait returns when all of it runs", () => {
    expect(mustApply(MANIFEST)).toMatch(/Applied as configuration 0\.\d+\.0/);
    const start = performance.now();
    mustRun(on("wait", "--timeout", "900s"), { limit: 920_000 });
    log.push(`runs after ${Math.round((performance.now() - start) / 1000)} s`);
    const status = mustRun(on("status"));
    log.push(...status.trimEnd().split("\n"));
    expect(status).not.toContain("Failed");
    const lines = (pattern: RegExp) => status.match(pattern) ?? [];
    expect(lines(/galera-bundle-\d\s.* Promoted controller-\d/g)).toHaveLength(3);
    expect(lines(/rabbitmq-bundle-\d\s.* Started controller-\d/g)).toHaveLength(3);
    for (const one of ["redis", "ovn-dbs"]) {
      expect(lines(new RegExp(`${one}-bundle-\\d\\s.* Promoted`, "g"))).toHaveLength(1);
      expect(lines(new RegExp(`${one}-bundle-\\d\\s.* Unpromoted`, "g"))).toHaveLength(2);
    }
    expect(lines(/haproxy-bundle-podman-\d\s.* Started controller-\d/g)).toHaveLength(3);
    expect(lines(/ip-10\.89\.8\.\d+\s.* Started controller-\d/g)).toHaveLength(7);
    expect(lines(/stonith-fence_ipmilan-\d+\s.* Started controller-\d/g)).toHaveLength(3);
  }, 1_020_000);

  test("applied again it changes nothing", () => {
    const mark = logMark();
    expect(mustRun(on("apply", MANIFEST, "--yes"))).toContain("No change");
    expect(doneSince(mark)).toEqual([]);
  });

  test("what is written to Galera through the virtual IP is read on every node", () => {
    client("galera", 0, "mysql", "-e", "create database lab; grant all on lab.* to lab@'%' identified by 'lab'");
    const write = "create table lab.t (k int primary key, v text); insert into lab.t values (1, 'through the VIP')";
    client("galera", 1, "mysql", "-h", VIP, "-u", "lab", "-plab", "-e", write);
    for (const node of [0, 1, 2] as const) {
      expect(client("galera", node, "mysql", "-Ne", "select v from lab.t")).toBe("through the VIP");
      expect(client("galera", node, "mysql", "-Ne", "show status like 'wsrep_cluster_size'")).toMatch(/\t3$/);
    }
  });

  test("RabbitMQ's nodes are one cluster, with the catalogue's policy", () => {
    const nodes = [0, 1, 2].map((n) => `rabbit@controller-${n}`);
    for (const node of [0, 1, 2] as const) {
      const status = client("rabbitmq", node, "rabbitmqctl", "-q", "cluster_status", "--formatter", "json");
      expect((JSON.parse(status) as { running_nodes: string[] }).running_nodes.sort()).toEqual(nodes);
    }
    expect(client("rabbitmq", 2, "rabbitmqctl", "-q", "list_policies")).toMatch(/ha-all.*"ha-sync-mode":"automatic"/);
  });

  test("what is written to Redis through the virtual IP reaches the promoted one, and from there the others", async () => {
    expect(client("redis", 2, "redis-cli", "-h", VIP, "set", "through", "the VIP")).toBe("OK");
    const roles = ([0, 1, 2] as const).map((node) => client("redis", node, "redis-cli", "role").split("\n")[0]);
    expect(roles.sort()).toEqual(["master", "slave", "slave"]);
    for (const node of [0, 1, 2] as const) {
      await until(
        `controller-${node} has it`,
        30,
        () => client("redis", node, "redis-cli", "get", "through") === "the VIP",
      );
    }
  });

  test("what is written to OVN's northbound database comes out of northd in the southbound one", async () => {
    const remote = (port: number) => `--db=tcp:${OVN_VIP}:${port}`;
    client("ovn-dbs", 2, "ovn-nbctl", remote(6641), "ls-add", "net");
    expect(client("ovn-dbs", 0, "ovn-nbctl", remote(6641), "ls-list")).toMatch(/\(net\)$/);
    const southbound = () => client("ovn-dbs", 1, "ovn-sbctl", remote(6642), "list", "datapath_binding");
    await until("northd has made it a datapath", 60, () => southbound().includes("name=net"));
    const sync = (node: 0 | 1 | 2) =>
      client("ovn-dbs", node, "ovs-appctl", "-t", "/run/ovn/ovnnb_db.ctl", "ovsdb-server/sync-status");
    const states = ([0, 1, 2] as const).map((node) => /^state: (\w+)/m.exec(sync(node))?.[1]);
    expect(states.sort()).toEqual(["active", "backup", "backup"]);
  });
});
