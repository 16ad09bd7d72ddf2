/**
 * The root cause of a resource's not running is one: for Pacemaker's own cases, the cases of findings, and random clusters
 * with a history. `npm run roots` asks more of them.
 */
import { expect, test } from "vitest";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { whyNoCases, whyNoShared } from "../shared.ts";
import { newRootTally, type RootTally } from "./roots.ts";
import { askConformance, askFindings, askRandom } from "./roots-asked.ts";

function report(of: string, { decisive, hidden, elsewhere }: RootTally): void {
  console.log(`${of}: ${decisive} root causes decide, ${hidden} hide another, ${elsewhere} are no element of the CIB`);
}

test("in Pacemaker's own cases", LONG, (context) => {
  needs(context, whyNoCases());
  const tally = newRootTally();
  expect(askConformance({ every: 12, most: 3 }, tally)).toEqual([]);
  report("Pacemaker's cases", tally);
  expect(tally.decisive).toBeGreaterThan(30);
  expect(tally.elsewhere).toBeLessThan(tally.decisive / 4);
});

test("in the cases of findings", LONG, (context) => {
  needs(context, whyNoShared("cases"));
  const tally = newRootTally();
  expect(askFindings(tally)).toEqual([]);
  report("the findings' cases", tally);
  expect(tally.decisive).toBeGreaterThan(8);
});

test("in random clusters with a history", LONG, () => {
  const tally = newRootTally();
  expect(askRandom({ first: 1, count: 40, most: 4 }, tally)).toEqual([]);
  report("random clusters", tally);
  expect(tally.decisive).toBeGreaterThan(40);
});
