/**
 * How long a plan says that a service is away is what the engine then measures: not less than the estimate from the
 * operations' last runs, not more than their timeouts; and a service of which nothing is said is never away.
 */
import { describe, expect, test } from "vitest";
import { applyChange } from "../../src/change/apply.ts";
import { planChange } from "../../src/change/plan/plan.ts";
import type { ClusterEvent } from "../../src/report/events/event.ts";
import { planLines } from "../../src/report/plan/text.ts";
import { BEGINNING, desired, EXAMPLE, PATIENCE, SERVICES_LINE, startWith } from "./example-cluster.ts";

/** What an instance of each service does to be there, and the resource that does it. */
const SERVICES = {
  "galera-bundle": { rsc: /^galera$/, up: "promote", down: ["demote", "stop"] },
  "redis-bundle": { rsc: /^redis$/, up: "promote", down: ["demote", "stop"] },
  "rabbitmq-bundle": { rsc: /^rabbitmq$/, up: "start", down: ["stop"] },
  "haproxy-bundle": { rsc: /^haproxy-bundle-podman-\d$/, up: "start", down: ["stop"] },
  "openstack-cinder-volume": { rsc: /^openstack-cinder-volume-podman-\d$/, up: "start", down: ["stop"] },
} as const;

/** The longest time without an instance that is there, from `since` on. */
function longestGap(
  events: readonly ClusterEvent[],
  { rsc, up, down }: (typeof SERVICES)[keyof typeof SERVICES],
  since: number,
): number {
  const there = new Set<string>();
  let empty: number | undefined;
  let longest = 0;
  for (const { at, event } of events) {
    if (event.kind !== "begun" && event.kind !== "operation") continue;
    if (!rsc.test(event.rsc.replace(/:\d+$/, "")) || event.intervalMs > 0) continue;
    const place = `${event.rsc} ${event.node}`;
    if (event.kind === "begun" && (down as readonly string[]).includes(event.task)) there.delete(place);
    else if (event.kind === "operation" && event.task === up && event.rc === 0) there.add(place);
    else continue;
    if (there.size === 0) empty ??= at;
    else if (empty !== undefined) {
      if (at >= since) longest = Math.max(longest, at - Math.max(empty, since));
      empty = undefined;
    }
  }
  return longest;
}

const edited = (name: string, settings: string): string => {
  const text = EXAMPLE.replace(
    SERVICES_LINE,
    `services:\n${["galera", "rabbitmq", "redis", "haproxy", "ovn-dbs", "cinder-volume"].map((s) => `  ${s}: ${s === name ? settings : ""}\n`).join("")}`,
  );
  expect(text).not.toBe(EXAMPLE);
  return text;
};
const MOUNT = "{mounts: {extra: /etc/extra:/etc/extra:ro}}";

describe("a plan's estimate of how long a service is away", () => {
  test.each<readonly [string, string, readonly (keyof typeof SERVICES)[]]>([
    ["a mount of haproxy", edited("haproxy", MOUNT), ["haproxy-bundle"]],
    ["a mount of galera", edited("galera", MOUNT), ["galera-bundle"]],
    ["a mount of redis", edited("redis", MOUNT), ["redis-bundle"]],
    ["a mount of rabbitmq", edited("rabbitmq", MOUNT), ["rabbitmq-bundle"]],
    ["an image of cinder-volume", edited("cinder-volume", "{image: other:2}"), ["openstack-cinder-volume"]],
    [
      "another virtual IP",
      EXAMPLE.replace("  storage: 172.17.3.122\n", "  storage: 172.17.3.122\n  tenant: 172.17.2.50\n"),
      [],
    ],
  ])("%s", async (_, text, expected) => {
    const events: ClusterEvent[] = [];
    const running = await startWith(EXAMPLE);
    const { cluster, driver } = running;
    driver.subscribe((event) => events.push(event));
    expect(driver.settle(BEGINNING + PATIENCE)).toBe(true);
    const snapshot = await cluster.read();
    const wanted = desired(text, snapshot.cib);
    const planned = planChange(snapshot, wanted);
    const since = driver.now;
    const committed = applyChange(cluster, planned, wanted, { who: "test", why: "an edit" });
    for (let i = 0; i < 5; i++) await Promise.resolve();
    driver.settle(driver.now + PATIENCE);
    await committed;
    expect(driver.settle(driver.now + PATIENCE)).toBe(true);
    await running.stop();

    const { away } = planned.plan;
    expect(away.map(({ resource }) => resource)).toEqual(expected);
    for (const [name, service] of Object.entries(SERVICES)) {
      const gap = longestGap(events, service, since);
      const said = away.find(({ resource }) => resource === name);
      if (said === undefined) expect(gap, name).toBe(0);
      else {
        expect(gap, name).toBeGreaterThan(0);
        expect(gap, name).toBeGreaterThanOrEqual(said.estimateMs);
        expect(gap, name).toBeLessThanOrEqual(said.mostMs);
        expect(
          planLines(planned.plan)
            .map((l) => l.text)
            .join("\n"),
        ).toMatch(new RegExp(`! ${name} is away for .*an estimate`));
      }
    }
  });
});
