import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cases, suitePresent } from "./cases.ts";
import { agrees } from "./compare.ts";
import { evaluate, LEVELS, type Level } from "./evaluate.ts";

const passing = JSON.parse(readFileSync(new URL("./passing.json", import.meta.url), "utf8")) as Record<Level, string[]>;

test.skipIf(!suitePresent())(
  "every case listed as passing still passes (without ../shared the cases are not run)",
  () => {
    const lost: string[] = [];

    const counts: Record<Level, number> = { graph: 0, text: 0, dot: 0, scores: 0, summary: 0 };
    const listed = Object.fromEntries(LEVELS.map((l) => [l, new Set(passing[l])])) as Record<Level, Set<string>>;
    const all = cases();
    for (const c of all) {
      let verdicts: ReturnType<typeof evaluate> | undefined;
      try {
        verdicts = evaluate(c);
      } catch (error) {
        if (LEVELS.some((l) => listed[l].has(c.name))) lost.push(`${c.name} throws ${(error as Error).message}`);
      }
      for (const level of LEVELS) {
        const ok = verdicts !== undefined && agrees(verdicts[level]);
        if (ok) counts[level]++;
        if (!ok && listed[level].has(c.name)) lost.push(`${level} ${c.name}`);
      }
    }
    console.log(`conformance, of ${all.length}: ${LEVELS.map((l) => `${l} ${counts[l]}`).join(", ")}`);
    expect(lost).toEqual([]);
  },
);
