/** A run seen by a process that does not carry it. */
import { expect, test } from "vitest";
import { startRun } from "../../src/change/run/start.ts";
import { watchRun } from "../../src/change/run/watch.ts";
import { runsIn } from "../../src/cib/run-record.ts";
import { LONG } from "../long.ts";
import { type Theatre, theatre } from "./theatre.ts";

const restart = { kind: "restart", args: { resource: "c" } };

const idOfRun = ({ driver }: Theatre): string => runsIn(driver.state.cib)[0]?.id ?? "none";

/** Begins a run, and a watch of it a few seconds later. */
async function watched(stage: Theatre, deaths?: { readonly after: number }) {
  const [one, two] = [stage.process("one", deaths), stage.process("two")];
  const carried = one.run(startRun(one.cluster, restart, one.options()));
  const watch = (async () => {
    await stage.sleep(5000);
    return watchRun(two.cluster, idOfRun(stage), two.options());
  })();
  watch.catch(() => undefined);
  await carried;
  return { one, two, watch };
}

const steps = (said: readonly string[]): string[] =>
  said.filter((text) => / step: /.test(text)).map((t) => t.replace(/^\S+ /, ""));

test("its steps and its end are seen as its own process says them, and nothing is changed", LONG, async () => {
  const stage = theatre();
  const { one, two, watch } = await watched(stage);
  expect(await two.run(watch)).toMatchObject({ record: { state: "done", did: ["n1", "n2", "n3"] } });
  expect(steps(two.said).length).toBeGreaterThan(2);
  expect(steps(one.said)).toEqual(expect.arrayContaining(steps(two.said)));
  expect(two.said.at(-1)).toMatch(/ended: /);
  expect(two.commits).toBe(0);
});

test("whose process is gone is seen to be carried no more", LONG, async () => {
  const stage = theatre();
  const { two, watch } = await watched(stage, { after: 2 });
  const refused = two.run(watch);
  await expect(refused).rejects.toMatchObject({ code: "failed", message: expect.stringContaining("no sign of life") });
});

test("that is not on record is missing", LONG, async () => {
  const stage = theatre();
  const two = stage.process("two");
  await expect(two.run(watchRun(two.cluster, "abcdef", two.options()))).rejects.toMatchObject({ code: "missing" });
});
