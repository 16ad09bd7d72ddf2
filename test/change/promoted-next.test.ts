/** What a plan says will be promoted once it has started is what the engine promotes. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { planChange } from "../../src/change/plan/plan.ts";
import { clusterProperty } from "../../src/cib/value/property.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { newCib, startEmbedded } from "../../src/cluster/embedded/open.ts";
import { compile } from "../../src/manifest/compile/compile.ts";
import { readManifest } from "../../src/manifest/manifest.ts";
import { merge } from "../../src/manifest/merge/merge.ts";
import type { ClusterEvent } from "../../src/report/events/event.ts";
import { schedule } from "../../src/scheduler/schedule.ts";

const EXAMPLE = readFileSync(new URL("../../examples/control-plane.yaml", import.meta.url), "utf8");
const BEGINNING = Date.UTC(2026, 0, 1);
const PATIENCE = 30 * 60 * 1000;
const LIST = "services: [galera, rabbitmq, redis, haproxy, ovn-dbs, cinder-volume]";

function desired(text: string, current: Element): Element {
  const read = readManifest(text, "edited.yaml");
  if (!read.ok) throw new Error(read.problems.map((p) => p.message).join("; "));
  const compiled = compile(read.manifest, { secret: () => "x" });
  if (!compiled.ok) throw new Error(compiled.problems.map((p) => p.message).join("; "));
  return merge(current, compiled.compiled);
}

test("redis and OVN's databases, added to a cluster that runs", async () => {
  const without = EXAMPLE.replace(LIST, "services: [galera, rabbitmq, haproxy, cinder-volume]")
    .split("\n")
    .filter((line) => !/^\s+(redis|ovn[_-]dbs):/.test(line))
    .join("\n");
  const running = await startEmbedded({
    directory: undefined,
    schedule,
    clock: () => virtualClock(BEGINNING),
    configuration: desired(without, newCib(undefined)),
  });
  const { cluster, driver } = running;
  expect(driver.settle(BEGINNING + PATIENCE)).toBe(true);
  const snapshot = await cluster.read();
  const events: ClusterEvent[] = [];
  driver.subscribe((event) => events.push(event));
  const planned = planChange(snapshot, desired(EXAMPLE, snapshot.cib));
  const next = planned.plan.promotedNext.map(({ resource }) => resource.replace(/:\d+$/, "")).sort();
  expect(next).toEqual(["ovndb_servers", "redis"]);
  const commit = cluster.commit({ patch: planned.patch, expected: planned.plan.against, who: "test", why: "add" });
  for (let i = 0; i < 5; i++) await Promise.resolve();
  driver.settle(driver.now + PATIENCE);
  await commit;
  expect(driver.settle(driver.now + PATIENCE)).toBe(true);
  const { cib } = await cluster.read();
  const promoted = planned.plan.promotedNext.map(({ node }) => node);
  expect(clusterProperty(cib, "redis_REPL_INFO")).toBe(
    planned.plan.promotedNext.find(({ resource }) => resource.startsWith("redis"))?.node,
  );
  expect(clusterProperty(cib, "OVN_REPL_INFO")).toBe(
    planned.plan.promotedNext.find(({ resource }) => resource.startsWith("ovn"))?.node,
  );
  expect(promoted).toHaveLength(2);
  await running.stop();
});
