/**
 * Random CIBs with a history, decided by us and by Pacemaker 3.0.3. The same ones every time, as a gate should be;
 * DIFFERENTIAL_SEED chooses others. A failure names its seed, of which a small case is made by
 * `npm run differential -- --seed N --count 1 --shrink DIR`.
 */
import { expect, test } from "vitest";
import { campaign } from "./campaign.ts";
import { generate } from "./generate.ts";
import { describeVerdict } from "./judge.ts";
import { PACEMAKER_3, whyNot } from "./oracle.ts";

const COUNT = 500;
const reason = whyNot(PACEMAKER_3);
const first = Number(process.env["DIFFERENTIAL_SEED"] ?? 1);

test.skipIf(reason !== undefined)(
  `Pacemaker 3.0.3 decides the same on ${COUNT} random CIBs${reason === undefined ? "" : ` (skipped: ${reason})`}`,
  { timeout: 300_000 },
  async () => {
    const differences: string[] = [];
    const tally = await campaign(PACEMAKER_3, first, COUNT, generate, ({ seed, verdict }) => {
      differences.push(`seed ${seed}: ${verdict.level}\n${describeVerdict(verdict, 3)}`);
    });
    console.log(
      `differential, seeds ${first} to ${first + COUNT - 1}: ${tally.asked} compared, ${tally.refused.length} refused`,
    );
    expect(differences).toEqual([]);
    // Some configurations make crm_simulate stop at an assertion of its own; that many only if ours are no good.
    expect(tally.asked).toBeGreaterThan(COUNT * 0.9);
  },
);
