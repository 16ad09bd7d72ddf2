/** Verbs that need a cluster that acts: what they put into it is gone again, however they end. */
import { afterEach, describe, expect, test } from "vitest";
import { confirmOff, fenceNodes } from "../../src/change/verbs/by-hand.ts";
import { carryOut } from "../../src/change/verbs/carry-out.ts";
import { addLocationConstraints } from "../../src/change/verbs/constraint.ts";
import { cleanUpFailures } from "../../src/change/verbs/failures.ts";
import { moveAndReturn } from "../../src/change/verbs/move-and-return.ts";
import { banResource, clearResources, whereabouts } from "../../src/change/verbs/place.ts";
import { setResourcePairs, switchResources } from "../../src/change/verbs/resource.ts";
import { restartResources } from "../../src/change/verbs/restart.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { child, type Element } from "../../src/cib/xml/tree.ts";
import type { RunningCluster } from "../../src/cluster/embedded/open.ts";
import { readingOf } from "../../src/scheduler/reading.ts";
import { eventually } from "../eventually.ts";
import { deckConfiguration } from "../stories/deck.ts";
import { cibOf, embedded, SMALL, whileTimePasses } from "./verb-cluster.ts";

const WAIT = { timeout: 60_000, signal: new AbortController().signal };
const LIVE = { who: "tester", dryRun: false, wait: WAIT };

const ONLY = { who: "tester", dryRun: false };

const worlds: RunningCluster[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});
const start = async (text = SMALL): Promise<RunningCluster> => {
  const world = await embedded(child(cibOf(text), "configuration"));
  worlds.push(world);
  return world;
};

const startDeck = async (): Promise<RunningCluster> => {
  const world = await embedded(deckConfiguration());
  worlds.push(world);
  return world;
};

async function configuration({ cluster }: RunningCluster): Promise<string> {
  return printXml(child((await cluster.read()).cib, "configuration") as Element);
}

const places = async ({ cluster }: RunningCluster, id: string, promoted = false): Promise<string[]> =>
  whereabouts(await cluster.read(), id, promoted);

/** How often operations of a task ended well since the test began. */
function counted(world: RunningCluster, task: string): () => readonly string[] {
  const seen: string[] = [];
  world.driver.subscribe(({ event }) => {
    if (event.kind === "operation" && event.task === task) seen.push(`${event.rsc} ${event.node}`);
  });
  return () => seen;
}

describe("the promoted role of what is in a bundle", () => {
  test("moves away, and is banned and cleared, by the name of the host", { timeout: 60_000 }, async () => {
    const world = await startDeck();
    const { cluster } = world;
    const role = async (): Promise<string[]> => places(world, "redis-bundle", true);
    const [first = ""] = await role();
    const all = await places(world, "redis-bundle");
    const [to = ""] = all.filter((node) => node !== first);
    const request = { resource: "redis-bundle", node: to, promoted: true };
    await whileTimePasses(world, moveAndReturn(cluster, request, LIVE));
    expect(await role()).toEqual([to]);
    expect(await configuration(world)).not.toContain("cli-");
    await whileTimePasses(world, carryOut(cluster, banResource(request), LIVE));
    expect(await role()).not.toEqual([to]);
    expect(await places(world, "redis-bundle")).toEqual(expect.arrayContaining(all));
    await whileTimePasses(world, carryOut(cluster, clearResources(["redis-bundle"], to), ONLY));
    expect(await configuration(world)).not.toContain("cli-");
  });
});

