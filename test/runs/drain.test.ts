/** Nodes taken out of service and back, in virtual time: the promises of docs/runs.md. */
import { describe, expect, test } from "vitest";
import { planChange } from "../../src/change/plan/plan.ts";
import { pauseRun, resumeRun, startRun, undoRun } from "../../src/change/run/start.ts";
import { withBan } from "../../src/change/verbs/location.ts";
import { namedNode } from "../../src/change/verbs/node-attribute.ts";
import { readDrains, withDrain } from "../../src/cib/drain.ts";
import { leasesIn } from "../../src/cib/lease.ts";
import { type Json, runsIn } from "../../src/cib/run-record.ts";
import { isOver } from "../../src/cib/timed-set.ts";
import { validateCib } from "../../src/cib/validate.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import { withAttribute } from "../../src/cib/xml/tree.ts";
import { readingOf } from "../../src/scheduler/reading.ts";
import { cibOf, SMALL } from "../change/verb-cluster.ts";
import { describeVerdict, judge } from "../differential/judge.ts";
import { ask, PACEMAKER_2, PACEMAKER_3, whyNot } from "../differential/oracle.ts";
import { needs } from "../needs.ts";
import { NODES, withTargetRole } from "../wait/small-cluster.ts";
import { type Theatre, theatre } from "./theatre.ts";

const LONG = { timeout: 120_000 };
const drain = (node: string, more: { readonly [name: string]: Json } = {}) => ({
  kind: "drain",
  args: { node, force: false, ...more },
});
const undrain = (node: string) => ({ kind: "undrain", args: { node } });

/** What runs on a node in the world, without fence devices. */
const on = ({ world }: Theatre, node: string): string[] =>
  Object.values(world.state.processes)
    .filter((p) => p.host === node && !p.rsc.startsWith("fence-"))
    .map((p) => p.rsc);

/** With a resource that may run on one node alone. */
const withOnly = (cib: Element, rsc: string, node: string): Element =>
  NODES.filter((n) => n !== node).reduce((done, n) => withBan(done, { resource: rsc, node: n, promoted: false }), cib);

/** The node where an address is. */
const host = ({ world }: Theatre, rsc: string): string =>
  Object.values(world.state.processes).find((p) => p.rsc === rsc)?.host ?? "nowhere";

