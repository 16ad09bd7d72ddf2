/** Asks the oracle about many CIBs, batch by batch, which thinks while the next are made and the last judged. */
import { printXml } from "../../src/cib/xml/print.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import type { Dialect } from "../../src/scheduler/model/dialect.ts";
import { judge, type Verdict } from "./judge.ts";
import type { Oracle } from "./oracle.ts";
import { askOnce } from "./remembered.ts";

const BATCH = 50;

export interface Finding {
  readonly seed: number;
  readonly cib: Element;
  readonly verdict: Verdict;
}

export interface Tally {
  asked: number;
  /** What the oracle itself refused, or died of. */
  refused: { seed: number; error: Error }[];
}

export async function campaign(
  oracle: Oracle,
  first: number,
  count: number,
  make: (seed: number, dialect: Dialect) => Element,
  found: (finding: Finding) => Promise<void> | void,
): Promise<Tally> {
  const tally: Tally = { asked: 0, refused: [] };
  const batch = (from: number): { seed: number; cib: Element; text: string }[] =>
    Array.from({ length: Math.max(0, Math.min(BATCH, first + count - from)) }, (_, i) => {
      const cib = make(from + i, oracle.dialect);
      return { seed: from + i, cib, text: printXml(cib) };
    });
  const askAll = (these: ReturnType<typeof batch>): ReturnType<typeof askOnce> =>
    askOnce(
      these.map((x) => x.text),
      oracle,
    );
  let now = batch(first);
  let asking = askAll(now);
  for (let from = first; now.length > 0; from += BATCH) {
    const next = batch(from + BATCH);
    const answers = await asking;
    // The oracle goes on with the next while these are judged.
    asking = next.length === 0 ? Promise.resolve([]) : askAll(next);
    for (const [i, { seed, cib, text }] of now.entries()) {
      const answer = answers[i];
      if (answer === undefined || answer instanceof Error) {
        tally.refused.push({ seed, error: answer ?? new Error("no answer") });
        continue;
      }
      tally.asked++;
      const verdict = judge(text, answer, oracle);
      if (verdict !== undefined) await found({ seed, cib, verdict });
    }
    now = next;
  }
  return tally;
}
