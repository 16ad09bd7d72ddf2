/**
 * What asking why costs, and what it costs not to ask: the scheduler without a recorder and with one, and, where
 * HOLDFAST_BENCH_BEFORE names another checkout (such as one from before there was a recorder), that one's scheduler too.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { parseXml } from "../../src/cib/xml/parse.ts";
import type { schedule } from "../../src/scheduler/schedule.ts";
import { WhyRecorder } from "../../src/scheduler/why/recorder.ts";
import { caseFile, cases } from "../conformance/cases.ts";
import { goldenClusters, whyNoCases } from "../shared.ts";
import { cpuMs, median, NOW } from "./measure.ts";

const HERE = new URL("../..", import.meta.url).pathname;
const WARM_UP = 5;
const PASSES = 11;

interface Checkout {
  readonly parseXml: typeof parseXml;
  readonly schedule: typeof schedule;
}

async function checkout(directory: string): Promise<Checkout> {
  const module = (path: string): string => pathToFileURL(join(directory, "src", path)).href;
  const parsing = (await import(module("cib/parse.ts"))) as Pick<Checkout, "parseXml">;
  const scheduling = (await import(module("scheduler/schedule.ts"))) as Pick<Checkout, "schedule">;
  return { parseXml: parsing.parseXml, schedule: scheduling.schedule };
}

export async function benchWhy(): Promise<void> {
  const suite = whyNoCases() === undefined ? cases().map(({ name }) => caseFile(name, "xml") ?? "") : [];
  const texts = [...suite, ...goldenClusters().map(({ path }) => readFileSync(path, "utf8"))];
  if (texts.length === 0) {
    console.log("asking why: not measured, ../shared is not here");
    return;
  }
  const before = process.env.HOLDFAST_BENCH_BEFORE;
  const here = await checkout(HERE);
  const there = before === undefined ? undefined : await checkout(before);
  // An older one may not be able to decide on all.
  const both = texts.filter((text) => [here, there].every((c) => c === undefined || canDecide(c, text)));
  const runs = [
    pass("not asked", here, both, () => undefined),
    pass("asked", here, both, () => new WhyRecorder()),
    ...(there === undefined ? [] : [pass(`not asked, ${before}`, there, both, () => undefined)]),
  ];
  const times = runs.map((): number[] => []);
  // In turn, so that a slow moment of the machine strikes all alike.
  for (let i = 0; i < WARM_UP + PASSES; i++) {
    for (const [j, { once }] of runs.entries()) {
      const ms = once();
      if (i >= WARM_UP) times[j]?.push(ms);
    }
  }
  const [off = Number.NaN, ...others] = times.map(median);
  console.log(`Asking why, ${both.length} clusters, once warm, CPU ms: ${off.toFixed(0)} not asked`);
  for (const [i, ms] of others.entries())
    console.log(`  ${runs[i + 1]?.name}: ${ms.toFixed(0)} (${(ms / off).toFixed(2)} times)`);
}

function canDecide({ parseXml: parse, schedule: decide }: Checkout, text: string): boolean {
  try {
    const parsed = parse(text);
    return parsed.ok && decide(parsed.root, { now: NOW }).transition.synapses.length >= 0;
  } catch {
    return false;
  }
}

function pass(
  name: string,
  { parseXml: parse, schedule: decide }: Checkout,
  texts: readonly string[],
  why: () => WhyRecorder | undefined,
): { readonly name: string; readonly once: () => number } {
  const roots = texts.flatMap((text) => {
    const parsed = parse(text);
    return parsed.ok ? [parsed.root] : [];
  });
  return {
    name,
    once: () =>
      cpuMs(() => {
        for (const root of roots) {
          const recorder = why();
          decide(root, { now: NOW, ...(recorder === undefined ? {} : { why: recorder }) });
        }
      }),
  };
}
