/** A creation that is cut off after any of its steps, and repeated, ends as one that was not. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createCluster, survey } from "./create.ts";
import type { CreatePlan } from "./create-plan.ts";
import { Cut, FakeMachines } from "./machines.testing.ts";
import { reloadCluster, rotateKey, surveyReload, surveyRotation } from "./reload.ts";

const NODES = ["a", "b", "c"].map((name, i) => ({ name, addresses: [`10.0.0.${i + 1}`] }));
const CONF = `totem {\n version: 2\n cluster_name: deck\n}\nnodelist {\n${NODES.map(({ name, addresses }, i) => ` node {\n  name: ${name}\n  nodeid: ${i + 1}\n  ring0_addr: ${addresses[0]}\n }\n`).join("")}}\n`;
const PLAN: CreatePlan = {
  nodes: NODES,
  conf: CONF,
  encrypted: true,
  ports: [5405],
  overwrite: false,
  needsWatchdog: false,
};
const OTHER = CONF.replace("deck", "other");
const EXAMPLE = readFileSync(new URL("../corosync/testdata/debian.conf", import.meta.url), "utf8");

const machines = (): FakeMachines => new FakeMachines(new Map(NODES.map((n) => [n.name, n.addresses])));

function run(port: FakeMachines, plan: CreatePlan = PLAN) {
  let clock = 0;
  return createCluster(plan, port, {
    tell: () => {},
    now: () => clock,
    sleep: async (ms) => {
      clock += ms;
    },
    patience: 10_000,
    interrupted: () => false,
  });
}

/** A machine on which Corosync runs with the example of its package. */
function packaged(port: FakeMachines): void {
  const state = port.state("b");
  state.conf = EXAMPLE;
  state.resources = 0;
  state.active.add("corosync").add("pacemaker");
  state.runsWith = "example";
}

function left(port: FakeMachines): void {
  for (const node of ["a", "c"]) {
    const state = port.state(node);
    state.conf = OTHER;
    state.resources = 12;
    state.keys.set("corosync", "of another cluster").set("pacemaker", "of another cluster");
  }
}

/** All that a creation is for: one file, one key each, a membership, and nothing of others. */
function expectCluster(port: FakeMachines): void {
  const states = [...port.states.values()];
  for (const state of states) {
    expect(state.conf).toBe(CONF);
    expect([...state.active].sort()).toEqual(["corosync", "pacemaker"]);
    expect([...state.enabled].sort()).toEqual(["corosync", "pacemaker"]);
    expect(state.resources).toBe(0);
    expect(state.runsWith).toBe(states[0]?.runsWith);
  }
  for (const kind of ["corosync", "pacemaker"] as const) {
    const keys = new Set(states.map((s) => s.keys.get(kind)));
    expect(keys.size).toBe(1);
    expect([...keys][0]).toMatch(new RegExp(`^${kind} \\d+$`));
  }
}

const BEGINNINGS: Readonly<Record<string, readonly [(port: FakeMachines) => void, CreatePlan]>> = {
  "bare machines": [() => {}, PLAN],
  "a machine with its package's example": [packaged, PLAN],
  "machines of another cluster, to be replaced": [left, { ...PLAN, overwrite: true }],
};

describe.each(Object.entries(BEGINNINGS))("from %s", (_name, [prepare, plan]) => {
  test("there is a cluster in the end, and a second run does nothing", async () => {
    const port = machines();
    prepare(port);
    await run(port, plan);
    expectCluster(port);
    expect(await run(port, plan)).toEqual([]);
  });

  test("cut off after any work and repeated: the same end", async () => {
    const whole = machines();
    prepare(whole);
    const works = (await run(whole, plan)).filter(({ waits }) => !waits).length;
    expect(works).toBeGreaterThan(10);
    for (let first = 1; first <= works; first++)
      for (const second of [1, 4]) {
        const port = machines();
        prepare(port);
        for (const cut of [first, second]) {
          port.left = cut;
          await run(port, plan).catch((error: unknown) => {
            if (!(error instanceof Cut)) throw error;
          });
        }
        port.left = Number.POSITIVE_INFINITY;
        await run(port, plan);
        expectCluster(port);
      }
  });
});

test("everything that is wrong is said at once, and nothing is changed", async () => {
  const port = machines();
  left(port);
  port.unreachable.add("b");
  port.odd.set("c", {
    ahead: -90,
    ports: new Set([5405]),
    hasSystemd: false,
    addresses: [],
    corosync: "2.4.5",
    packages: new Map(),
    name: "sea.example.com",
  });
  await expect(run(port)).rejects.toMatchObject({ code: "unsafe" });
  const { problems, steps } = await survey(PLAN, port);
  expect(steps).toEqual([]);
  expect(problems).toEqual([
    "b is not reached: connection refused",
    "a has a corosync.conf of a cluster other, or of an earlier version of this manifest; --overwrite replaces it",
    "c calls itself sea.example.com",
    "c does not run systemd, which starts Corosync and Pacemaker",
    "c has no package pacemaker",
    "c has Corosync 2.4.5; 3.0 or newer is needed",
    "the clock of c is 90 s behind this machine's",
    "c does not have its address 10.0.0.3",
    "c has a corosync.conf of a cluster other, or of an earlier version of this manifest; --overwrite replaces it",
    "c: UDP port 5405 is in use",
    "the nodes have releases of Corosync that do not understand each other",
  ]);
  expect(port.state("a").conf).toBe(OTHER);
});

