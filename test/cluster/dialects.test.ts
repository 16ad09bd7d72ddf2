/**
 * Pacemaker 3.0's dialect on a real cluster: deploy, edit, cut, wait; and a cluster in the middle of an upgrade from
 * 2.1. Two minutes, and one for unpacking 3.0 the first time.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Plan } from "../../src/report/plan/document.ts";
import type { Versions } from "../../src/report/versions/document.ts";
import { PACEMAKER_3, whyNot } from "../differential/oracle.ts";
import { needs } from "../needs.ts";
import { holdfast, inNode, LAB, mustApply, mustRun, until } from "./holdfast.ts";
import { doneSince, logMark, plannedWork } from "./work.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/lab.yaml", import.meta.url));
const EDITED = join(tmpdir(), `holdfast-dialects-${process.pid}.yaml`);
const log: string[] = [];

const on = (command: string, ...more: string[]): readonly string[] => [command, ...more, "-c", `lab:${LAB}`];
const wait = (): string => mustRun(on("wait", "--timeout", "160s"), { limit: 170_000 });

/** The Pacemaker that each node says it is. */
const versions = () =>
  [0, 1, 2].map((n) => /Pacemaker (\d+\.\d+)/.exec(inNode(`controller-${n}`, "pacemakerd", "--version"))?.[1]);

/** What the nodes did for a manifest is what its plan said. */
function asForetold(manifest: string): readonly string[] {
  const { status, out, err } = holdfast(on("plan", manifest, "-o", "json"));
  if (status !== 2) throw new Error(`plan ended with ${status}:\n${out}${err}`);
  const mark = logMark();
  mustApply(manifest);
  const start = performance.now();
  wait();
  log.push(`done ${Math.round((performance.now() - start) / 100) / 10} s after the commit`);
  const done = doneSince(mark);
  // A first promotion comes once the agents have set their scores.
  const first = (work: string) => manifest === EXAMPLE && work.startsWith("promote");
  expect(done.filter((work) => !first(work))).toEqual(plannedWork(JSON.parse(out) as Plan));
  return done;
}

/** Pulls the cable of whichever node is the DC: it is fenced, and comes back once healed. */
async function cutTheDc(): Promise<void> {
  const dc = (JSON.parse(mustRun(["lab", "status", "-o", "json"])) as { dc: string }).dc;
  const observer = dc === "controller-0" ? "controller-1" : "controller-0";
  mustRun(["lab", "cut", dc]);
  const fenced = () => inNode(observer, "stonith_admin", "-H", dc).includes(`reboot of ${dc} successful`);
  log.push(`${dc}, the DC, cut; fenced after ${await until("fenced by IPMI", 120, fenced)} s`);
  mustRun(["lab", "heal", dc]);
  const online = () => inNode(observer, "crm_node", "--list").includes(`${dc} member`);
  await until("back", 120, online);
  wait();
  expect(mustRun(on("status"))).toMatch(/Online: \[ controller-0 controller-1 controller-2 \]/);
}

// The oracle comes from the same suite, and whatever keeps it from being there keeps 3.0 from the nodes.
const reason = whyNot(PACEMAKER_3);

describe.each([
  { pacemaker: "3.0", nodes: ["3.0", "3.0", "3.0"] },
  // Two of 2.1: had it one, and that one was cut off, the others would continue at 3.0's feature set, and refuse it.
  { pacemaker: "2.1,2.1,3.0", nodes: ["2.1", "2.1", "3.0"] },
])("a cluster of Pacemaker $pacemaker", ({ pacemaker, nodes }) => {
  beforeEach((context) => needs(context, reason));

  beforeAll(() => {
    if (reason !== undefined) return;
    holdfast(["lab", "down", "--keep-images"]);
    writeFileSync(EDITED, readFileSync(EXAMPLE));
    const start = performance.now();
    mustRun(["lab", "up", "--pacemaker", pacemaker], { limit: 600_000 });
    log.push(`${pacemaker}: up in ${Math.round((performance.now() - start) / 1000)} s`);
  }, 660_000);

  afterAll(() => {
    holdfast(["lab", "down", "--keep-images"]);
    rmSync(EDITED, { force: true });
    process.stdout.write(log.map((line) => `  ${line}\n`).join(""));
    log.length = 0;
  });

  test("deploys the example in one commit, as foretold, and applied again it changes nothing", () => {
    expect(versions()).toEqual(nodes);
    const done = asForetold(EXAMPLE);
    expect(done.filter((work) => work.startsWith("promote"))).toHaveLength(1);
    const status = mustRun(on("status"));
    expect(status.match(/haproxy-bundle-podman-\d.*Started/g)).toHaveLength(3);
    expect(status.match(/state-bundle-\d.* Promoted/g)).toHaveLength(1);
    expect(status.match(/fence_ipmilan\):.*Started/g)).toHaveLength(3);
    expect(mustRun(on("apply", EXAMPLE, "--yes"))).toContain("No change");
  });

  test.each([
    { what: "virtual IP", from: "10.89.8.51", to: "10.89.8.52", work: 2 },
    { what: "mount", from: ":/etc/haproxy:ro", to: ":/etc/haproxy:ro,z", work: 6 },
  ])("does for another $what as foretold, and no more", ({ from, to, work }) => {
    const text = readFileSync(EDITED, "utf8");
    expect(text).toContain(from);
    writeFileSync(EDITED, text.replace(from, to));
    expect(asForetold(EDITED).length).toBeGreaterThanOrEqual(work);
  });

  test("says which release each node runs, and whether they are of one step", () => {
    const { out } = holdfast(on("versions", "-o", "json"));
    const said = JSON.parse(out) as Versions;
    expect(said.silent).toEqual([]);
    expect(said.nodes.map(({ software }) => /^\d+\.\d+/.exec(software?.pacemaker ?? "")?.[0])).toEqual(nodes);
    expect(said.findings.some(({ gate }) => gate === "skew-minor")).toBe(new Set(nodes).size > 1);
  });

  test("fences its DC when it is cut off, and continues", cutTheDc, 400_000);
});
