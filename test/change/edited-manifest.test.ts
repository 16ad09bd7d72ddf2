/**
 * What a plan foretells is what the engine does, and no more: the example's control plane is brought up in virtual
 * time, its manifest edited in one place, planned, applied, and every start, stop, promotion and demotion that followed
 * is held against the plan.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { applyChange } from "../../src/change/apply.ts";
import { planChange } from "../../src/change/plan/plan.ts";
import type { RunningCluster } from "../../src/cluster/embedded/open.ts";
import type { ClusterEvent } from "../../src/report/events/event.ts";
import type { Plan } from "../../src/report/plan/document.ts";
import { planLines } from "../../src/report/plan/text.ts";
import { BEGINNING, desired, EXAMPLE, PASSWORD, PATIENCE, SERVICES_LINE, startWith } from "./example-cluster.ts";

const TOLD: ReadonlySet<string> = new Set(["start", "stop", "promote", "demote", "migrate_to", "migrate_from"]);
const step = (task: string, rsc: string, node: string): string => `${task} ${rsc.replace(/:\d+$/, "")} on ${node}`;

const foretold = (plan: Plan): string[] =>
  plan.operations
    .filter((o) => TOLD.has(o.operation))
    .map((o) => step(o.operation, o.resource, o.node))
    .sort();

let running: RunningCluster;
let events: ClusterEvent[];

beforeEach(async () => {
  events = [];
  running = await startWith(EXAMPLE);
  expect(running.driver.settle(BEGINNING + PATIENCE)).toBe(true);
  running.driver.subscribe((event) => events.push(event));
});

afterEach(() => running.stop());

/** Applies the edited manifest; returns the plan and what was done. */
async function change(edited: string): Promise<{ plan: Plan; done: string[] }> {
  expect(edited).not.toBe(EXAMPLE);
  const { cluster, driver } = running;
  const snapshot = await cluster.read();
  const wanted = desired(edited, snapshot.cib);
  const planned = planChange(snapshot, wanted);
  const before = events.length;
  const committed = applyChange(cluster, planned, wanted, { who: "test", why: "an edit" });
  // The commit is answered once virtual time lets the engine take it in.
  for (let i = 0; i < 5; i++) await Promise.resolve();
  driver.settle(driver.now + PATIENCE);
  await committed;
  expect(driver.settle(driver.now + PATIENCE)).toBe(true);
  const done = events
    .slice(before)
    .flatMap(({ event }) =>
      event.kind === "operation" && TOLD.has(event.task) ? [step(event.task, event.rsc, event.node)] : [],
    );
  return { plan: planned.plan, done: done.sort() };
}

/** The same edit asked for again changes nothing. */
async function isDone(edited: string): Promise<boolean> {
  const snapshot = await running.cluster.read();
  return planChange(snapshot, desired(edited, snapshot.cib)).patch.changes.length === 0;
}

const withServices = (lines: string): string => EXAMPLE.replace(SERVICES_LINE, `services:\n${lines}`);

describe("an edited manifest is planned with reasons, applied, and done as planned", () => {
  test("a mount: every replica restarts, and the plan warns that they do so together", async () => {
    const edited = withServices(
      "  galera:\n  rabbitmq:\n  redis:\n  haproxy: {mounts: {haproxy-extra: {source: /etc/extra, target: /etc/extra, options: ro}}}\n  ovn-dbs:\n  cinder-volume:\n",
    );
    const { plan, done } = await change(edited);
    expect(plan.differences).toMatchObject([{ kind: "added", object: "haproxy-bundle" }]);
    expect(plan.resources.map((c) => [c.kind, c.resource, c.reason])).toEqual(
      [0, 1, 2].map((n) => ["restart", `haproxy-bundle-podman-${n}`, "resource definition change"]),
    );
    expect(plan.together).toEqual([{ resource: "haproxy-bundle", instances: ["0", "1", "2"], of: 3 }]);
    expect(done).toEqual(foretold(plan));
    expect(await isDone(edited)).toBe(true);
  });

  test("a timeout of an operation that is not recurring: nothing is touched", async () => {
    const edited = withServices(
      "  galera: {operations: {promote: 400s}}\n  rabbitmq:\n  redis:\n  haproxy:\n  ovn-dbs:\n  cinder-volume:\n",
    );
    const { plan, done } = await change(edited);
    expect(plan.differences).toMatchObject([
      { kind: "changed", object: "galera-bundle", before: "300s", after: "400s" },
    ]);
    expect([...plan.nodes, ...plan.resources]).toEqual([]);
    expect(done).toEqual([]);
    expect(await isDone(edited)).toBe(true);
  });

  test("an image: the one replica of cinder-volume restarts", async () => {
    const edited = withServices(
      "  galera:\n  rabbitmq:\n  redis:\n  haproxy:\n  ovn-dbs:\n  cinder-volume: {image: example/cinder-volume:2}\n",
    );
    const { plan, done } = await change(edited);
    expect(plan.resources.map((c) => [c.kind, c.resource])).toEqual([["restart", "openstack-cinder-volume-podman-0"]]);
    expect(done).toHaveLength(2);
    expect(done).toEqual(foretold(plan));
    expect(await isDone(edited)).toBe(true);
  });

  test("another virtual IP: it is probed and started, nothing else moves", async () => {
    const edited = EXAMPLE.replace("  storage: 172.17.3.122\n", "  storage: 172.17.3.122\n  tenant: 172.17.2.50\n");
    const { plan, done } = await change(edited);
    expect(plan.resources.map((c) => [c.kind, c.resource])).toEqual([["start", "ip-172.17.2.50"]]);
    expect(done).toEqual(foretold(plan));
    expect(done).toHaveLength(1);
    expect(await isDone(edited)).toBe(true);
  });

  test("a service removed: its replicas stop, its constraints go, others stay as they are", async () => {
    const edited = EXAMPLE.replace(SERVICES_LINE, SERVICES_LINE.replace("rabbitmq, ", ""));
    const { plan, done } = await change(edited);
    expect(new Set(plan.resources.map((c) => c.kind))).toEqual(new Set(["stop"]));
    expect(plan.differences.map((d) => d.object)).toContain("location-rabbitmq-bundle");
    expect(done).toEqual(foretold(plan));
    expect(done.length).toBeGreaterThanOrEqual(9);
    expect(await isDone(edited)).toBe(true);
  });

  test("a stale plan is refused, whole", async () => {
    const { cluster } = running;
    const snapshot = await cluster.read();
    const edited = EXAMPLE.replace("  storage: 172.17.3.122\n", "");
    const wanted = desired(edited, snapshot.cib);
    const planned = planChange(snapshot, wanted);
    await change(EXAMPLE.replace("cluster.common.tag", "cluster.other.tag"));
    await expect(applyChange(cluster, planned, wanted, { who: "test", why: "late" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("no secret is in the plan, as data or text", async () => {
    const snapshot = await running.cluster.read();
    const edited = EXAMPLE.replace("password: {secret: ipmi}", "password: {secret: ipmi}\n    privlvl: administrator");
    const wanted = desired(edited, snapshot.cib);
    const { plan } = planChange(snapshot, wanted);
    expect(plan.differences.length).toBeGreaterThan(0);
    expect(JSON.stringify(plan)).not.toContain(PASSWORD);
    expect(
      planLines(plan)
        .map((l) => l.text)
        .join("\n"),
    ).not.toContain(PASSWORD);
  });
});