test("names are resolved by every machine, and alike", async () => {
  const plan = { ...PLAN, nodes: NODES.map(({ name }) => ({ name, addresses: [name] })) };
  const port = machines();
  const resolved = (c: readonly string[]) =>
    new Map([
      ["a", ["10.0.0.1"]],
      ["b", ["10.0.0.2"]],
      ["c", c],
    ]);
  port.odd.set("a", { resolved: resolved(["10.0.0.3"]) });
  port.odd.set("b", { resolved: resolved([]) });
  port.odd.set("c", { resolved: resolved(["127.0.1.1"]) });
  expect((await survey(plan, port)).problems).toEqual([
    "b does not resolve c",
    "c resolves c to 127.0.1.1",
    "c does not have its address c",
  ]);
  port.odd.set("b", { resolved: resolved(["10.9.0.3"]) });
  expect((await survey(plan, port)).problems).toContain("the nodes resolve c differently: 10.0.0.3; 10.9.0.3");
});

test("a node that never joins is a timeout that says what is awaited", async () => {
  const port = machines();
  port.odd.set("c", { membership: { quorate: false, nodes: 1 } });
  await expect(run(port)).rejects.toMatchObject({
    code: "timeout",
    message: "after 10 s still: wait for 3 members and quorum (c)",
  });
});

describe("another corosync.conf", () => {
  const changed = (text: string, by: string): CreatePlan => ({ ...PLAN, conf: CONF.replace(text, by) });
  const LONGER = changed(" version: 2\n", " version: 2\n token: 9000\n");

  test("is reloaded by all nodes, also after it was cut off anywhere", async () => {
    for (let cut = 1; cut <= 4; cut++) {
      const port = machines();
      await run(port);
      port.left = cut;
      await reloadCluster(LONGER, port).catch((error: unknown) => {
        if (!(error instanceof Cut)) throw error;
      });
      port.left = Number.POSITIVE_INFINITY;
      expect((await surveyReload(LONGER, port)).problems).toEqual([]);
      await reloadCluster(LONGER, port);
      for (const state of port.states.values()) expect(state.runsWith).toContain("token: 9000");
    }
  });

  test("is not begun where one change cannot be reloaded, or a node is not there", async () => {
    const port = machines();
    await run(port);
    const problems = async (plan: CreatePlan): Promise<readonly string[]> => (await surveyReload(plan, port)).problems;
    expect(await problems(changed("cluster_name: deck", "cluster_name: other"))).toEqual([
      "totem.cluster_name is not reloaded: Corosync reads cluster_name at its start alone",
    ]);
    expect(await problems(changed("name: c", "name: d"))).toEqual([
      "c is removed, which a reload alone does not do",
      "d is added, which a reload alone does not do",
    ]);
    port.unreachable.add("b");
    port.state("c").active.clear();
    expect(await problems(LONGER)).toEqual(["b is not reached: connection refused", "c does not run Corosync"]);
    port.unreachable.clear();
    port.state("c").active.add("corosync");
    port.odd.set("c", { corosync: "3.1.9" });
    expect(await problems(LONGER)).toEqual([expect.stringContaining("different releases of Corosync")]);
  });
});

test("a cluster that runs is not replaced, not even when that is asked for", async () => {
  const port = machines();
  await run(port);
  const other = { ...PLAN, conf: OTHER };
  for (const plan of [other, { ...other, overwrite: true }])
    expect((await survey(plan, port)).problems).toEqual(
      ["a", "b", "c"].map(
        (node) =>
          `${node} runs a cluster deck, or of an earlier version of this manifest: give it the file with "cluster reload", or stop it first`,
      ),
    );
  port.state("b").conf = undefined;
  expect((await survey({ ...PLAN, overwrite: true }, port)).problems).toEqual([
    "b runs a cluster whose corosync.conf is gone: stop it first",
  ]);
  port.state("b").conf = PLAN.conf;
  expectCluster(port);
});

describe("a new key", () => {
  test("is the same on all nodes, which run with it, also after it was cut off anywhere", async () => {
    for (let cut = 1; cut <= 4; cut++) {
      const port = machines();
      await run(port);
      const old = port.state("a").keys.get("corosync");
      port.left = cut;
      await rotateKey(PLAN, port).catch((error: unknown) => {
        if (!(error instanceof Cut)) throw error;
      });
      port.left = Number.POSITIVE_INFINITY;
      expect(await surveyRotation(PLAN, port)).toEqual([]);
      await rotateKey(PLAN, port);
      expectCluster(port);
      expect(port.state("a").keys.get("corosync")).not.toBe(old);
    }
  });

  test("is not made where it would not be reloaded", async () => {
    const port = machines();
    await run(port);
    for (const { name } of NODES) port.odd.set(name, { corosync: "3.0.4" });
    expect(await surveyRotation({ ...PLAN, encrypted: false }, port)).toEqual([
      "the manifest's section of Corosync has no encryption, which needs no key",
      "Corosync 3.0.4 does not reload a key; 3.1.0 does",
    ]);
  });
});
