/** Rolling restarts of a small cluster in virtual time: the promises of docs/runs.md. */
import { describe, expect, test } from "vitest";
import { resumeRun, startRun } from "../../src/change/run/start.ts";
import { leasesIn } from "../../src/cib/lease.ts";
import { runsIn } from "../../src/cib/run-record.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { type Theatre, theatre } from "./theatre.ts";

const LONG = { timeout: 120_000 };
const restart = (resource: string) => ({ kind: "restart", args: { resource } });

/** Nothing is left of a run but its line of history. */
function nothingLeft({ driver }: Theatre): void {
  const { cib } = driver.state;
  expect(leasesIn(cib)).toEqual([]);
  expect(printXml(cib)).not.toMatch(/id="holdfast-run-[0-9a-z]+-/);
}

/** The fewest instances of a process that ran at any moment from now on. */
function fewest(stage: Theatre, rsc: string): () => number {
  let least = stage.count(rsc);
  stage.onMoment = () => {
    least = Math.min(least, stage.count(rsc));
  };
  return () => least;
}

test("a bundle restarts replica by replica, the promoted one last, when another is promoted", LONG, async () => {
  const stage = theatre();
  const least = fewest(stage, "redis");
  const promotedOn = stage.promoted("redis");
  const { onMoment } = stage;
  // Moments at which none is promoted: what runs meanwhile.
  const without = new Set<number>();
  stage.onMoment = () => {
    onMoment();
    if (stage.promoted("redis") === undefined) without.add(stage.count("redis"));
  };
  const one = stage.process("one");
  const carried = await one.run(startRun(one.cluster, restart("redis-bundle"), one.options()));
  expect(carried).toMatchObject({ record: { state: "done" } });
  expect([least(), stage.count("redis")]).toEqual([2, 3]);
  expect([...without]).toEqual([3]);
  expect(one.said.join("\n")).toContain("has another instance of redis-bundle promoted");
  nothingLeft(stage);
  const [record] = runsIn(stage.driver.state.cib);
  expect(record?.did).toHaveLength(3);
  expect(record?.did.at(-1)).toBe(promotedOn);
});

describe("killed at any commit, and resumed by another process", () => {
  for (const when of ["before", "after"] as const)
    for (let n = 1; n <= 8; n++)
      test(`${when} commit ${n}`, LONG, async () => {
        const stage = theatre();
        const least = fewest(stage, "d");
        const one = stage.process("one", { [when]: n });
        const first = await one.run(startRun(one.cluster, restart("c"), one.options()));
        expect(first).toBe("died");
        const [left] = runsIn(stage.driver.state.cib);
        if (left !== undefined && left.state === "running") {
          const two = stage.process("two");
          const second = await two.run(resumeRun(two.cluster, left.id, two.options()));
          expect(second).toMatchObject({ record: { state: "done", did: expect.arrayContaining(["n1", "n2", "n3"]) } });
        } else expect(left?.state ?? "none").toBe(n === 1 ? "none" : "done");
        expect([least(), stage.count("d")]).toEqual([n === 1 && when === "before" ? 3 : 2, 3]);
        nothingLeft(stage);
      });
});
