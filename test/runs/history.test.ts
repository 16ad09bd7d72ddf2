/** Random histories of runs; `npm run runs` tells as many as asked for. */
import { expect, test } from "vitest";
import { tellRuns } from "./history.ts";

const HISTORIES = 29;
/** An edit that was killed while a node of its bundle crashed. */
const MET = [42];

for (const seed of [...Array.from({ length: HISTORIES }, (_, i) => i + 1), ...MET])
  test(`history ${seed} ends as promised`, { timeout: 120_000 }, async () => {
    const { wrong, story } = await tellRuns(seed);
    expect(wrong, story.join("\n")).toEqual([]);
  });