function nothingLeft({ driver }: Theatre): void {
  const { cib } = driver.state;
  expect(leasesIn(cib)).toEqual([]);
  expect(printXml(cib)).not.toMatch(/id="holdfast-run-[0-9a-z]+-/);
}

/** The fewest of all that runs in three replicas, at any moment from now on. */
function fewest(stage: Theatre): () => number {
  const least = (): number => Math.min(...["redis", "d", "proxy-bundle-podman"].map((rsc) => stage.count(rsc)));
  let lowest = least();
  stage.onMoment = () => {
    lowest = Math.min(lowest, least());
  };
  return () => lowest;
}

/** Where most has to move away: an address, and the promoted role. */
function busiest(stage: Theatre): string {
  const node = stage.promoted("redis");
  if (node === undefined) throw new Error("redis is promoted nowhere");
  return node;
}

test("addresses and promoted roles leave one at a time, then the rest, and it all comes back", LONG, async () => {
  const stage = theatre();
  const node = busiest(stage);
  const addresses = ["vip1", "vip2"].filter((rsc) => host(stage, rsc) === node);
  const least = fewest(stage);
  const one = stage.process("one");
  expect(await one.run(startRun(one.cluster, drain(node), one.options({ why: "new disks" })))).toMatchObject({
    record: { state: "done", did: [...addresses, "promoted redis-bundle", "standby"] },
  });
  expect([on(stage, node), least()]).toEqual([[], 2]);
  expect(stage.promoted("redis")).not.toBe(node);
  expect(readDrains(stage.driver.state.cib)).toMatchObject([
    { node, until: undefined, who: "one@test", why: "new disks" },
  ]);
  nothingLeft(stage);
  const back = await one.run(startRun(one.cluster, undrain(node), one.options()));
  expect(back).toMatchObject({ record: { state: "done" } });
  expect(readDrains(stage.driver.state.cib)).toEqual([]);
  expect(["redis", "d", "proxy-bundle-podman"].map((rsc) => stage.count(rsc))).toEqual([3, 3, 3]);
  nothingLeft(stage);
});

test("nothing else has stopped when an address or a promoted role leaves", LONG, async () => {
  const stage = theatre();
  const node = busiest(stage);
  const least = fewest(stage);
  const one = stage.process("one");
  const seen: number[] = [];
  const options = one.options({
    tell: ({ telling }) => {
      if (telling.kind === "step") seen.push(least());
    },
  });
  await one.run(startRun(one.cluster, drain(node), options));
  // The standby is told when it has been committed, and something has stopped.
  expect(new Set(seen.slice(0, -1))).toEqual(new Set([3]));
  expect(least()).toBe(2);
  expect(stage.seconds).toBeLessThan(120);
});

test(
  "with --for the cluster takes the node back by itself, and the next undrain has only its record to remove",
  LONG,
  async () => {
    const stage = theatre();
    const one = stage.process("one");
    const done = await one.run(startRun(one.cluster, drain("n2", { for: 3_600_000 }), one.options()));
    expect(done).toMatchObject({ record: { state: "done" } });
    const [made] = readDrains(stage.driver.state.cib);
    if (made?.until === undefined) throw new Error("it has no end");
    stage.pass(made.until * 1000 - stage.now - 1000);
    expect([on(stage, "n2"), isOver(made, stage.now / 1000)]).toEqual([[], false]);
    stage.pass(20 * 60_000);
    expect(["redis", "d", "proxy-bundle-podman"].map((rsc) => stage.count(rsc))).toEqual([3, 3, 3]);
    expect(await one.run(startRun(one.cluster, undrain("n2"), one.options()))).toMatchObject({
      record: { state: "done" },
    });
    expect(readDrains(stage.driver.state.cib)).toEqual([]);
  },
);

describe("is refused", () => {
  const refused = async (stage: Theatre, node: string): Promise<string> => {
    const one = stage.process("one");
    try {
      await one.run(startRun(one.cluster, drain(node), one.options()));
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
    return "";
  };

  test(
    "when another replica of what runs there is away, or the quorum would be lost; unless it is forced",
    LONG,
    async () => {
      const stage = theatre();
      const one = stage.process("one");
      await one.run(startRun(one.cluster, drain("n2"), one.options()));
      const text = await refused(stage, "n3");
      expect(text).toContain("the cluster would lose its quorum when n3 is off, if n2 is off too");
      expect(text).toContain("another replica of redis-bundle is away already");
      expect(readDrains(stage.driver.state.cib)).toHaveLength(1);
      const forced = await one.run(startRun(one.cluster, drain("n3", { force: true }), one.options()));
      expect(forced).toMatchObject({ record: { state: "done" } });
      expect(on(stage, "n3")).toEqual([]);
    },
  );

  test("when something would run nowhere", LONG, async () => {
    const stage = theatre();
    // As an operator's constraint would have it.
    const node = host(stage, "vip2");
    stage.edit((cib) => withOnly(cib, "vip2", node));
    expect(await refused(stage, node)).toBe("not begun: vip2 would run nowhere");
  });

  test("for a node that is not there, and an undrain of one that is in service", LONG, async () => {
    const stage = theatre();
    expect(await refused(stage, "n9")).toContain('there is no node "n9"');
    const one = stage.process("one");
    await expect(one.run(startRun(one.cluster, undrain("n1"), one.options()))).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

describe("killed at any commit, and resumed by another process", () => {
  for (const kind of ["drain", "undrain"] as const)
    for (const when of ["before", "after"] as const)
      for (let n = 1; n <= (kind === "drain" ? 6 : 3); n++)
        test(`${kind} ${when} commit ${n}`, LONG, async () => {
          const stage = theatre();
          const node = busiest(stage);
          const zero = stage.process("zero");
          if (kind === "undrain") await zero.run(startRun(zero.cluster, drain(node), zero.options()));
          const least = fewest(stage);
          const one = stage.process("one", { [when]: n });
          const request = kind === "drain" ? drain(node) : undrain(node);
          const first = await one.run(startRun(one.cluster, request, one.options()));
          const left = runsIn(stage.driver.state.cib).find((run) => run.kind === kind);
          if (left?.state === "running") {
            expect(first).toBe("died");
            stage.pass(90_000);
            const two = stage.process("two");
            expect(await two.run(resumeRun(two.cluster, left.id, two.options()))).toMatchObject({
              record: { state: "done" },
            });
          } else expect(left?.state ?? "none").toBe(n === 1 ? "none" : "done");
          expect(least()).toBeGreaterThanOrEqual(2);
          const begun = left !== undefined;
          expect(on(stage, node).length === 0).toBe(begun === (kind === "drain"));
          expect(readDrains(stage.driver.state.cib)).toHaveLength(begun === (kind === "drain") ? 1 : 0);
          nothingLeft(stage);
        });
});

test.for([PACEMAKER_2, PACEMAKER_3])("crm_simulate $version ends it by its date as we do", async (oracle, context) => {
  needs(context, whyNot(oracle));
  const UNTIL = Date.UTC(2026, 0, 1, 12) / 1000;
  const cibs = [undefined, UNTIL].flatMap((until) =>
    [UNTIL - 1, UNTIL].map((at) => {
      const cib = cibOf(SMALL);
      const drained = withDrain(cib, namedNode(cib, "one"), { until, who: "a@b", why: "new disks" });
      expect(validateCib(drained).refusals).toEqual(validateCib(cib).refusals);
      expect(readingOf({ cib: drained, at: at * 1000 }).model.nodesByName.get("one")?.standby).toBe(at !== until);
      return printXml(withAttribute(drained, "execution-date", String(at)));
    }),
  );
  const answers = await ask(cibs, oracle);
  const wrong = cibs.flatMap((cib, i) => {
    const answer = answers[i];
    if (answer === undefined || answer instanceof Error) return [String(answer)];
    const verdict = judge(cib, answer, oracle);
    return verdict === undefined ? [] : [describeVerdict(verdict)];
  });
  expect(wrong).toEqual([]);
});

test("paused it holds nothing, undone the node is in service, and nothing is left to do", LONG, async () => {
  const stage = theatre();
  const node = busiest(stage);
  const [one, two] = [stage.process("one"), stage.process("two")];
  const work = startRun(one.cluster, drain(node), one.options());
  await one.run(two.options().pace.sleep(15_000));
  const id = runsIn(stage.driver.state.cib)[0]?.id ?? "";
  await two.run(pauseRun(two.cluster, id, { who: "two@test", why: "lunch" }));
  expect(await one.run(work)).toMatchObject({ record: { state: "paused" } });
  nothingLeft(stage);
  await two.run(undoRun(two.cluster, id, two.options()));
  stage.pass(10 * 60_000);
  const { cib } = stage.driver.state;
  expect(readDrains(cib)).toEqual([]);
  const snapshot = {
    cib,
    version: { adminEpoch: 0, epoch: 0, numUpdates: 0 },
    live: true,
    settled: true,
    at: stage.now,
    knownAt: stage.now,
  };
  expect(planChange(snapshot, cib).plan.anyway).toEqual([]);
});

test("others cannot take its node for themselves, and what they stop elsewhere does not stop it", LONG, async () => {
  const stage = theatre();
  const [one, two] = [stage.process("one"), stage.process("two")];
  const work = startRun(one.cluster, drain("n2"), one.options());
  await one.run(two.options().pace.sleep(3000));
  await expect(two.run(startRun(two.cluster, drain("n2"), two.options()))).rejects.toMatchObject({ code: "leased" });
  const free = ["vip2", "g", "vip1"].find((rsc) => !["n2", "nowhere"].includes(host(stage, rsc === "g" ? "web" : rsc)));
  if (free === undefined) throw new Error("all of it runs on n2");
  stage.edit((cib) => withTargetRole(cib, free, "Stopped"));
  expect(await one.run(work)).toMatchObject({ record: { state: "done" } });
});
