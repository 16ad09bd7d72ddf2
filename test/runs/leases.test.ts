/** Leases on a small cluster in virtual time: who may change what, and when another may take it. */
import { describe, expect, test } from "vitest";
import { editCluster } from "../../src/change/edit.ts";
import { breakLease, type LeaseRequest, releaseLease, takeLease } from "../../src/change/lease/hold/take.ts";
import { prepareReturn } from "../../src/change/past/past-configuration.ts";
import { BEAT } from "../../src/change/run/limits.ts";
import { pauseRun, resumeRun, startRun, undoRun } from "../../src/change/run/start.ts";
import { carryOut } from "../../src/change/verbs/carry-out.ts";
import { switchResources } from "../../src/change/verbs/resource.ts";
import { EVERYTHING, type Lease, leasesIn, NOTHING } from "../../src/cib/lease.ts";
import { parseVersion } from "../../src/cib/patch/version.ts";
import { runsIn } from "../../src/cib/run-record.ts";
import { child, type Element } from "../../src/cib/xml/tree.ts";
import { withTargetRole } from "../wait/small-cluster.ts";
import { type Process, type Theatre, theatre } from "./theatre.ts";

const LONG = { timeout: 120_000 };

function request(name: string, owner: string, more: Partial<LeaseRequest> = {}): LeaseRequest {
  const covers = { ...NOTHING, resources: ["redis-bundle"] };
  return { name, owner, process: undefined, why: "a test", ttl: 60, covers, ...more };
}

async function take(process: Process, asked: LeaseRequest, wait = 0): Promise<Lease> {
  const { pace, isGone, signal } = process.options();
  const taken = await process.run(takeLease(process.cluster, asked, { pace, isGone, signal, wait }));
  if (taken === "died") throw new Error("the process was killed");
  return taken;
}

const leases = ({ driver }: Theatre): Lease[] => leasesIn(driver.state.cib);

function disable(process: Process, resource: string, lease?: string): Promise<unknown> {
  const verb = switchResources("disable", [resource], { safe: false });
  return process.run(carryOut(process.cluster, verb, { who: `${process.name}@test`, dryRun: false, lease }));
}

describe("a lease", () => {
  test("stops the changes of others to what it covers, and says who has it and why", LONG, async () => {
    const stage = theatre();
    const [one, two] = [stage.process("one"), stage.process("two")];
    const { token } = await take(one, request("deploy", "one@test"));
    await expect(disable(two, "redis-bundle")).rejects.toMatchObject({
      code: "leased",
      message: expect.stringMatching(/^one@test holds redis-bundle since 2026-01-01 .*\(lease deploy: a test\)$/),
    });
    await disable(two, "vip2");
    await disable(one, "redis-bundle", token);
    await expect(disable(two, "g", "0.1")).rejects.toMatchObject({ code: "leased" });
  });

  test("covers what a change makes the cluster do, not only what it edits", LONG, async () => {
    const stage = theatre();
    const [one, two] = [stage.process("one"), stage.process("two")];
    // vip1 has to be where a proxy is.
    await take(one, request("address", "one@test", { covers: { ...NOTHING, resources: ["vip1"] } }));
    await expect(disable(two, "proxy-bundle")).rejects.toMatchObject({
      code: "leased",
      message: expect.stringContaining("holds vip1"),
    });
  });

  test("is taken by one of two who want it, and by the other when it is given back", LONG, async () => {
    const stage = theatre();
    const [one, two] = [stage.process("one"), stage.process("two")];
    const first = await take(one, request("a", "one@test"));
    await expect(take(two, request("b", "two@test"))).rejects.toMatchObject({ code: "leased" });
    const waiting = take(two, request("b", "two@test"), 600_000);
    stage.pass(5000);
    await releaseLease(stage.cluster, { token: first.token, who: "one@test", why: "done" });
    const second = await waiting;
    expect(leases(stage).map(({ name }) => name)).toEqual(["b"]);
    expect(parseVersion(second.token)?.epoch).toBeGreaterThan(parseVersion(first.token)?.epoch ?? 0);
  });

  test("is taken from a holder that is silent for its whole time, by the observer's clock", LONG, async () => {
    const stage = theatre();
    const [one, two] = [stage.process("one"), stage.process("two")];
    const held = await take(one, request("a", "one@test", { process: "one" }));
    stage.pass(600_000);
    const begun = stage.now;
    // However old it is: only what the observer has seen counts.
    await expect(take(two, request("b", "two@test"), 50_000)).rejects.toMatchObject({ code: "leased" });
    await stage.cluster.heartbeats?.beat("holdfast-a", `${held.token}/1`);
    const taken = await take(two, request("b", "two@test"), 600_000);
    expect((stage.now - begun) / 1000).toBeGreaterThan(100);
    expect(leases(stage)).toEqual([taken]);
  });

  test("that is broken leaves its holder unable to write, and the next token is higher", LONG, async () => {
    const stage = theatre();
    const [one, two] = [stage.process("one"), stage.process("two")];
    const { token } = await take(one, request("a", "one@test", { covers: EVERYTHING }));
    const before = await stage.cluster.read();
    await breakLease(stage.cluster, { name: "a", who: "two@test", why: "one is on holiday" });
    const edit = (cib: Element): Element => withTargetRole(cib, "vip2", "Stopped");
    const author = { who: "one@test", why: "late", lease: token };
    await expect(one.run(editCluster(one.cluster, author, edit))).rejects.toMatchObject({ code: "leased" });
    // What was on its way from before is a conflict.
    const patch = { changes: [] };
    const late = stage.cluster.commit({ patch, expected: before.version, who: "one@test", why: "late" });
    await expect(stage.process("late").run(late)).rejects.toMatchObject({ code: "conflict" });
    const next = await take(two, request("a", "two@test"));
    expect(parseVersion(next.token)?.epoch).toBeGreaterThan(parseVersion(token)?.epoch ?? 0);
  });

  test("stays when the configuration returns to the past", LONG, async () => {
    const stage = theatre();
    const one = stage.process("one");
    const past = child((await stage.cluster.read()).cib, "configuration");
    const held = await take(one, request("a", "one@test", { covers: { ...NOTHING, resources: ["vip2"] } }));
    await disable(one, "redis-bundle");
    if (past === undefined) throw new Error("a CIB has a configuration");
    const { desired } = await prepareReturn(stage.cluster, past, "the past");
    expect(leasesIn(desired)).toEqual([held]);
  });
});

