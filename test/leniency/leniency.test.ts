/**
 * CIBs with one fault each: taken or refused as Pacemaker 3.0.3 does, and decided as it does. The same ones every time;
 * LENIENCY_SEED chooses others, and `run.ts` beside this asks about as many as one likes.
 */
import { expect, test } from "vitest";
import type { Element } from "../../src/cib/xml/tree.ts";
import { PACEMAKER_3, whyNot } from "../differential/oracle.ts";
import { needs } from "../needs.ts";
import { leniencyCampaign } from "./campaign.ts";
import { commandsOn } from "./commands.ts";

const COUNT = 200;

test(`Pacemaker 3.0.3 takes, refuses and decides the same of ${COUNT}`, { timeout: 600_000 }, async (context) => {
  needs(context, whyNot(PACEMAKER_3));
  const first = Number(process.env.LENIENCY_SEED ?? 1);
  let taken = 0;
  // `run.ts --commands` tries them on all.
  const some = (cib: Element): Promise<string | undefined> =>
    taken++ % 4 === 0 ? commandsOn(cib) : Promise.resolve(undefined);
  const tally = await leniencyCampaign(PACEMAKER_3, first, COUNT, some);
  expect(tally.differences).toEqual([]);
  expect(tally.taken).toBeGreaterThan(COUNT / 3);
  expect(tally.refused).toBeGreaterThan(COUNT / 5);
});
