/** A probe that a manifest gives a service: kept where Pacemaker ignores it, asked by health, and restarting nothing. */
import { expect, test } from "vitest";
import { planChange } from "../../src/change/plan/plan.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { newCib } from "../../src/cluster/embedded/new-cib.ts";
import { startEmbedded } from "../../src/cluster/embedded/open.ts";
import { parseFault } from "../../src/cluster/fault.ts";
import { healthOf } from "../../src/health/health.ts";
import { compile } from "../../src/manifest/compile/compile.ts";
import { readManifest } from "../../src/manifest/manifest.ts";
import { merge } from "../../src/manifest/merge/merge.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { LONG } from "../long.ts";

const manifest = (probe: string): string =>
  `nodes: [a1, a2, a3]\nfencing: none\nservices: {web: {agent: "systemd:httpd", kind: clone${probe}}}\n`;

function compiled(text: string) {
  const read = readManifest(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = compile(read.manifest, { secret: () => undefined });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled;
}

test("a probe is added without a restart, and decides whether a replica is whole", LONG, async () => {
  const running = await startEmbedded({
    directory: undefined,
    schedule,
    clock: () => virtualClock(Date.UTC(2026, 0, 1)),
    configuration: merge(newCib(undefined), compiled(manifest(""))),
  });
  try {
    const { driver, cluster } = running;
    driver.runUntil(() => false, driver.now + 600_000);
    const before = await cluster.read();
    const wanted = merge(before.cib, compiled(manifest(", probe: {command: [/usr/local/bin/check]}")));
    const { plan } = planChange(before, wanted);
    expect(plan.differences.map(({ part }) => part)).toEqual(["holdfast-probe"]);
    expect([plan.resources, plan.nodes]).toEqual([[], []]);
    const asProbed = async () => healthOf(cluster, { ...(await cluster.read()), cib: wanted }, ["web-clone"]);
    const [whole] = await asProbed();
    expect(whole).toMatchObject({ service: "own-probe", whole: { status: "True" } });
    const fault = parseFault(["service-ill", "web", "a2"]);
    if (fault !== undefined) driver.inject(fault, "test");
    const [ill] = await asProbed();
    expect(ill?.replicas.filter((r) => r.whole.reason === "ProbeFailed").map(({ node }) => node)).toEqual(["a2"]);
    expect(ill?.replicas.find(({ node }) => node === "a1")?.mayStop.reason).toBe("OtherNotWhole");
  } finally {
    await running.stop();
  }
});

test.each([
  ["{}", "expected one of command, tcp and http in a probe, found none of them"],
  ["{tcp: 80, http: {port: 80, path: /}}", "expected one of command, tcp and http in a probe, found tcp and http"],
  ["{command: []}", "expected a program in the command of a probe, found an empty list"],
  ["{http: {port: 80, path: up}}", 'expected a path of an address, such as /healthcheck, found "up"'],
  ["{tcp: 70000}", 'expected a whole number from 1 to 65535, found "70000"'],
])("%s is refused with its place", (probe, message) => {
  const read = readManifest(manifest(`, probe: ${probe}`));
  if (read.ok) throw new Error("it is taken");
  expect(read.problems.map((p) => [p.message, p.where?.line])).toEqual([[message, 3]]);
});