describe("a run's lease", () => {
  const redis = { kind: "restart", args: { resource: "redis-bundle" } };

  test("stops its process when it could not renew it, and others go their way", LONG, async () => {
    const stage = theatre();
    const one = stage.process("one");
    one.isDeaf = true;
    await expect(one.run(startRun(one.cluster, redis, one.options()))).rejects.toMatchObject({
      code: "leased",
      message: expect.stringContaining("could not be renewed"),
    });
    const [left] = runsIn(stage.driver.state.cib);
    expect(left?.state).toBe("running");
    const two = stage.process("two");
    const done = await two.run(resumeRun(two.cluster, left?.id ?? "", two.options()));
    expect(done).toMatchObject({ record: { state: "done" } });
  });

  test("is not taken over from a process that lives, which its next heartbeat shows", LONG, async () => {
    const stage = theatre();
    const [one, two] = [stage.process("one"), stage.process("two")];
    const first = startRun(one.cluster, redis, one.options());
    await one.run(two.options().pace.sleep(5000));
    const [run] = runsIn(stage.driver.state.cib);
    const asked = stage.now;
    const refused = two.run(resumeRun(two.cluster, run?.id ?? "", two.options()));
    await expect(refused).rejects.toMatchObject({
      code: "leased",
      message: expect.stringContaining("one@test holds redis-bundle"),
    });
    expect(stage.now - asked).toBeLessThanOrEqual(2 * BEAT);
    expect(await one.run(first)).toMatchObject({ record: { state: "done" } });
  });

  test("keeps a second run that touches the same waiting, or has it refused", LONG, async () => {
    const stage = theatre();
    const [one, two, three] = [stage.process("one"), stage.process("two"), stage.process("three")];
    const first = startRun(one.cluster, redis, one.options());
    await one.run(two.options().pace.sleep(5000));
    await expect(two.run(startRun(two.cluster, redis, two.options()))).rejects.toMatchObject({
      code: "leased",
      message: expect.stringContaining("one@test holds redis-bundle"),
    });
    const other = startRun(three.cluster, { kind: "restart", args: { resource: "vip2" } }, three.options());
    const queued = startRun(two.cluster, redis, two.options({ queue: 3_600_000 }));
    const ends = await one.run(Promise.all([first, other, queued]));
    expect(ends).toMatchObject([
      { record: { state: "done" } },
      { record: { state: "done" } },
      { record: { state: "done" } },
    ]);
    expect(runsIn(stage.driver.state.cib).map(({ title }) => title)).toEqual([
      "restart vip2",
      expect.stringContaining("restart redis-bundle"),
      expect.stringContaining("restart redis-bundle"),
    ]);
  });

  test("is given back while it is paused, and taken again when it is resumed", LONG, async () => {
    const stage = theatre();
    const [one, two] = [stage.process("one"), stage.process("two")];
    const work = startRun(one.cluster, redis, one.options());
    await one.run(two.options().pace.sleep(20_000));
    const id = runsIn(stage.driver.state.cib)[0]?.id ?? "";
    await two.run(pauseRun(two.cluster, id, { who: "two@test", why: "lunch" }));
    expect(await one.run(work)).toMatchObject({ record: { state: "paused", reason: "by two@test: lunch" } });
    expect(leases(stage)).toEqual([]);
    expect(stage.count("redis")).toBeGreaterThanOrEqual(2);
    const undone = await two.run(undoRun(two.cluster, id, two.options()));
    expect(undone).toMatchObject({ state: "undone" });
    await expect(two.run(resumeRun(two.cluster, id, two.options()))).rejects.toMatchObject({ code: "invalid" });
  });

  test("pauses with what others have changed of what it touches, and not for other things", LONG, async () => {
    const stage = theatre();
    const one = stage.process("one");
    const work = startRun(one.cluster, redis, one.options());
    await one.run(one.options().pace.sleep(5000));
    // As pcs does it, which asks for no lease.
    stage.edit((cib) => withTargetRole(cib, "vip2", "Stopped"));
    await one.run(one.options().pace.sleep(30_000));
    expect(runsIn(stage.driver.state.cib)[0]?.state).toBe("running");
    stage.edit((cib) => withTargetRole(cib, "redis", "Stopped"));
    expect(await one.run(work)).toMatchObject({
      code: "moved",
      record: { state: "paused", reason: "others changed redis-bundle" },
    });
  });
});
