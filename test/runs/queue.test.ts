/** A rolling change that waits for others, who change the configuration meanwhile: it is planned again, in virtual time. */
import { describe, expect, test } from "vitest";
import { releaseLease, takeLease } from "../../src/change/lease/hold/take.ts";
import { planChange } from "../../src/change/plan/plan.ts";
import type { PreparedChange } from "../../src/change/prepare.ts";
import { type PlannedRun, startPlanned } from "../../src/change/run/planned.ts";
import { rollingRequest, rollingRun } from "../../src/change/run/rolling-edit.ts";
import { startRun } from "../../src/change/run/start.ts";
import { type Lease, leasesIn, NOTHING } from "../../src/cib/lease.ts";
import { runsIn } from "../../src/cib/run-record.ts";
import { withTargetRole } from "../wait/small-cluster.ts";
import { type CibChange, withImage, withNote, withParameter } from "./edits.ts";
import { type Process, type Theatre, theatre } from "./theatre.ts";

const LONG = { timeout: 240_000 };
const QUEUE = 30 * 60_000;

/** The change as a process plans it, each time after `before`, and what it says of plans made again. */
async function planned(
  process: Process,
  change: CibChange,
  before?: () => Promise<void>,
): Promise<{ readonly run: PlannedRun; readonly said: string[] }> {
  const prepare = async (): Promise<PreparedChange> => {
    await before?.();
    const snapshot = await process.cluster.read();
    const desired = change(snapshot.cib);
    return { ...planChange(snapshot, desired), desired, snapshot };
  };
  const confirmed = await prepare();
  const request = rollingRequest(confirmed);
  if (request === undefined) throw new Error("no replicas would go down together");
  const said: string[] = [];
  return { run: rollingRun(confirmed, request, prepare, (text) => said.push(text)), said };
}

async function held(stage: Theatre, resource: string): Promise<Lease> {
  const other = stage.process("other");
  const { pace, isGone, signal } = other.options();
  const covers = { ...NOTHING, resources: [resource] };
  const asked = { name: "deploy", owner: "other@test", process: undefined, why: "a test", ttl: 3600, covers };
  return takeLease(other.cluster, asked, { pace, isGone, signal, wait: 0 });
}

const release = (stage: Theatre, { token }: Lease): Promise<Lease> =>
  releaseLease(stage.cluster, { token, who: "other@test", why: "done" });

const CHANGE = withParameter("d");

/** A process waits for the lease of another, which is given back after a minute; `meanwhile` happens before. */
async function afterWaiting(meanwhile: (stage: Theatre) => void, queue = QUEUE) {
  const stage = theatre();
  const one = stage.process("one");
  const { run, said } = await planned(one, CHANGE);
  const lease = await held(stage, "c");
  const carried = startPlanned(one.cluster, run, one.options({ queue }));
  const free = (async () => {
    await stage.sleep(60_000);
    meanwhile(stage);
    await release(stage, lease);
  })();
  const outcome = one.run(carried);
  outcome.catch(() => undefined);
  await stage.until(free.then(() => outcome).catch(() => undefined));
  return { stage, said, outcome };
}

describe("a rolling change with --queue", () => {
  test("that was planned before others took their lease continues when it is given back", LONG, async () => {
    const { stage, said, outcome } = await afterWaiting(() => undefined);
    await expect(outcome).resolves.toMatchObject({ record: { state: "done", of: 3 } });
    expect(said).toEqual([
      expect.stringMatching(/^the configuration moved to \S+; planned again, and the same follows$/),
    ]);
    expect(leasesIn(stage.driver.state.cib)).toEqual([]);
  });

  test("continues after changes of others that leave its own as it is", LONG, async () => {
    const { outcome } = await afterWaiting((stage) => stage.edit(withNote("vip2")));
    await expect(outcome).resolves.toMatchObject({ record: { state: "done" } });
  });

  test("ends in a conflict that says what is different, and has changed nothing", LONG, async () => {
    const { stage, said, outcome } = await afterWaiting((s) => s.edit(CHANGE));
    const error = await outcome.catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: "conflict",
      message: expect.stringMatching(
        /^the configuration moved to \S+ before the change was begun, and something else would/,
      ),
      hint: "apply it again to see the whole plan",
    });
    const lines = (error as { problems: readonly { message: string }[] }).problems.map(({ message }) => message);
    // The other one made the same change to the same parameter: another value follows now.
    expect(lines.filter((line) => line.startsWith("now: "))).toEqual([expect.stringMatching(/x.*1 -> 11/)]);
    expect(lines.filter((line) => line.startsWith("no longer: "))).not.toEqual([]);
    expect([said, runsIn(stage.driver.state.cib), leasesIn(stage.driver.state.cib)]).toEqual([[], [], []]);
  });

  test("continues after a run that moves the promoted role", LONG, async () => {
    const stage = theatre();
    const [one, two] = [stage.process("one"), stage.process("two")];
    const { run, said } = await planned(one, withImage("redis-bundle"));
    const before = stage.promoted("redis");
    const restart = startRun(two.cluster, { kind: "restart", args: { resource: "redis-bundle" } }, two.options());
    let moved: string | undefined;
    const restarted = restart.then((outcome) => {
      moved = stage.promoted("redis");
      return outcome;
    });
    // The restart has its lease before the change begins to wait.
    const change = (async () => {
      while (runsIn(stage.driver.state.cib).length === 0) await stage.sleep(100);
      return startPlanned(one.cluster, run, one.options({ queue: QUEUE }));
    })();
    const [first, second] = await Promise.all([two.run(restarted), one.run(change)]);
    expect([first, second]).toMatchObject([{ record: { state: "done" } }, { record: { state: "done" } }]);
    expect([moved === undefined, moved === before]).toEqual([false, false]);
    expect(said).toHaveLength(1);
  });

  test("waits for the next one too, who was faster, whatever that one is doing", LONG, async () => {
    const stage = theatre();
    const one = stage.process("one");
    const switched = (to: "Started" | "Stopped") => stage.edit((cib) => withTargetRole(cib, "d", to));
    let plans = 0;
    const overtaken = async (): Promise<void> => {
      if (++plans !== 2) return;
      const next = await held(stage, "c");
      switched("Stopped");
      void (async () => {
        await stage.sleep(30_000);
        switched("Started");
        await stage.sleep(30_000);
        await release(stage, next);
      })();
    };
    const { run, said } = await planned(one, CHANGE, overtaken);
    stage.edit(withNote("vip2"));
    const outcome = await one.run(startPlanned(one.cluster, run, one.options({ queue: QUEUE })));
    expect(outcome).toMatchObject({ record: { state: "done" } });
    expect([plans, said.length]).toEqual([3, 1]);
  });

  test(
    "without a queue is refused while others have it, and is a conflict once the configuration has moved",
    LONG,
    async () => {
      const stage = theatre();
      const one = stage.process("one");
      const { run, said } = await planned(one, CHANGE);
      const lease = await held(stage, "vip2");
      await expect(one.run(startPlanned(one.cluster, run, one.options()))).rejects.toMatchObject({ code: "conflict" });
      await release(stage, lease);
      const again = (await planned(one, CHANGE)).run;
      expect(await one.run(startPlanned(one.cluster, again, one.options()))).toMatchObject({
        record: { state: "done" },
      });
      expect(said).toEqual([]);
    },
  );

  test("is refused by the lease when the queue is over before it is given back", LONG, async () => {
    const { outcome } = await afterWaiting(() => undefined, 30_000);
    await expect(outcome).rejects.toMatchObject({
      code: "leased",
      message: expect.stringContaining("other@test holds"),
    });
  });
});
