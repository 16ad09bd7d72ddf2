/** Files with mistakes in them, in four parts so that one that fails says where. `npm run fuzz` asks about more. */
import { expect, it } from "vitest";
import { LONG } from "../long.ts";
import { fuzzCampaign } from "./campaign.ts";

const PART = 500;

it.each([1, 2, 3, 4])("2,000 files with mistakes, part %i", LONG, async (part) => {
  const tally = await fuzzCampaign(1 + (part - 1) * PART, PART);
  expect(tally.wrong).toEqual([]);
  expect(tally.cases).toBe(PART);
  // Not all of them are refused at the first line.
  expect(tally.answered).toBeGreaterThan(PART / 5);
  expect(tally.applied).toBeGreaterThan(0);
});
