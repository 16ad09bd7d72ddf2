/** Random histories of runs; `npm run runs` tells as many as asked for. */
import { expect, test } from "vitest";
import { tellRuns } from "./history.ts";

const HISTORIES = 50;

for (let seed = 1; seed <= HISTORIES; seed++)
  test(`history ${seed} ends as promised`, { timeout: 120_000 }, async () => {
    const { wrong, story } = await tellRuns(seed);
    expect(wrong, story.join("\n")).toEqual([]);
  });
