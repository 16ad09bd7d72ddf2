/**
 * From bare machines to a cluster, in the lab: `cluster create` is killed again and again, then repeated. Takes about two
 * minutes, most of them Pacemaker's elections.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holdfast, inNode, LAB, mustRun, PROGRAM } from "./holdfast.ts";

const NODES = ["controller-0", "controller-1", "controller-2"];
const MANIFEST = `cluster: deck
nodes:
${NODES.map((name, i) => `  ${name}: {addresses: [10.89.8.${11 + i}]}\n`).join("")}corosync: {}
fencing: none
resources:
  one: {agent: ocf:pacemaker:Dummy}
`;

const directory = mkdtempSync(join(tmpdir(), "holdfast-create-"));
const file = join(directory, "deck.yaml");
const create = ["cluster", "create", "-f", file, "--yes"];
// The lab's own ssh knows the way to its nodes.
const env = { ...process.env, PATH: `${LAB}/ssh/bin:${process.env.PATH}` };

/** Begins a creation, and kills it after so many milliseconds. */
async function cutOff(after: number): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM, ...create], { env, stdio: "ignore" });
  await sleep(after);
  child.kill("SIGKILL");
}

describe("three bare machines", () => {
  beforeAll(() => {
    writeFileSync(file, MANIFEST);
    process.env.PATH = env.PATH;
    holdfast(["lab", "down", "--keep-images"]);
    mustRun(["lab", "up", "--nodes", "3", "--bare"], { limit: 600_000 });
  }, 600_000);

  afterAll(() => {
    holdfast(["lab", "down", "--keep-images"]);
    rmSync(directory, { recursive: true });
  });

  test("become a cluster, whatever moments the creation is killed at", async () => {
    for (const after of [900, 1300, 2200, 4000]) await cutOff(after);
    mustRun(create, { limit: 160_000 });
    for (const node of NODES) expect(inNode(node, "crm_mon", "-1")).toContain(`Online: [ ${NODES.join(" ")} ]`);
    const sums = NODES.map((node) =>
      inNode(node, "sha256sum", "/etc/corosync/authkey", "/etc/pacemaker/authkey", "/etc/corosync/corosync.conf"),
    );
    expect(sums[0]).toMatch(/^[0-9a-f]{64} /);
    expect(new Set(sums).size).toBe(1);
    expect(mustRun(create)).toContain("Nothing is left to do.");
  });

  test("reload another token, and another cipher", () => {
    writeFileSync(file, MANIFEST.replace("corosync: {}", "corosync: {token: 7s, crypto: {cipher: aes128}}"));
    mustRun(["cluster", "reload", "-f", file, "--yes"]);
    for (const node of NODES) expect(inNode(node, "corosync-cmapctl", "-g", "totem.crypto_cipher")).toContain("aes128");
    expect(inNode("controller-0", "corosync-cmapctl", "-g", "runtime.config.totem.token")).toContain("7650");
    expect(inNode("controller-0", "corosync-quorumtool", "-s")).toMatch(/Quorate: +Yes/);
  });

  test("are not taken by another manifest", () => {
    writeFileSync(file, MANIFEST.replace("deck", "other"));
    const { status, err } = holdfast(create);
    expect(status).toBe(107);
    for (const node of NODES) expect(err).toContain(`${node} runs a cluster deck`);
    expect(inNode("controller-0", "crm_mon", "-1")).toContain("partition with quorum");
  });
});
