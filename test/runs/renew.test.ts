/** A new file in place of an old one, node by node, in virtual time, with real files and the scripts that nodes run. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { prepareRenewal, stageRenewal } from "../../src/change/renewal/prepare.ts";
import { resumeRun, startRun, undoRun } from "../../src/change/run/start.ts";
import { leasesIn } from "../../src/cib/lease.ts";
import { runsIn } from "../../src/cib/run-record.ts";
import { rewriteRoot } from "../../src/cib/xml/rewrite.ts";
import { element, idOf, withAttribute, withChildren } from "../../src/cib/xml/tree.ts";
import type { Cluster, CommandOutcome, NodeCommand } from "../../src/cluster/port.ts";
import { NODES } from "../wait/small-cluster.ts";
import { type Theatre, theatre } from "./theatre.ts";

const LONG = { timeout: 120_000 };
const MINUTE = 60_000;
const PATH = "/etc/pki/site.pem";
const [OLD, NEW] = ["old", "new"];

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "renew-"));
  for (const node of NODES) {
    mkdirSync(join(root, node, "etc/pki"), { recursive: true });
    writeFileSync(onNode(node), OLD, { mode: 0o640 });
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const onNode = (node: string): string => join(root, node, PATH);
const files = (node: string): string[] => readdirSync(join(root, node, "etc/pki"));
const contents = (): string[] => NODES.map((node) => readFileSync(onNode(node), "utf8"));

/** What was done to containers, in order, and what each node's file was then. */
interface Nodes {
  readonly calls: string[];
  readonly commands: NonNullable<Cluster["commands"]>;
}

function nodes(refuse: (command: NodeCommand) => CommandOutcome | undefined = () => undefined): Nodes {
  const calls: string[] = [];
  const run = async (command: NodeCommand): Promise<CommandOutcome> => {
    const refused = refuse(command);
    if (refused !== undefined) return refused;
    const [program, ...argv] = command.argv;
    if (program === "podman") {
      calls.push(`${argv.join(" ")} on ${command.node}: ${readFileSync(onNode(command.node), "utf8")}`);
      return { kind: "answered", exit: 0, stdout: "", stderr: "" };
    }
    const here = argv.map((word) => (word === PATH ? onNode(command.node) : word));
    const done = spawnSync(program, here, { input: command.input ?? "", encoding: "utf8" });
    return { kind: "answered", exit: done.status ?? 255, stdout: done.stdout, stderr: done.stderr };
  };
  return { calls, commands: { run } };
}

/** The file is mounted in one bundle that reloads it and in one that does not, and a primitive names it. */
function stageWithFile(): Theatre {
  const stage = theatre();
  stage.edit((cib) =>
    rewriteRoot(cib, (e) => {
      if (e.name === "bundle") {
        const mapping = { id: `${idOf(e)}-pki`, "source-dir": "/etc/pki", "target-dir": "/pki" };
        const storage = element("storage", {}, [element("storage-mapping", mapping)]);
        const [runtime, ...rest] = e.children;
        const image = idOf(e) === "proxy-bundle" ? "haproxy" : "redis";
        if (runtime?.kind !== "element") return e;
        const [network, ...inner] = rest;
        const isNetwork = network?.kind === "element" && network.name === "network";
        const after = isNetwork ? [network, storage, ...inner] : [storage, ...rest];
        return withChildren(e, [withAttribute(runtime, "image", image), ...after]);
      }
      if (idOf(e) !== "web") return e;
      const pair = element("nvpair", { id: "web-cert", name: "cert", value: PATH });
      return withChildren(e, [...e.children, element("instance_attributes", { id: "web-i" }, [pair])]);
    }),
  );
  stage.pass(10 * MINUTE);
  return stage;
}

const request = async (cluster: Cluster, commands: Cluster["commands"]) => {
  const whole = commands === undefined ? cluster : { ...cluster, commands };
  const prepared = await prepareRenewal(whole, PATH, NEW);
  if (prepared.request === undefined) throw new Error("all nodes have it already");
  await stageRenewal(whole, prepared, NEW);
  return prepared.request;
};