describe("restart", () => {
  test("stops and starts every instance once, and leaves the configuration as it was", async () => {
    const world = await start();
    const before = await configuration(world);
    const stops = counted(world, "stop");
    const starts = counted(world, "start");
    const done = await whileTimePasses(world, restartResources(world.cluster, { resources: ["cp"] }, LIVE));
    expect(done.wait?.outcome).toBe("reached");
    expect([...stops()].sort()).toEqual(["cp one", "cp three", "cp two"]);
    expect([...starts()].sort()).toEqual(["cp one", "cp three", "cp two"]);
    expect(await configuration(world)).toBe(before);
  });

  test("on one node touches no other", async () => {
    const world = await start();
    const before = await configuration(world);
    const stops = counted(world, "stop");
    const request = { resources: ["c"], node: "two" };
    const done = await whileTimePasses(world, restartResources(world.cluster, request, LIVE));
    expect(done.wait?.outcome).toBe("reached");
    expect(stops()).toEqual(["cp two"]);
    expect((await places(world, "c")).sort()).toEqual(["one", "three", "two"]);
    expect(await configuration(world)).toBe(before);
  });

  test("that is interrupted starts it again", async () => {
    const world = await start();
    const before = await configuration(world);
    const interrupt = new AbortController();
    const wait = { timeout: 60_000, signal: interrupt.signal };
    interrupt.abort();
    const restart = whileTimePasses(world, restartResources(world.cluster, { resources: ["p"] }, { ...LIVE, wait }));
    await expect(restart).rejects.toMatchObject({ code: "timeout" });
    expect(await configuration(world)).toBe(before);
  });

  test("that is killed ends by itself", async () => {
    const world = await start();
    const killed = {
      ...world.cluster,
      commit: async (change: Parameters<typeof world.cluster.commit>[0]) => {
        if (change.why.endsWith(": start")) throw new Error("killed");
        return world.cluster.commit(change);
      },
    };
    await expect(whileTimePasses(world, restartResources(killed, { resources: ["p"] }, LIVE))).rejects.toThrow(
      "killed",
    );
    expect(await places(world, "p")).toEqual([]);
    world.driver.runUntil(() => false, world.driver.now + 10 * 60_000);
    expect(await places(world, "p")).toHaveLength(1);
  });

  test("of what is disabled is refused", async () => {
    const world = await start();
    await whileTimePasses(world, carryOut(world.cluster, switchResources("disable", ["p"]), LIVE));
    const restart = restartResources(world.cluster, { resources: ["p"] }, LIVE);
    await expect(restart).rejects.toMatchObject({ code: "invalid", message: "p is disabled" });
  });
});

describe("move", () => {
  test("leaves no constraint behind when the resource would stay", async () => {
    const world = await start();
    const { cluster } = world;
    await whileTimePasses(
      world,
      carryOut(cluster, setResourcePairs("meta", "p", [["resource-stickiness", "100"]]), ONLY),
    );
    const [from] = await places(world, "p");
    const before = await configuration(world);
    const to = ["one", "two", "three"].find((n) => n !== from);
    const request = { resource: "p", node: to, promoted: false };
    const done = await whileTimePasses(world, moveAndReturn(cluster, request, LIVE));
    expect(done.objects[0]?.text).toBe(`p runs on ${to}; the constraint is removed again`);
    expect(await places(world, "p")).toEqual([to]);
    expect(await configuration(world)).toBe(before);
  });

  test("moves what sticks to its node as strongly as the move pulls, and leaves nothing behind", async () => {
    const world = await start();
    const { cluster } = world;
    await whileTimePasses(
      world,
      carryOut(cluster, setResourcePairs("meta", "p", [["resource-stickiness", "INFINITY"]]), ONLY),
    );
    const [from] = await places(world, "p");
    const before = await configuration(world);
    for (const to of ["one", "two", "three"].filter((n) => n !== from)) {
      const request = { resource: "p", node: to, promoted: false };
      await whileTimePasses(world, moveAndReturn(cluster, request, LIVE));
      expect(await places(world, "p")).toEqual([to]);
      expect(await configuration(world)).toBe(before);
    }
  });

  test("leaves the bans of operators as they are", async () => {
    const world = await start();
    const { cluster } = world;
    await whileTimePasses(
      world,
      carryOut(cluster, setResourcePairs("meta", "p", [["resource-stickiness", "INFINITY"]]), ONLY),
    );
    const [from = ""] = await places(world, "p");
    const [to, banned = ""] = ["one", "two", "three"].filter((n) => n !== from);
    await whileTimePasses(
      world,
      carryOut(cluster, banResource({ resource: "p", node: banned, promoted: false }), ONLY),
    );
    const before = await configuration(world);
    await whileTimePasses(world, moveAndReturn(cluster, { resource: "p", node: to, promoted: false }, LIVE));
    expect(await places(world, "p")).toEqual([to]);
    expect(await configuration(world)).toBe(before);
  });

  test("to a node that cannot run it is taken back", async () => {
    const world = await start();
    const { cluster } = world;
    const [from = ""] = await places(world, "p");
    const to = ["one", "two", "three"].find((n) => n !== from) ?? "";
    await whileTimePasses(world, carryOut(cluster, addLocationConstraints("p", "avoids", [to]), ONLY));
    const before = await configuration(world);
    const move = whileTimePasses(world, moveAndReturn(cluster, { resource: "p", node: to, promoted: false }, LIVE));
    await expect(move).rejects.toMatchObject({ code: "failed" });
    expect(await places(world, "p")).toEqual([from]);
    expect(await configuration(world)).toBe(before);
  });
});

