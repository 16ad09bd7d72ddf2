/**
 * Runs on the deck's real control plane, under clients that write all the time: replica by replica, with the runner killed
 * and its run carried on from another node. What was acknowledged is there in the end. About ten minutes.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { descend, type Element, elements, idOf } from "../../src/cib/xml/tree.ts";
import { openCluster } from "../../src/cluster/open.ts";
import type { Cluster } from "../../src/cluster/port.ts";
import { type runShown, runsAnswer } from "../../src/report/run/schema.ts";
import { secretsAnswer } from "../../src/report/secrets/schema.ts";
import { MANIFEST, NODES, underWriters, whole, withMount } from "../outages/control-plane.ts";
import { endClients, Gaps, totalText } from "../outages/gaps.ts";
import { SERVICES } from "../outages/services.ts";
import { inNode, lab, until } from "./drills/view.ts";
import { addressFrom } from "./drills/writers.ts";
import { holdfast, holdfastMeanwhile, LAB, mustRun, mustRunMeanwhile, PROGRAM } from "./holdfast.ts";

type RunShown = z.infer<typeof runShown>;
type Node = (typeof NODES)[number];

const ON = ["-c", `lab:${LAB}`] as const;
/** From another node: through that one first, with a way to each. */
const fromNode = (node: Node): readonly string[] => ["-c", addressFrom(node)];
const RUN_LIMIT = 900_000;
const LONG = 1_000_000;
const ALL = process.env.RUN_DRILLS === "all";
/** Steps of a restart of three replicas, the first being 1, and a node whose runner is lost with it. */
const STEPS = [1, 2, 3, 4, 5, 6] as const;
const RUNNERS = [undefined, ...NODES] as const;
const log: string[] = [];
const gaps = new Gaps();
const directory = mkdtempSync(join(tmpdir(), "runs-"));
let cluster: Cluster;
let clients: ChildProcess;

const runs = async (from: readonly string[] = ON) =>
  runsAnswer.parse(JSON.parse(await mustRunMeanwhile(["run", "list", "-o", "json", ...from]))).runs;

/** The ids of a service's containers, a node each. */
async function containers(service: string): Promise<readonly string[]> {
  const list = (node: string) => inNode(node, "podman", "ps", "-q", "--filter", `name=${service}-bundle-podman`);
  return (await Promise.all(NODES.map(list))).map((id) => id.trim());
}

/** Ids of what runs and leases add to a configuration. */
function traces(cib: Element): string[] {
  const walk = (e: Element): string[] => [idOf(e), ...elements(e).flatMap(walk)];
  const found = walk(descend(cib, "configuration") ?? cib).filter((id) => id.includes("holdfast-"));
  // One line of history a run.
  return found.filter((id) => !/^holdfast-(run|change)/.test(id));
}

/** What the run did, from a beginning in which all was whole, and how long each client waited. */
async function measured(what: string, act: () => Promise<void>): Promise<void> {
  await until(cluster, "the control plane is whole", 300, whole);
  gaps.reset();
  const start = performance.now();
  await act();
  const seconds = Math.round((performance.now() - start) / 1000);
  const longest = SERVICES.map(({ name }) => `${name} ${gaps.longest(name)}`).join(", ");
  log.push(`${what}: ${seconds} s; longest without an acknowledgement: ${longest} s`);
}

interface Interruption {
  readonly argv: readonly string[];
  /** Asked twice a second of the run that is under way. */
  readonly when: (run: RunShown) => boolean;
  /** The node that the runner is a process of; else it is one of the machine's, which gets SIGKILL. */
  readonly crash?: string;
}

/** A node has the machine's file system, but for its own /tmp, which is gone when it has crashed. @returns the program there */
function copiedTo(node: string): string {
  const script = `tar c -C "$1" . | "$2" "$3" sh -c 'mkdir -p /tmp/holdfast && tar x -C /tmp/holdfast'`;
  execFileSync("sh", ["-c", script, "sh", dirname(PROGRAM), join(LAB, "enter"), node]);
  return join("/tmp/holdfast", basename(PROGRAM));
}

