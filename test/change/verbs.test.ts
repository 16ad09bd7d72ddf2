/** A verb is one commit, planned as apply plans, all or nothing, on every kind of cluster that is here. */
import { afterEach, describe, expect, test } from "vitest";
import { carryOut } from "../../src/change/verbs/carry-out.ts";
import { switchNodes } from "../../src/change/verbs/node.ts";
import { switchResources } from "../../src/change/verbs/resource.ts";
import { withSwitch } from "../../src/change/verbs/resource-meta.ts";
import type { Verb } from "../../src/change/verbs/verb.ts";
import { fulfils } from "../../src/change/wait/role-check.ts";
import type { RunningCluster } from "../../src/cluster/embedded/open.ts";
import { HoldfastError } from "../../src/cluster/error.ts";
import { findResource } from "../../src/scheduler/model/lookup.ts";
import { readingOf } from "../../src/scheduler/reading.ts";
import { embedded, inFile, whileTimePasses } from "./verb-cluster.ts";

const NOW = { who: "tester", dryRun: false };
const PLAN_ONLY = { who: "tester", dryRun: true };
const WAIT = { timeout: 60_000, signal: new AbortController().signal };

const files: { dispose: () => void }[] = [];
const running: RunningCluster[] = [];
afterEach(async () => {
  for (const file of files.splice(0)) file.dispose();
  for (const cluster of running.splice(0)) await cluster.stop();
});
const file = () => {
  const made = inFile();
  files.push(made);
  return made;
};
const engine = async () => {
  const made = await embedded();
  running.push(made);
  return made;
};

describe("a verb", () => {
  test("changes several objects in one commit, says a sentence for each, and what the cluster does", async () => {
    const { cluster } = file();
    const before = (await cluster.read()).version;
    const done = await carryOut(cluster, switchNodes("standby", ["one", "two"]), NOW);
    expect(done.objects.map(({ text }) => text)).toEqual([
      "one is in standby: its resources move away",
      "two is in standby: its resources move away",
    ]);
    expect(done.cib).toEqual({ ...before, epoch: before.epoch + 1, numUpdates: 0 });
    expect(done.plan?.resources).toContainEqual(expect.objectContaining({ kind: "move", resource: "p", to: "three" }));
  });

  test("says what was so already, and commits nothing for it", async () => {
    const { cluster, text } = file();
    await carryOut(cluster, switchNodes("standby", ["one"]), NOW);
    const before = text();
    const done = await carryOut(cluster, switchNodes("standby", ["one"]), NOW);
    expect(done).toMatchObject({ changed: false, objects: [{ text: "one is already in standby" }] });
    expect(done.cib).toBeUndefined();
    expect(text()).toBe(before);
  });

  test("with a wrong name among right ones changes nothing, and knows what was meant", async () => {
    const { cluster, text } = file();
    const before = text();
    const nodes = carryOut(cluster, switchNodes("standby", ["one", "tree"]), NOW);
    await expect(nodes).rejects.toMatchObject({ code: "missing", hint: 'did you mean "three"?' });
    const resources = carryOut(cluster, switchResources("disable", ["p", "g3"]), NOW);
    await expect(resources).rejects.toMatchObject({ code: "missing", message: 'there is no resource "g3"' });
    expect(text()).toBe(before);
  });

  test("only planned changes nothing", async () => {
    const { cluster, text } = file();
    const before = text();
    const done = await carryOut(cluster, switchResources("disable", ["g"]), PLAN_ONLY);
    expect(done.plan?.resources.filter(({ kind }) => kind === "stop").map((r) => r.resource)).toEqual(["g1", "g2"]);
    expect(done.plan?.differences).toHaveLength(1);
    expect(done.plan?.kept).toEqual([]);
    expect(done.cib).toBeUndefined();
    expect(text()).toBe(before);
  });

  test("that Pacemaker would refuse is refused before the commit", async () => {
    const { cluster, text } = file();
    const before = text();
    const wrong: Verb = {
      name: "resource disable",
      steps: [{ object: "p", done: "", already: "", edit: (cib) => withSwitch(cib, "p", "is-managed", "perhaps") }],
      wanted: { resources: [] },
    };
    await expect(carryOut(cluster, wrong, NOW)).rejects.toMatchObject({ code: "invalid" });
    expect(text()).toBe(before);
  });

  test("is made again after a conflict, from the new configuration", async () => {
    const { cluster } = file();
    let rivals = 2;
    const contended = {
      ...cluster,
      commit: async (change: Parameters<typeof cluster.commit>[0]) => {
        if (rivals-- > 0) {
          await carryOut(cluster, switchNodes(rivals === 1 ? "standby" : "maintenance", ["three"]), NOW);
          throw new HoldfastError("conflict", "another change came first");
        }
        return cluster.commit(change);
      },
    };
    await carryOut(contended, switchNodes("standby", ["one"]), NOW);
    const { cib } = await cluster.read();
    const { model } = readingOf({ cib, at: Date.now() });
    expect(model.nodesByName.get("one")?.standby).toBe(true);
    expect(model.nodesByName.get("three")?.standby).toBe(true);
  });
});

describe("disable --safe", () => {
  test("refuses what would touch another resource, and names it", async () => {
    const { cluster, text } = file();
    const before = text();
    const safe = carryOut(cluster, switchResources("disable", ["g1"], { safe: true }), NOW);
    await expect(safe).rejects.toMatchObject({ code: "unsafe", message: expect.stringContaining("stop g2") });
    expect(text()).toBe(before);
  });
});

describe("--wait", () => {
  test("waits until disabled resources are stopped and enabled ones run", async () => {
    const world = await engine();
    const { cluster } = world;
    const lacks = async (id: string, role?: "Stopped") => {
      const { model } = readingOf(await cluster.read());
      const found = findResource(model, id);
      return found === undefined ? "it is not there" : fulfils(model, found, role);
    };
    for (const id of ["p", "g", "c", "ms", "b"]) expect(await lacks(id)).toBeUndefined();
    const names = ["p", "g", "cp", "ms", "b"];
    const off = await whileTimePasses(
      world,
      carryOut(cluster, switchResources("disable", names), { ...NOW, wait: WAIT }),
    );
    expect(off.wait).toMatchObject({ outcome: "reached" });
    for (const id of ["p", "g", "c", "ms", "b"]) expect(await lacks(id, "Stopped")).toBeUndefined();
    const on = await whileTimePasses(
      world,
      carryOut(cluster, switchResources("enable", names), { ...NOW, wait: WAIT }),
    );
    expect(on.wait).toMatchObject({ outcome: "reached" });
    for (const id of ["p", "g", "c", "ms", "b"]) expect(await lacks(id)).toBeUndefined();
  });

  test("of standby waits until nothing runs there", async () => {
    const world = await engine();
    const verb = switchNodes("standby", ["one", "two"]);
    const done = await whileTimePasses(world, carryOut(world.cluster, verb, { ...NOW, wait: WAIT }));
    expect(done.wait).toMatchObject({ outcome: "reached" });
    const { model } = readingOf(await world.cluster.read());
    for (const name of ["one", "two"])
      expect(model.resources.filter((r) => r.active.some((n) => n.name === name))).toEqual([]);
  });
});