test("a ban for a time ends by itself", async () => {
  const world = await start();
  const [from = ""] = await places(world, "p");
  const ban = banResource({ resource: "p", node: from, promoted: false, for: 60 * 60_000 });
  await whileTimePasses(world, carryOut(world.cluster, ban, LIVE));
  expect(await places(world, "p")).not.toContain(from);
  world.driver.runUntil(() => false, world.driver.now + 61 * 60_000);
  const { cib, at } = await world.cluster.read();
  const { model } = readingOf({ cib, at });
  expect(model.locations).toEqual([]);
});

describe("by hand", () => {
  test("a node is fenced when asked, and comes back; with an unknown name among them none is", async () => {
    const world = await startDeck();
    const { cluster, driver } = world;
    const wrong = fenceNodes(cluster, ["controller-2", "controller-9"], { action: "off", who: "tester" });
    await expect(wrong).rejects.toMatchObject({ code: "missing" });
    const online = async () => readingOf(await cluster.read()).model.nodesByName.get("controller-2")?.online;
    expect(await online()).toBe(true);
    await whileTimePasses(world, fenceNodes(cluster, ["controller-2"], { action: "reboot", who: "tester" }));
    expect(await online()).toBe(false);
    driver.runUntil(() => false, driver.now + 15 * 60_000);
    expect(await online()).toBe(true);
  });

  test("a member is not taken to be off; a lost node is, when a person says so", async () => {
    const world = await start(SMALL.replace('value="false"', 'value="true"'));
    const { cluster, driver } = world;
    await expect(confirmOff(cluster, "two", "tester")).rejects.toMatchObject({ code: "unsafe" });
    driver.inject({ kind: "node-crash", node: "two" }, "test");
    driver.runUntil(() => false, driver.now + 30_000);
    expect(readingOf(await cluster.read()).model.nodesByName.get("two")?.unclean).toBe(true);
    const done = await whileTimePasses(world, confirmOff(cluster, "two", "tester"));
    expect(done.objects[0]?.text).toContain("two counts as off");
    await eventually("the node is clean", async () => {
      const { model } = readingOf(await cluster.read());
      return model.nodesByName.get("two")?.unclean === false;
    });
  });

  test("one instance is cleaned up as the whole resource, as crm_resource does", async () => {
    const world = await start();
    const done = await whileTimePasses(
      world,
      cleanUpFailures(world.cluster, { resources: ["cp:1", "p"], all: true, who: "t" }),
    );
    expect(done.resources).toEqual(["cp:1", "p"]);
    const wrong = cleanUpFailures(world.cluster, { resources: ["cq:1"], all: true, who: "t" });
    await expect(wrong).rejects.toMatchObject({ code: "missing" });
  });
});
