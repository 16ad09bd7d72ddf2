/** The CIBs about which root causes are asked. */
import { readdirSync, readFileSync } from "node:fs";
import { parseMoment } from "../../src/cib/value/date.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { type Element, get } from "../../src/cib/xml/tree.ts";
import { CURRENT } from "../../src/scheduler/model/dialect.ts";
import { UndecidableError, unlessUndecidable } from "../../src/scheduler/model/undecidable.ts";
import { caseFile, cases } from "../conformance/cases.ts";
import { generate } from "../differential/generate.ts";
import { shared } from "../shared.ts";
import { type RootTally, wrongRoots } from "./roots.ts";

const nowOf = (cib: Element): number => Number(get(cib, "execution-date") ?? 1_700_000_000);

/** What Pacemaker's scheduler does not survive has no root causes. */
function ask(name: string, cib: Element, now: number, most: number, tally: RootTally): string[] {
  const wrong = unlessUndecidable(() => wrongRoots(cib, now, most, tally));
  return wrong instanceof UndecidableError ? [] : wrong.map((text) => `${name}, ${text}`);
}

/** Every so many of Pacemaker's cases, with so many resources each. */
export function askConformance({ every, most }: { every: number; most: number }, tally: RootTally): string[] {
  return cases()
    .filter((_, i) => i % every === 0)
    .flatMap(({ name, moment }) => {
      const parsed = parseXml(caseFile(name, "xml") ?? "");
      if (!parsed.ok) throw new Error(`${name}: ${parsed.problem.message}`);
      const given = moment === undefined ? undefined : parseMoment(moment);
      return ask(name, parsed.root, given ?? nowOf(parsed.root), most, tally);
    });
}

export function askFindings(tally: RootTally): string[] {
  return readdirSync(shared("cases"))
    .filter((file) => file.startsWith("explain-") || file.startsWith("status-"))
    .flatMap((file) => {
      const parsed = parseXml(readFileSync(shared(`cases/${file}`), "utf8"));
      if (!parsed.ok) throw new Error(`${file}: ${parsed.problem.message}`);
      return ask(file, parsed.root, nowOf(parsed.root), Number.POSITIVE_INFINITY, tally);
    });
}

export function askRandom(
  { first, count, most }: { first: number; count: number; most: number },
  tally: RootTally,
): string[] {
  return Array.from({ length: count }, (_, i) => first + i).flatMap((seed) => {
    const cib = generate(seed, CURRENT);
    return ask(`seed ${seed}`, cib, nowOf(cib), most, tally);
  });
}
