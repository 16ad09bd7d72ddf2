/**
 * Change on a real cluster: what an example deploys in one commit, that what a plan foretells is what the nodes then do,
 * and that writers at once lose nothing. Takes a minute and a half.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editCluster } from "../../src/change/edit.ts";
import { withNodeAttribute } from "../../src/change/verbs/node-attribute.ts";
import { openCluster } from "../../src/cluster/open.ts";
import type { Plan } from "../../src/report/plan/document.ts";
import type { ResourceDetail } from "../../src/report/status/detail.ts";
import { statusAnswer } from "../../src/report/status/schema.ts";
import { holdfast, inNode, LAB, mustApply, mustRun, PROGRAM, until } from "./holdfast.ts";
import { doneSince, logMark, plannedWork } from "./work.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/lab.yaml", import.meta.url));
const EDITED = join(tmpdir(), `holdfast-change-${process.pid}.yaml`);
const NODES = ["controller-0", "controller-1", "controller-2"] as const;
const log: string[] = [];

/** Every command that takes a cluster, on the lab's. */
const on = (command: string, ...more: string[]): readonly string[] => [command, ...more, "-c", `lab:${LAB}`];
const wait = (): string => mustRun(on("wait", "--timeout", "100s"), { limit: 110_000 });
const epoch = (): string =>
  /\bepoch="(\d+)"/.exec(inNode(NODES[0], "cibadmin", "--query", "--no-children"))?.[1] ?? "none";

/** The plan for a manifest; what it says and what the nodes did once it was applied. */
async function change(manifest: string): Promise<{
  readonly plan: Plan;
  readonly planned: readonly string[];
  readonly done: readonly string[];
  readonly mark: ReturnType<typeof logMark>;
}> {
  const { status, out, err } = holdfast(on("plan", manifest, "-o", "json"));
  if (status !== 2) throw new Error(`plan ended with ${status}:\n${out}${err}`);
  const plan = JSON.parse(out) as Plan;
  // The cluster's own scheduler, asked on its node.
  expect(plan.checked).toEqual({ by: expect.stringMatching(/^crm_simulate \d/), agrees: true });
  for (const { because } of plan.resources) expect(because.differences.length).toBeGreaterThan(0);
  const mark = logMark();
  mustApply(manifest);
  const start = performance.now();
  wait();
  log.push(`${plan.differences.length} differences, done in ${Math.round((performance.now() - start) / 100) / 10} s`);
  return { plan, planned: plannedWork(plan), done: doneSince(mark), mark };
}

/** The manifest with one edit more. Edits stay, one after the other. */
function edit(from: string, to: string): string {
  const text = readFileSync(EDITED, "utf8");
  expect(text).toContain(from);
  writeFileSync(EDITED, text.replace(from, to));
  return EDITED;
}