function allRenewed(stage: Theatre, calls: readonly string[]): void {
  expect(contents()).toEqual([NEW, NEW, NEW]);
  for (const node of NODES) {
    expect(files(node)).toEqual(["site.pem"]);
    expect(statSync(onNode(node)).mode & 0o777).toBe(0o640);
  }
  // Each container was told, after its node had the new file; a repeated step may tell it twice.
  const told = new Set(calls);
  expect([...told].map((call) => call.replace(/\d on .*/, "")).sort()).toEqual(
    Array(3).fill("kill --signal USR2 proxy-bundle-podman-"),
  );
  expect([...told].every((call) => call.endsWith(`: ${NEW}`))).toBe(true);
  expect(leasesIn(stage.driver.state.cib)).toEqual([]);
}

test(
  "a certificate takes its place node by node: reloaded here, a replica or resource restarted there",
  LONG,
  async () => {
    const stage = stageWithFile();
    const { calls, commands } = nodes();
    let least = 3;
    stage.onMoment = () => {
      least = Math.min(least, stage.count("redis"));
    };
    const started = { ...stage.driver.state };
    const one = stage.process("one");
    const cluster = { ...one.cluster, commands };
    const asked = await one.run(request(one.cluster, commands));
    if (asked === "died") throw new Error("nothing kills it");
    const carried = await one.run(startRun(cluster, asked, one.options()));
    expect(carried).toMatchObject({ record: { state: "done" } });
    allRenewed(stage, calls);
    expect(least).toBe(2);
    expect(started.cib).not.toBe(stage.driver.state.cib);
    const did = runsIn(stage.driver.state.cib)[0]?.did ?? [];
    expect(did).toHaveLength(10);
    expect(did.at(-1)).toBe("g");
    // The node where Redis is promoted comes last.
    expect(did.indexOf(stage.promoted("redis") ?? "")).toBeLessThan(9);
    expect((await prepareRenewal({ ...stage.cluster, commands }, PATH, NEW)).request).toBeUndefined();
  },
);

describe("killed at any commit, and resumed by another process", () => {
  for (const when of ["before", "after"] as const)
    for (const n of [2, 3, 4, 6, 9, 12, 15])
      test(`${when} commit ${n}`, LONG, async () => {
        const stage = stageWithFile();
        const { calls, commands } = nodes();
        const one = stage.process("one", { [when]: n });
        const asked = await one.run(request(one.cluster, commands));
        if (asked === "died") throw new Error("it has not committed yet");
        expect(await one.run(startRun({ ...one.cluster, commands }, asked, one.options()))).toBe("died");
        const [left] = runsIn(stage.driver.state.cib);
        const two = stage.process("two");
        const resumed = resumeRun({ ...two.cluster, commands }, left?.id ?? "", two.options());
        expect(await two.run(resumed)).toMatchObject({ record: { state: "done" } });
        allRenewed(stage, calls);
      });
});

test("a service that does not load it pauses the run, and the other nodes keep the old one", LONG, async () => {
  const stage = stageWithFile();
  const fails: CommandOutcome = { kind: "answered", exit: 125, stdout: "", stderr: "no such signal" };
  const { commands } = nodes(({ argv }) => (argv[0] === "podman" ? fails : undefined));
  const one = stage.process("one");
  const asked = await one.run(request(one.cluster, commands));
  if (asked === "died") throw new Error("nothing kills it");
  const carried = await one.run(startRun({ ...one.cluster, commands }, asked, one.options()));
  expect(carried).toMatchObject({ code: "failed", record: { state: "paused" } });
  expect(carried).toMatchObject({
    record: { reason: expect.stringMatching(/did not load the new file: podman ended with 125/) },
  });
  expect(contents().filter((text) => text === NEW)).toHaveLength(1);
  const [left] = runsIn(stage.driver.state.cib);
  const two = stage.process("two");
  await two.run(undoRun({ ...two.cluster, commands }, left?.id ?? "", two.options()));
  expect(NODES.flatMap(files)).toEqual(["site.pem", "site.pem", "site.pem"]);
});

test("nothing is put on any node when one of them cannot take it, or no node has the file", LONG, async () => {
  const stage = stageWithFile();
  const away: CommandOutcome = { kind: "silent", reason: "NotReached", text: "there is no way to n3" };
  const { commands } = nodes(({ node }) => (node === "n3" ? away : undefined));
  await expect(request(stage.cluster, commands)).rejects.toMatchObject({ code: "disconnected", message: away.text });
  expect(NODES.flatMap(files)).toEqual(["site.pem", "site.pem", "site.pem"]);
  for (const node of NODES) rmSync(onNode(node));
  await expect(request(stage.cluster, nodes().commands)).rejects.toMatchObject({ code: "missing" });
  expect(NODES.some((node) => existsSync(onNode(node)))).toBe(false);
});
