/** CIBs with one fault each: taken or refused as Pacemaker does, decided as it does, and of use to every command. */
import { validateCib } from "../../src/cib/validate.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import { describeVerdict, judge } from "../differential/judge.ts";
import { ask, type Oracle } from "../differential/oracle.ts";
import { Random } from "../differential/random.ts";
import { withFault } from "./fault.ts";
import { validCib } from "./parts.ts";

const BATCH = 100;

interface Made {
  readonly seed: number;
  readonly fault: string;
  readonly text: string;
}

function faultyCib(seed: number): Made {
  const random = new Random(seed);
  const { cib, fault } = withFault(read(validCib(random)), random);
  return { seed, fault, text: printXml(cib) };
}

function read(text: string): Element {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

export interface Tally {
  taken: number;
  refused: number;
  /** Taken, and then died of. */
  died: number;
  readonly differences: string[];
}

/** Asks about `count` CIBs from seed `first` on; `found` hears of each difference at once. */
export async function leniencyCampaign(
  oracle: Oracle,
  first: number,
  count: number,
  look: (cib: Element) => Promise<string | undefined> = () => Promise.resolve(undefined),
  found: (difference: string) => void = () => undefined,
): Promise<Tally> {
  const tally: Tally = { taken: 0, refused: 0, died: 0, differences: [] };
  for (let from = first; from < first + count; from += BATCH) {
    const made = Array.from({ length: Math.min(BATCH, first + count - from) }, (_, i) => faultyCib(from + i));
    const answers = await ask(
      made.map(({ text }) => text),
      oracle,
    );
    for (const [i, each] of made.entries()) {
      const difference = await compare(each, answers[i] ?? new Error("no answer"), oracle, tally, look);
      if (difference === undefined) continue;
      tally.differences.push(`seed ${each.seed}: ${each.fault}: ${difference}`);
      found(tally.differences.at(-1) as string);
    }
  }
  return tally;
}

async function compare(
  made: Made,
  answer: Awaited<ReturnType<typeof ask>>[number],
  oracle: Oracle,
  tally: Tally,
  look: (cib: Element) => Promise<string | undefined>,
): Promise<string | undefined> {
  const parsed = parseXml(made.text);
  const refusals = parsed.ok ? validateCib(parsed.root).refusals : [parsed.problem];
  const refusedByUs = refusals[0]?.message;
  if (answer instanceof Error) {
    const status = Number(/ended with (\d+)/.exec(answer.message)?.[1]);
    if (status !== 65 && status !== 78) {
      tally.died++;
      return undefined;
    }
    tally.refused++;
    return refusedByUs === undefined ? `taken, but Pacemaker refuses it: ${answer.message.slice(0, 300)}` : undefined;
  }
  tally.taken++;
  if (refusedByUs !== undefined) return `refused, but Pacemaker takes it: ${refusedByUs}`;
  if (!parsed.ok) return parsed.problem.message;
  const verdict = judge(made.text, answer, oracle);
  if (verdict !== undefined) return `${verdict.level}\n${describeVerdict(verdict, 4)}`;
  return look(parsed.root);
}