/** Carries a run in a process that ends without a word. @returns the run's id */
async function interrupted({ argv, when, crash }: Interruption): Promise<string> {
  // A node of the lab has no way to the others, whose services cannot be asked from there.
  const on = crash === undefined ? ON : ["-c", "pacemaker:", "--health", "cib"];
  const within = crash === undefined ? [] : [join(LAB, "enter"), crash];
  const program = crash === undefined ? PROGRAM : copiedTo(crash);
  const [command = "", ...rest] = [...within, process.execPath, program, ...argv, ...on];
  const runner = spawn(command, rest, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  runner.stderr.on("data", (text) => {
    said += String(text);
  });
  const ended = new Promise((resolve) => runner.once("close", resolve));
  for (;;) {
    await sleep(500);
    const run = (await runs()).find(({ state }) => state === "running");
    if (run !== undefined && when(run)) {
      if (crash !== undefined) await lab("crash", crash);
      runner.kill("SIGKILL");
      await ended;
      return run.id;
    }
    if (runner.exitCode !== null)
      throw new Error(`${argv.join(" ")} ended with ${runner.exitCode} before it was killed: ${said}`);
  }
}

/** That many of its items are done, and the next has begun. */
const past = (items: number) => (run: RunShown) =>
  run.did.length >= items && run.step !== undefined && !run.did.includes(run.step.item);

describe("runs under clients that write", () => {
  beforeAll(async () => {
    holdfast(["lab", "down", "--keep-images"]);
    mustRun(["lab", "up", "--image", "full"], { limit: 600_000 });
    cluster = await openCluster(addressFrom(NODES[0]));
    clients = await underWriters(cluster, gaps, 900);
  }, 1_800_000);

  afterAll(async () => {
    clients?.kill();
    await cluster?.close();
    holdfast(["lab", "down", "--keep-images"]);
    rmSync(directory, { recursive: true, force: true });
    process.stdout.write(log.map((line) => `  ${line}\n`).join(""));
  });

  test("a rolling restart whose runner is killed is carried on from another node", { timeout: LONG }, async () => {
    const before = await containers("rabbitmq");
    const alone = await holdfastMeanwhile([
      ...["resource", "restart", "rabbitmq-bundle", "--rolling"],
      ...["-c", `pacemaker+exec:${LAB}/enter controller-2`],
    ]);
    expect(alone.status, alone.out + alone.err).toBe(107);
    expect(alone.err).toContain("controller-0, controller-1 cannot be asked");
    await measured("rolling restart of rabbitmq-bundle, killed once and resumed", async () => {
      const id = await interrupted({ argv: ["resource", "restart", "rabbitmq-bundle", "--rolling"], when: past(1) });
      const refused = await holdfastMeanwhile(["resource", "disable", "rabbitmq-bundle", ...ON]);
      expect(refused.status, refused.out + refused.err).toBe(103);
      await mustRunMeanwhile(["run", "resume", id, ...fromNode("controller-2")], RUN_LIMIT);
    });
    const after = await containers("rabbitmq");
    expect(after.filter((id) => id !== "" && !before.includes(id))).toHaveLength(3);
  });

  test("another mount of Galera reaches every replica, one after the other", { timeout: LONG }, async () => {
    const before = await containers("galera");
    const file = withMount(directory, "rolling");
    await measured("rolling edit of a mount of Galera, killed once and resumed", async () => {
      const id = await interrupted({ argv: ["apply", file, "--rolling", "--yes"], when: past(1) });
      await mustRunMeanwhile(["run", "resume", id, ...fromNode("controller-1")], RUN_LIMIT);
    });
    const after = await containers("galera");
    expect(after.filter((id) => id !== "" && !before.includes(id))).toHaveLength(3);
    for (const [i, node] of NODES.entries()) {
      const mounts = await inNode(
        node,
        "podman",
        "inspect",
        "--format",
        "{{range .Mounts}}{{.Destination}} {{end}}",
        after[i] ?? "",
      );
      expect(mounts).toContain("/etc/hostname.outage-rolling");
    }
    expect(mustRun(["apply", file, "--yes", ...ON])).toContain("No change");
  });

  describe.runIf(ALL)("in every run of the long tests", () => {
    test("HAProxy serves a renewed certificate on every node, and no container restarts", {
      timeout: LONG,
    }, async () => {
      const [mounted, file] = ["/etc/haproxy-tls", "/etc/haproxy-tls/site.pem"];
      // What opens /dev/stdout needs a pipe there, not a socket.
      const made = (name: string) =>
        inNode(
          "controller-0",
          ...["sh", "-c"],
          `openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/stdout -out /dev/stdout -days 9 -subj /CN=${name} 2>/dev/null | cat`,
        );
      const [first, renewed] = [await made("first.lab"), await made("renewed.lab")];
      expect(first).toContain("BEGIN CERTIFICATE");
      const addresses = ["10.89.8.11", "10.89.8.12", "10.89.8.13"];
      for (const [i, node] of NODES.entries()) {
        const listen = `listen tls\n  bind ${addresses[i]}:8443 ssl crt ${file}\n  server self ${addresses[i]}:3306\n`;
        const config = "/var/lib/config-data/puppet-generated/haproxy/etc/haproxy/haproxy.cfg";
        const script = `mkdir -p ${mounted} && printf %s "$1" > ${file} && chmod 640 ${file} && printf "$2" >> ${config}`;
        await inNode(node, "sh", "-c", script, "sh", first, listen);
      }
      const served = async (): Promise<string[]> =>
        Promise.all(
          addresses.map((address) =>
            inNode(
              "controller-0",
              ...["sh", "-c"],
              `echo | openssl s_client -connect ${address}:8443 2>/dev/null | openssl x509 -noout -subject`,
            ),
          ),
        );
      const manifest = join(directory, "tls.yaml");
      const text = readFileSync(MANIFEST, "utf8");
      const mounts = `haproxy: {mounts: {haproxy-tls: "${mounted}:${mounted}:ro"}}`;
      writeFileSync(manifest, text.replace(/^ {2}haproxy:$/m, `  ${mounts}`));
      await mustRunMeanwhile(["apply", manifest, "--rolling", "--yes", ...ON], RUN_LIMIT);
      await until(cluster, "the control plane is whole", 600, whole);
      expect((await served()).every((subject) => subject.includes("first.lab"))).toBe(true);
      const before = await containers("haproxy");
      const from = join(directory, "renewed.pem");
      writeFileSync(from, renewed, { mode: 0o600 });
      await measured("a new certificate of HAProxy's", async () => {
        await mustRunMeanwhile(["rotate", file, "--from", from, "--yes", ...ON], RUN_LIMIT);
      });
      expect((await served()).every((subject) => subject.includes("renewed.lab"))).toBe(true);
      expect(await containers("haproxy")).toEqual(before);
    });

    test("the BMCs' password is changed where the cluster has it, once they have it", { timeout: LONG }, async () => {
      const { secrets } = secretsAnswer.parse(JSON.parse(await mustRunMeanwhile(["secrets", "-o", "json", ...ON])));
      // All three have the same, so that it is one secret.
      const name = secrets.find((s) => s.name.startsWith("stonith-") && s.name.endsWith("-password"))?.name ?? "";
      const file = join(directory, "password");
      writeFileSync(file, "renewed");
      const argv = ["rotate", name, "--from", file, "--yes", ...ON];
      const { cib } = await cluster.read();
      const refused = await holdfastMeanwhile(argv, RUN_LIMIT);
      expect(refused.status, refused.out + refused.err).toBe(1);
      expect(descend((await cluster.read()).cib, "configuration")).toEqual(descend(cib, "configuration"));
      const bmc = (host: string): readonly string[] => ["-I", "lanplus", "-C", "3", "-H", host, "-U", "admin"];
      const bmcs = ["10.89.8.101", "10.89.8.102", "10.89.8.103"];
      for (const host of bmcs) {
        await inNode(
          "controller-0",
          "ipmitool",
          ...bmc(host),
          "-P",
          "secret",
          "user",
          "set",
          "password",
          "2",
          "renewed",
        );
      }
      await mustRunMeanwhile(argv, RUN_LIMIT);
      for (const host of bmcs) {
        expect(await inNode("controller-0", "ipmitool", ...bmc(host), "-P", "renewed", "power", "status")).toContain(
          "on",
        );
      }
      await mustRunMeanwhile(["node", "fence", "controller-1", "--yes", ...ON], RUN_LIMIT);
      await until(cluster, "the control plane is whole", 600, whole);
    });

    for (const [i, n] of STEPS.flatMap((step) => [step, step]).entries()) {
      const crash = i % 2 === 0 ? undefined : RUNNERS[1 + (((i - 1) / 2) % NODES.length)];
      const how = crash === undefined ? "is killed" : `loses its node ${crash}`;
      test(`a runner that ${how} at step ${n} is followed by another`, { timeout: LONG }, async () => {
        const before = await containers("redis");
        const from = NODES.find((node) => node !== crash) ?? NODES[0];
        await measured(`rolling restart of redis-bundle whose runner ${how} at step ${n}`, async () => {
          const argv = ["resource", "restart", "redis-bundle", "--rolling"];
          const id = await interrupted({ argv, when: ({ step }) => (step?.n ?? 0) >= n, ...(crash ? { crash } : {}) });
          await mustRunMeanwhile(["run", "resume", id, ...fromNode(from)], RUN_LIMIT);
        });
        await until(cluster, "the control plane is whole", 600, whole);
        const after = await containers("redis");
        expect(after.filter((id) => id !== "" && !before.includes(id))).toHaveLength(3);
      });
    }
  });

  test("nothing stays behind but a line of history each, and nothing acknowledged is lost", {
    timeout: LONG,
  }, async () => {
    await until(cluster, "the control plane is whole", 300, whole);
    expect(new Set((await runs()).map(({ state }) => state))).toEqual(new Set(["done"]));
    expect(traces((await cluster.read()).cib)).toEqual([]);
    await endClients(clients);
    log.push(...gaps.totals.map(totalText));
    const lost = gaps.totals.map(({ service, lost }) => [service, lost?.length]).sort();
    expect(lost).toEqual(SERVICES.map(({ name }) => [name, 0]).sort());
  });
});
