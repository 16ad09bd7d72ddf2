/** Pacemaker's own scheduler cases, each level held against the suite's files. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { whyNoCases } from "../shared.ts";
import { cases } from "./cases.ts";
import { agrees } from "./compare.ts";
import { evaluate, LEVELS, type Level } from "./evaluate.ts";

const passing = JSON.parse(readFileSync(new URL("./passing.json", import.meta.url), "utf8")) as Record<Level, string[]>;
const listed = Object.fromEntries(LEVELS.map((l) => [l, new Set(passing[l])])) as Record<Level, Set<string>>;

test("every case listed as passing still passes", LONG, (context) => {
  needs(context, whyNoCases());
  const lost: string[] = [];
  const counts: Record<Level, number> = { graph: 0, text: 0, dot: 0, scores: 0, summary: 0 };
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
});

test("every case listed as passing is here", (context) => {
  needs(context, whyNoCases());
  const here = new Set(cases().map(({ name }) => name));
  const absent = [...new Set(LEVELS.flatMap((l) => passing[l]))].filter((name) => !here.has(name)).sort();
  const count = `${absent.length} of Pacemaker's cases, which this release has otherwise, are not here`;
  needs(context, absent.length === 0 ? undefined : `${count}: ${absent.join(", ")}`);
  expect(absent).toEqual([]);
});