describe("a change of a real cluster", () => {
  beforeAll(() => {
    holdfast(["lab", "down", "--keep-images"]);
    writeFileSync(EDITED, readFileSync(EXAMPLE));
    mustRun(["lab", "up"], { limit: 600_000 });
  }, 660_000);

  afterAll(() => {
    holdfast(["lab", "down", "--keep-images"]);
    rmSync(EDITED, { force: true });
    process.stdout.write(log.map((line) => `  ${line}\n`).join(""));
  });

  test("the example deploys in one commit, and wait returns when all of it runs", async () => {
    const before = Number(epoch());
    const { planned, done } = await change(EXAMPLE);
    // The cluster itself adds none of these; a promotion comes once the agents have set their scores.
    expect(done.filter((work) => !work.startsWith("promote"))).toEqual(planned);
    expect(done.filter((work) => work.startsWith("promote"))).toHaveLength(1);
    expect(Number(epoch())).toBe(before + 1);
    const status = mustRun(on("status"));
    expect(status.match(/haproxy-bundle-podman-\d.*Started/g)).toHaveLength(3);
    expect(status.match(/state-bundle-\d.* Promoted/g)).toHaveLength(1);
    expect(status.match(/state-bundle-\d.*Unpromoted/g)).toHaveLength(2);
    expect(status.match(/ip-10\.89\.8\.\d+.*Started/g)).toHaveLength(2);
    expect(status.match(/fence_ipmilan\):.*Started/g)).toHaveLength(3);
  });

  test("applied again it changes nothing", () => {
    const before = epoch();
    const mark = logMark();
    expect(mustRun(on("apply", EXAMPLE, "--yes"))).toContain("No change");
    expect(holdfast(on("plan", EXAMPLE)).status).toBe(0);
    expect(epoch()).toBe(before);
    expect(doneSince(mark)).toEqual([]);
  });

  test("another virtual IP: the old one goes, the new one comes, as foretold", async () => {
    const { planned, done } = await change(edit("10.89.8.51", "10.89.8.52"));
    expect(planned).toHaveLength(2);
    expect(done).toEqual(planned);
  });

  test("another parameter of a virtual IP: it alone restarts, as foretold", async () => {
    const { planned, done } = await change(
      edit("10.89.8.52, nic: eth0}", "10.89.8.52, nic: eth0, parameters: {arp_count: 3}}"),
    );
    expect(planned).toHaveLength(2);
    expect(done).toEqual(planned);
  });

  test("another timeout: two monitors begin anew, and nothing starts or stops, as foretold", async () => {
    const { plan, planned, done, mark } = await change(
      edit("interval: 5s, timeout: 20s", "interval: 5s, timeout: 30s"),
    );
    expect(planned).toEqual([]);
    expect(done).toEqual([]);
    const monitors = plannedWork(plan, ["monitor"]);
    expect(monitors).toHaveLength(2);
    await until("both have ended once", 30, () => doneSince(mark, ["monitor"]).length >= 2);
    expect(doneSince(mark, ["monitor"])).toEqual(monitors);
  });

  test("another mount: the bundle's replicas restart, and what stands on them, as foretold", async () => {
    const { plan, planned, done } = await change(edit(":/etc/haproxy:ro", ":/etc/haproxy:ro,z"));
    expect(plan.together.map(({ resource }) => resource)).toContain("haproxy-bundle");
    expect(planned.filter((work) => /^(start|stop) haproxy-bundle-podman-\d/.test(work))).toHaveLength(6);
    expect(done).toEqual(planned);
  });

  test("another mount of a bundle with a promoted replica: demoted, restarted, promoted again", async () => {
    const { planned, done } = await change(edit("/etc/hosts:/etc/hosts:ro", "/etc/hosts:/etc/hosts:ro,z"));
    expect(planned).toHaveLength(20);
    expect(planned).toEqual(expect.arrayContaining([expect.stringMatching(/^demote state on state-bundle-\d$/)]));
    expect(done).toEqual(planned);
  });

  test("a resource is one document, printed again after each change, until SIGTERM", async () => {
    const watching = spawn(process.execPath, [PROGRAM, ...on("status", "state-bundle", "--watch", "-o", "json")]);
    let out = "";
    watching.stdout.on("data", (chunk) => {
      out += String(chunk);
    });
    const ended = once(watching, "exit");
    const told = (): ResourceDetail[] =>
      out
        .split("\n")
        .slice(0, -1)
        .map((line) => statusAnswer.parse(JSON.parse(line)) as ResourceDetail);
    const manage = (value: boolean): string =>
      inNode(NODES[2], ...`crm_resource -r state-bundle --meta -p is-managed -v ${value}`.split(" "));
    const seen = async (managed: boolean): Promise<void> => {
      const start = performance.now();
      while (told().at(-1)?.managed !== managed) {
        if (performance.now() - start > 60_000)
          throw new Error(`is-managed=${managed} is not told: ${out.slice(-300)}`);
        await sleep(100);
      }
    };
    await seen(true);
    manage(false);
    await seen(false);
    manage(true);
    await seen(true);
    watching.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    expect(told()[0]).toMatchObject({ role: "Promoted", live: true, age: 0, kind: "bundle" });
    expect(told()[0]?.instances.map((i) => i.guest?.role)).toEqual(["Started", "Started", "Started"]);
  });

  test("past configurations are those a node has kept", () => {
    const { entries } = JSON.parse(mustRun(on("history", "-o", "json"))) as { entries: readonly { version: string }[] };
    expect(entries[0]?.version).toBe(`0.${epoch()}`);
    expect(entries.length).toBeGreaterThan(5);
  });

  test("writers on three nodes at once lose no update", async () => {
    const EACH = 8;
    const before = Number(epoch());
    const start = performance.now();
    await Promise.all(
      NODES.map(async (node) => {
        const cluster = await openCluster(`pacemaker+exec:${LAB}/enter ${node}`);
        try {
          for (let i = 0; i < EACH; i++)
            await editCluster(cluster, { who: node, why: `note ${i}` }, (cib) =>
              withNodeAttribute(cib, "controller-0", `note-${node}-${i}`, "true"),
            );
        } finally {
          await cluster.close();
        }
      }),
    );
    log.push(`${3 * EACH} edits by three writers in ${Math.round((performance.now() - start) / 100) / 10} s`);
    const found = inNode(NODES[1], "cibadmin", "--query", "--scope", "nodes").match(/name="note-controller-\d-\d"/g);
    expect(new Set(found).size).toBe(3 * EACH);
    expect(Number(epoch())).toBe(before + 3 * EACH);
    wait();
  });
});
