/** Several operators at once, on bundles that depend on each other: the promises of docs/runs.md. */
import { expect, test } from "vitest";
import { startRun } from "../../src/change/run/start.ts";
import { leasesIn } from "../../src/cib/lease.ts";
import { runsIn } from "../../src/cib/run-record.ts";
import { rewriteRoot } from "../../src/cib/xml/rewrite.ts";
import { type Element, idOf } from "../../src/cib/xml/tree.ts";
import { editRequest, withImage, withNote, withParameter } from "./edits.ts";
import { CHAIN, outOfOrder } from "./linked.ts";
import { type Theatre, theatre } from "./theatre.ts";

const LONG = { timeout: 240_000 };
const LIMITS = { minHealthy: 3000, step: 120_000, progress: 240_000 };
const HOUR = 3_600_000;

const processes = CHAIN.map(({ process }) => process);

/** What went wrong at any moment from now on. */
function watched(stage: Theatre): () => readonly string[] {
  const wrong = new Set<string>();
  stage.onMoment = () => {
    for (const text of outOfOrder(stage)) wrong.add(text);
    for (const process of processes) if (stage.count(process) < 2) wrong.add(`${stage.count(process)} ${process} run`);
  };
  return () => [...wrong];
}

const restart = (id: string) => ({ kind: "restart", args: { resource: id } });

test("three who restart three bundles that depend on each other all get their turn", LONG, async () => {
  const stage = theatre("linked");
  const wrong = watched(stage);
  const work = CHAIN.map(({ id }) => {
    const operator = stage.process(id);
    return startRun(operator.cluster, restart(id), operator.options({ limits: LIMITS, queue: HOUR }));
  });
  const ends = await stage.until(Promise.all(work));
  expect(ends.map(({ record }) => record.state)).toEqual(["done", "done", "done"]);
  expect([wrong(), leasesIn(stage.driver.state.cib), processes.map((p) => stage.count(p))]).toEqual([
    [],
    [],
    [3, 3, 3],
  ]);
});

test("a run pauses with what another tool has changed of what depends on it, and not for the rest", LONG, async () => {
  const stage = theatre("linked");
  const wrong = watched(stage);
  const one = stage.process("one");
  const work = startRun(one.cluster, restart("db-bundle"), one.options({ limits: LIMITS }));
  await stage.until(stage.sleep(5000));
  stage.edit(withNote("vip2"));
  await stage.until(stage.sleep(10_000));
  expect(runsIn(stage.driver.state.cib)[0]?.state).toBe("running");
  // Its replicas go down with those of db-bundle.
  stage.edit(withNote("proxy-bundle"));
  expect(await one.run(work)).toMatchObject({ code: "moved", record: { reason: "others changed proxy-bundle" } });
  expect([wrong(), leasesIn(stage.driver.state.cib)]).toEqual([[], []]);
});

test("one edit of what is inside a bundle, and of those before and after it in their order", LONG, async () => {
  const stage = theatre("linked");
  const wrong = watched(stage);
  const one = stage.process("one");
  const change = (cib: Element): Element =>
    withImage("proxy-bundle")(withParameter("redis")(withImage("db-bundle")(cib)));
  const request = editRequest(stage.driver.state.cib, change);
  const done = await one.run(startRun(one.cluster, request, one.options({ limits: LIMITS })));
  expect(done).toMatchObject({ record: { state: "done", of: 9 } });
  expect([wrong(), processes.map((p) => stage.count(p))]).toEqual([[], [3, 3, 3]]);
});

test("what only depends on the resource that is changed is not changed itself", LONG, async () => {
  const stage = theatre("linked");
  const wrong = watched(stage);
  const one = stage.process("one");
  const request = editRequest(stage.driver.state.cib, withImage("db-bundle"));
  const done = await one.run(startRun(one.cluster, request, one.options({ limits: LIMITS })));
  expect(done).toMatchObject({ record: { state: "done", did: ["n1", "n2", "n3"].map((n) => `db-bundle ${n}`) } });
  expect(wrong()).toEqual([]);
});

test("what is placed or ordered by it is held, too, while the cluster looks anew at it", LONG, async () => {
  const stage = theatre();
  const one = stage.process("one");
  let least = 1;
  stage.onMoment = () => {
    if (!one.said.some((text) => /step: (ends|stops)/.test(text))) least = Math.min(least, stage.count("vip1"));
  };
  const request = editRequest(stage.driver.state.cib, withImage("proxy-bundle"));
  const done = await one.run(startRun(one.cluster, request, one.options({ limits: LIMITS })));
  expect([least, done]).toMatchObject([1, { record: { state: "done" } }]);
});

test("is refused where a replica would take those of another service down together", LONG, async () => {
  const stage = theatre("linked");
  // Then all proxies wait for all of redis.
  const apart = (cib: Element): Element =>
    rewriteRoot(cib, (e) => (["redis-bundle-interleave", "proxy-bundle-interleave"].includes(idOf(e)) ? [] : e));
  stage.edit(apart);
  stage.pass(60_000);
  const one = stage.process("one");
  await expect(one.run(startRun(one.cluster, restart("redis-bundle"), one.options()))).rejects.toMatchObject({
    code: "unsafe",
    message: "not begun: with a replica of redis-bundle 3 of 3 replicas of proxy-bundle would go down together",
  });
});
