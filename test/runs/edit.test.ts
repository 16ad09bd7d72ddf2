/** A change of a running bundle or clone, replica by replica, in virtual time: the promises of docs/runs.md. */
import { describe, expect, test } from "vitest";
import { planChange } from "../../src/change/plan/plan.ts";
import { pauseRun, resumeRun, startRun, undoRun } from "../../src/change/run/start.ts";
import { showStatus } from "../../src/change/show/status.ts";
import { leasesIn } from "../../src/cib/lease.ts";
import { runsIn } from "../../src/cib/run-record.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { rewriteRoot } from "../../src/cib/xml/rewrite.ts";
import { descend } from "../../src/cib/xml/tree.ts";
import { type CibChange, editRequest, withImage, withParameter } from "./edits.ts";
import { Theatre, theatre } from "./theatre.ts";

const LONG = { timeout: 240_000 };

/** What is changed, whose processes count, and how many may be away at a time. */
const EDITS: readonly (readonly [string, CibChange, resource: string, process: string])[] = [
  ["a parameter of a clone", withParameter("d"), "c", "d"],
  ["the image of a bundle without an agent", withImage("proxy-bundle"), "proxy-bundle", "proxy-bundle-podman"],
  ["the image of a promotable bundle", withImage("redis-bundle"), "redis-bundle", "redis"],
  ["a parameter inside a promotable bundle", withParameter("redis"), "redis-bundle", "redis"],
];

const requestOf = ({ driver }: Theatre, change: CibChange) => editRequest(driver.state.cib, change);

/** The fewest that ran at any moment from now on. */
function fewest(stage: Theatre, process: string): () => number {
  let least = stage.count(process);
  stage.onMoment = () => {
    least = Math.min(least, stage.count(process));
  };
  return () => least;
}

/** Without what Holdfast writes of itself. */
function configuration({ driver }: Theatre): string {
  const found = descend(driver.state.cib, "configuration");
  if (found === undefined) throw new Error("a CIB has a configuration");
  return printXml(rewriteRoot(found, (e) => (e.name === "acls" || e.name === "crm_config" ? [] : e)));
}

