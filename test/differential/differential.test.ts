/**
 * CIBs that nobody wrote, decided by us and by Pacemaker 3.0.3: random ones with a history, and Pacemaker's own cases with
 * pieces of others worked in. The same ones every time, as a gate should be; DIFFERENTIAL_SEED chooses others. A failure
 * names its seed, of which a small case is made by `npm run differential -- [--splice] --seed N --count 1 --shrink DIR`.
 */
import { expect, test } from "vitest";
import { VERY_LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { whyNoCases } from "../shared.ts";
import { campaign } from "./campaign.ts";
import { generate } from "./generate.ts";
import { describeVerdict } from "./judge.ts";
import { PACEMAKER_3, whyNot } from "./oracle.ts";
import { spliced } from "./splice.ts";

const noOracle = whyNot(PACEMAKER_3);
const first = Number(process.env.DIFFERENTIAL_SEED ?? 1);

for (const { kind, make, count, accepted, reasons } of [
  { kind: "random CIBs", make: generate, count: 500, accepted: 0.9, reasons: [noOracle] },
  { kind: "spliced cases", make: spliced, count: 100, accepted: 0.85, reasons: [noOracle, whyNoCases()] },
]) {
  test(`Pacemaker 3.0.3 decides the same on ${count} ${kind}`, VERY_LONG, async (context) => {
    needs(context, ...reasons);
    const differences: string[] = [];
    const tally = await campaign(PACEMAKER_3, first, count, make, ({ seed, verdict }) => {
      differences.push(`seed ${seed}: ${verdict.level}\n${describeVerdict(verdict, 3)}`);
    });
    console.log(
      `${kind}, seeds ${first} to ${first + count - 1}: ${tally.asked} compared, ${tally.refused.length} refused`,
    );
    expect(differences).toEqual([]);
    // Some configurations make crm_simulate stop at an assertion of its own; that many only if ours are no good.
    expect(tally.asked).toBeGreaterThan(count * accepted);
  });
}
