/** A run that is left to the engine of the cluster. */
import { expect, test } from "vitest";
import { carryDetached } from "../../src/change/run/carrier.ts";
import { pauseRun, resumeRun, startRun } from "../../src/change/run/start.ts";
import { watchRun } from "../../src/change/run/watch.ts";
import { leasesIn } from "../../src/cib/lease.ts";
import { type RunRecord, runsIn } from "../../src/cib/run-record.ts";
import { theatre } from "./theatre.ts";

const LONG = { timeout: 120_000 };
const LIMITS = { minHealthy: 6000, step: 120_000, progress: 240_000 };
const restart = { kind: "restart", args: { resource: "c" } };

test("is carried from its beginning on, paused and resumed, and by the next engine when one ends", LONG, async () => {
  const stage = theatre();
  const run = (): RunRecord | undefined => runsIn(stage.driver.state.cib)[0];
  const gone = new Set<string>();
  const isGone = (process: string): boolean => gone.has(process);
  let least = 3;
  stage.onMoment = () => {
    least = Math.min(least, stage.count("d"));
  };
  const [one, first, second] = [stage.process("one"), stage.process("first"), stage.process("second")];
  const left = await one.run(startRun(one.cluster, restart, one.options({ limits: LIMITS, detach: true })));
  expect(left).toMatchObject({ record: { state: "running", detached: LIMITS, did: [] } });
  expect(leasesIn(stage.driver.state.cib)).toEqual([]);

  void carryDetached(first.cluster, first.options());
  const watcher = stage.process("watcher");
  const watched = watchRun(watcher.cluster, run()?.id ?? "", watcher.options({ isGone }));
  await stage.until(stage.sleep(8000));
  expect(leasesIn(stage.driver.state.cib)[0]?.process).toBe("first");
  await one.run(pauseRun(one.cluster, run()?.id ?? "", { who: "one@test", why: "a test" }));
  expect(await stage.until(watched)).toMatchObject({ record: { state: "paused" } });
  await stage.until(stage.sleep(10_000));
  expect(run()?.state).toBe("paused");
  await one.run(resumeRun(one.cluster, run()?.id ?? "", one.options({ limits: LIMITS, detach: true })));
  await stage.until(stage.sleep(6000));
  expect(run()?.state).toBe("running");

  first.kill();
  gone.add("first");
  const stop = new AbortController();
  void carryDetached(second.cluster, second.options({ isGone, signal: stop.signal }));
  await stage.until(stage.sleep(60_000));
  expect(run()).toMatchObject({ state: "done", did: ["n1", "n2", "n3"] });
  expect([least, stage.count("d"), leasesIn(stage.driver.state.cib)]).toEqual([2, 3, []]);
  stop.abort();
});