/** Nothing is left of it, and nothing is left to be done. */
function nothingLeft(stage: Theatre): void {
  const { cib } = stage.driver.state;
  expect(leasesIn(cib)).toEqual([]);
  expect(printXml(cib)).not.toMatch(/holdfast-edit|id="holdfast-run-[0-9a-z]+-/);
  const { plan } = planChange({ ...snapshotOf(stage) }, cib);
  expect(plan.anyway).toEqual([]);
}

const snapshotOf = (stage: Theatre) => ({
  cib: stage.driver.state.cib,
  version: { adminEpoch: 0, epoch: 0, numUpdates: 0 },
  live: true,
  settled: true,
  at: stage.now,
  knownAt: stage.now,
});

/** As a plain apply leaves it: all restart together. */
function appliedPlainly(edit: CibChange, process: string): { readonly text: string; readonly least: number } {
  const stage = theatre();
  const least = fewest(stage, process);
  stage.edit(edit);
  stage.pass(10 * 60_000);
  return { text: configuration(stage), least: least() };
}

describe.each(EDITS)("%s", (_, edit, resource, process) => {
  test("never more than one replica is away, and it ends as a plain apply does", LONG, async () => {
    const plain = appliedPlainly(edit, process);
    expect(plain.least).toBeLessThan(2);
    const stage = theatre();
    const least = fewest(stage, process);
    const one = stage.process("one");
    const carried = await one.run(startRun(one.cluster, requestOf(stage, edit), one.options()));
    expect(carried).toMatchObject({ record: { state: "done" } });
    expect([least(), stage.count(process)]).toEqual([2, 3]);
    expect(configuration(stage)).toBe(plain.text);
    nothingLeft(stage);
    const [record] = runsIn(stage.driver.state.cib);
    expect([...(record?.did ?? [])].sort()).toEqual(["n1", "n2", "n3"].map((n) => `${resource} ${n}`));
  });
});

test(
  "of two bundles one is changed after the other, and never more than one replica of each is away",
  LONG,
  async () => {
    const stage = theatre();
    const processes = ["proxy-bundle-podman", "redis"] as const;
    let least = [3, 3];
    stage.onMoment = () => {
      least = least.map((n, i) => Math.min(n, stage.count(processes[i] ?? "")));
    };
    const one = stage.process("one");
    const both: CibChange = (cib) => withImage("redis-bundle")(withImage("proxy-bundle")(cib));
    const carried = await one.run(startRun(one.cluster, requestOf(stage, both), one.options()));
    const did = ["proxy-bundle", "redis-bundle"].flatMap((r) => ["n1", "n2", "n3"].map((n) => `${r} ${n}`));
    expect(carried).toMatchObject({ record: { state: "done", did: expect.arrayContaining(did) } });
    expect([least, processes.map((p) => stage.count(p))]).toEqual([
      [2, 2],
      [3, 3],
    ]);
    nothingLeft(stage);
  },
);

const [CLONE, , PROMOTABLE] = EDITS;
if (CLONE === undefined || PROMOTABLE === undefined) throw new Error("there are edits");

const TO = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

describe.each([
  // All commits and clean-ups of the run, and one beyond its end.
  [CLONE, TO(15)],
  // The steps of a bundle are the same; those around the end of its maintenance are tried again.
  [PROMOTABLE, process.env.KILLS === "all" ? TO(16) : [2, 4, 6]],
] as const)("killed at a commit, and resumed by another process: %j", ([, edit, resource, process], moments) => {
  for (const when of ["before", "after"] as const)
    for (const n of moments)
      test(`${when} ${n}`, LONG, async () => {
        const stage = theatre();
        const begun = configuration(stage);
        const least = fewest(stage, process);
        const one = stage.process("one", { [when]: n });
        const first = await one.run(startRun(one.cluster, requestOf(stage, edit), one.options()));
        const [left] = runsIn(stage.driver.state.cib);
        if (left?.state === "running") {
          expect(first).toBe("died");
          // The others may have looked for a while at what the dead one left.
          stage.pass(120_000);
          const two = stage.process("two");
          const second = await two.run(resumeRun(two.cluster, left.id, two.options()));
          const did = ["n1", "n2", "n3"].map((node) => `${resource} ${node}`);
          expect(second).toMatchObject({ record: { state: "done", did: expect.arrayContaining(did) } });
        } else expect(left?.state ?? "none").toBe(n === 1 ? "none" : "done");
        expect([least() >= 2, stage.count(process)]).toEqual([true, 3]);
        if (left === undefined) expect(configuration(stage)).toBe(begun);
        nothingLeft(stage);
      });
});

test("what had failed before it began does not pause it", LONG, async () => {
  const [, edit, , process] = PROMOTABLE;
  const stage = theatre();
  stage.inject(`process-kill ${process} n2`);
  stage.pass(5 * 60_000);
  expect(printXml(stage.driver.state.cib)).toContain(`fail-count-${process}`);
  const one = stage.process("one");
  const carried = await one.run(startRun(one.cluster, requestOf(stage, edit), one.options()));
  expect(carried).toMatchObject({ record: { state: "done" } });
});

test(
  "paused before the cluster knows the new definition, it holds the replicas, and is not undone but by force, or resumed",
  LONG,
  async () => {
    const [, edit, , process] = CLONE;
    const stage = theatre();
    const least = fewest(stage, process);
    const one = stage.process("one", { before: 2 });
    await one.run(startRun(one.cluster, requestOf(stage, edit), one.options()));
    const [left] = runsIn(stage.driver.state.cib);
    if (left === undefined) throw new Error("it was not begun");
    const two = stage.process("two");
    await two.run(pauseRun(two.cluster, left.id, { who: "two@test", why: "a test" }));
    stage.pass(20 * 60_000);
    expect(least()).toBe(3);
    const { document } = await showStatus(stage.cluster, { name: "c", clock: () => stage.now });
    expect(document.held).toMatchObject([
      { run: left.id, state: "paused", holds: [{ kind: "maintenance", resource: "c" }] },
    ]);
    const ends = `holdfast run resume ${left.id}, or holdfast run undo ${left.id}`;
    expect(document.held[0]?.text).toMatch(`held by run ${left.id} (paused: by two@test: a test) since `);
    expect(document.held[0]?.text.endsWith(`; ${ends}`)).toBe(true);
    const undone = two.run(undoRun(two.cluster, left.id, two.options()));
    await expect(undone).rejects.toMatchObject({
      code: "unsafe",
      message: "not undone: the replicas of c would restart together",
    });
    const [world, state] = [JSON.stringify(stage.world.state), stage.driver.state];
    const forced = new Theatre(state, world);
    const three = forced.process("three");
    const over = await three.run(undoRun(three.cluster, left.id, three.options(), true));
    expect(over).toMatchObject({ state: "undone" });
    forced.pass(5 * 60_000);
    expect(forced.count(process)).toBe(3);
    nothingLeft(forced);
    const resumed = await two.run(resumeRun(two.cluster, left.id, two.options()));
    expect(resumed).toMatchObject({ record: { state: "done" } });
    expect(least()).toBe(2);
    nothingLeft(stage);
    expect((await showStatus(stage.cluster, { name: "c", clock: () => stage.now })).document.held).toEqual([]);
  },
);

test("undone once the cluster knows the new definition, it leaves nothing, and nothing restarts", LONG, async () => {
  const [, edit, , process] = CLONE;
  const stage = theatre();
  const least = fewest(stage, process);
  // Before the end of the maintenance.
  const one = stage.process("one", { before: 7 });
  await one.run(startRun(one.cluster, requestOf(stage, edit), one.options()));
  const [left] = runsIn(stage.driver.state.cib);
  expect(printXml(stage.driver.state.cib)).toContain("c-holdfast-edit");
  const two = stage.process("two");
  await two.run(undoRun(two.cluster, left?.id ?? "", two.options({ queue: 300_000 })));
  stage.pass(5 * 60_000);
  expect(least()).toBe(3);
  nothingLeft(stage);
  // It runs with its old definition, and of the two replicas left that a person has not restarted, each is restarted once.
  const outdated = { kind: "restart", args: { resource: "c", onlyOutdated: true } };
  const by = { ...outdated.args, onlyOutdated: false, node: "n2" };
  await two.run(startRun(two.cluster, { ...outdated, args: by }, two.options()));
  const restarted = await two.run(startRun(two.cluster, outdated, two.options()));
  expect(restarted).toMatchObject({ record: { state: "done", did: ["n1", "n3"] } });
  const again = await two.run(startRun(two.cluster, outdated, two.options()));
  expect(again).toMatchObject({ record: { state: "done", did: [], of: 0 } });
});

test("what the cluster has looked at anew is not cleaned up with what failed", LONG, () => {
  const stage = theatre();
  const clean = (rsc: string | undefined, failedOnly: boolean): void => {
    stage.driver.submit({ kind: "cleanup", request: 0, who: "test", rsc, node: undefined, failedOnly });
    stage.pass(60_000);
  };
  clean("d", false);
  const history = (): string[] =>
    printXml(stage.driver.state.cib).match(/<lrm_resource id="d".*?<\/lrm_resource>/gs) ?? [];
  const looked = history();
  expect(looked.join()).toMatch(/d_last_failure_0[^>]*rc-code="0"/);
  clean(undefined, true);
  expect(history()).toEqual(looked);
});

test("a replica that does not start with its new definition stops it, and the others keep running", LONG, async () => {
  const [, edit, , process] = CLONE;
  const stage = theatre();
  stage.inject("start-fail d 3");
  const least = fewest(stage, process);
  const one = stage.process("one");
  const carried = await one.run(startRun(one.cluster, requestOf(stage, edit), one.options()));
  expect(carried).toMatchObject({ code: "failed", record: { state: "paused" } });
  stage.pass(10 * 60_000);
  expect(least()).toBe(2);
});

test(
  "a change that takes no replicas down together is no such run; neither is one of a configuration that moved",
  LONG,
  async () => {
    const stage = theatre();
    const one = stage.process("one");
    const none = startRun(one.cluster, requestOf(stage, withParameter("vip2")), one.options());
    await expect(one.run(none)).rejects.toMatchObject({ code: "invalid" });
    const [, edit] = CLONE;
    const request = requestOf(stage, edit);
    stage.edit(withParameter("vip2"));
    await expect(one.run(startRun(one.cluster, request, one.options()))).rejects.toMatchObject({ code: "conflict" });
  },
);
