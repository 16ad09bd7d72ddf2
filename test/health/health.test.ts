/** The health of the deck's services, asked in their containers: whole at rest, and with the reason while they are not. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { LONG } from "../long.ts";
import { Deck } from "./deck.ts";

let deck: Deck;
beforeAll(async () => {
  deck = await Deck.settled();
}, 120_000);
afterAll(() => deck.stop());

test("all services are whole at rest, and any replica of several may stop", LONG, async () => {
  const services = await deck.health();
  expect(services.filter(({ whole }) => whole.status !== "True")).toEqual([]);
  expect(services.map(({ service }) => service)).toEqual(expect.arrayContaining(["galera", "redis", "generic"]));
  for (const { expected, replicas } of services) {
    expect(replicas).toHaveLength(expected);
    for (const { mayStop } of replicas) expect(mayStop.reason).toBe(expected > 1 ? "OthersWhole" : "OnlyReplica");
  }
});

test(
  "a joiner is not whole until it is in step, and neither its donor nor the third may stop until then",
  LONG,
  async () => {
    deck.inject("slow-join galera 300");
    deck.inject("process-kill galera controller-1");
    deck.pass(60);
    expect(await deck.short("galera-bundle")).toEqual([
      "False NotSynced",
      "galera-bundle-0 False NotSynced, stop False Donor",
      "galera-bundle-1 False NotSynced, stop False OtherNotWhole",
      "galera-bundle-2 True Synced, stop False LastReplica",
    ]);
    deck.pass(300);
    // It runs again, but its failure is on record.
    expect(await deck.short("galera-bundle")).toEqual([
      "True AllWhole",
      "galera-bundle-0 True Synced, stop False FailureOnRecord",
      "galera-bundle-1 True Synced, stop True OthersWhole",
      "galera-bundle-2 True Synced, stop False FailureOnRecord",
    ]);
    const cleaned = deck.running.cluster.cleanup({ failedOnly: true, who: "test" });
    deck.settle();
    await cleaned;
    expect((await deck.short("galera-bundle"))[1]).toBe("galera-bundle-0 True Synced, stop True OthersWhole");
  },
);

test("a master of Redis whose replicas are all ill has no successor", LONG, async () => {
  const [service] = await deck.health("redis-bundle");
  const master = service?.replicas.find(({ role }) => role === "Promoted");
  for (const { node } of service?.replicas.filter((r) => r !== master) ?? []) deck.inject(`service-ill redis ${node}`);
  const [ill] = await deck.health("redis");
  const now = ill?.replicas.find(({ id }) => id === master?.id);
  expect([now?.whole.reason, now?.mayStop.reason]).toEqual(["ReplicasMissing", "NoSuccessor"]);
  expect(ill?.replicas.filter((r) => r !== now).map(({ whole }) => whole.reason)).toEqual(["Syncing", "Syncing"]);
  deck.inject("service-well redis");
  expect((await deck.health("redis-bundle"))[0]?.whole.status).toBe("True");
});

test("every kind of service is asked, and one that is ill says so though Pacemaker sees nothing", LONG, async () => {
  const ill = [
    ["galera-bundle", "galera", "NotSynced"],
    ["rabbitmq-bundle", "rabbitmq", "Alarm"],
    ["redis-bundle", "redis", "Syncing"],
    ["ovn-dbs-bundle", "ovndb_servers", "NotCopying"],
  ] as const;
  const services = await deck.health();
  expect(new Set(services.map(({ service }) => service))).toEqual(
    new Set(["galera", "rabbitmq", "redis", "ovn-dbs", "haproxy", "cinder-volume", "generic"]),
  );
  for (const [id, inner, reason] of ill) {
    const { replicas = [] } = services.find((s) => s.id === id) ?? {};
    const before = replicas.find(({ role }) => role !== "Promoted") ?? replicas[0];
    deck.inject(`service-ill ${inner} ${before?.node}`);
    const [now] = await deck.health(id);
    const replica = now?.replicas.find((r) => r.id === before?.id);
    expect([id, now?.whole.status, replica?.whole.reason]).toEqual([id, "False", reason]);
    deck.inject(`service-well ${inner}`);
    expect((await deck.health(id))[0]?.whole.status).toBe("True");
  }
});

test("a replica on a node that is gone is not taken for whole, and the others may not stop", LONG, async () => {
  deck.inject("node-crash controller-2");
  const [before] = await deck.health("galera-bundle");
  expect(before?.replicas[2]?.whole).toMatchObject({ status: "Unknown", reason: "NotReached" });
  deck.pass(5);
  const [after] = await deck.health("galera-bundle");
  expect(after?.whole.status).not.toBe("True");
  expect(after?.replicas.map(({ mayStop }) => mayStop.status)).toEqual(["False", "False", "True"]);
  expect(after?.replicas[2]?.mayStop.reason).toBe("NotRunning");
});
