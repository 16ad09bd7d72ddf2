/** What a plan says will be promoted once it has started is what the engine promotes. */
import { expect, test } from "vitest";
import { planChange } from "../../src/change/plan/plan.ts";
import { clusterProperty } from "../../src/cib/value/property.ts";
import type { ClusterEvent } from "../../src/report/events/event.ts";
import { BEGINNING, desired, EXAMPLE, PATIENCE, SERVICES_LINE, startWith } from "./example-cluster.ts";

test("redis and OVN's databases, added to a cluster that runs", async () => {
  const without = EXAMPLE.replace(SERVICES_LINE, "services: [galera, rabbitmq, haproxy, cinder-volume]")
    .split("\n")
    .filter((line) => !/^\s+(redis|ovn[_-]dbs):/.test(line))
    .join("\n");
  const running = await startWith(without);
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
