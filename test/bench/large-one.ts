/**
 * One large cluster in a process of its own: `large-one.ts FILE` prints what it cost, and `large-one.ts -x FILE -G GRAPH`
 * writes the transition as crm_simulate would, for the script that brings a cluster to its steady state.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { type Element, walk } from "../../src/cib/xml/tree.ts";
import { optimizeLate } from "../../src/cli/late-optimization.ts";
import { printTransition } from "../../src/scheduler/graph/xml.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { cpuMs, median, NOW, scheduleMs } from "./measure.ts";

/** Milliseconds of CPU, and megabytes at the peak of the process. */
export interface Own {
  /** The first run of the process: what a command pays. */
  readonly first: number;
  /** A later run: what a server pays. */
  readonly warm: number;
  readonly read: number;
  readonly print: number;
  readonly peakMb: number;
  /** What there is to read. */
  readonly elements: number;
  /** What there is to say. */
  readonly synapses: number;
}

/** Runs until the compiler has settled: half of them are not counted. */
const WARM_RUNS = 20;
const WARM_LIMIT_MS = 10_000;

function read(file: string): Element {
  const parsed = parseXml(readFileSync(file, "utf8"));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

function measure(file: string): Own {
  let root: Element | undefined;
  const reading = cpuMs(() => {
    root = read(file);
  });
  const cib = root as unknown as Element;
  const first = scheduleMs(cib);
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const runs: number[] = [];
  for (let spent = first; runs.length < WARM_RUNS && (runs.length === 0 || spent < WARM_LIMIT_MS); ) {
    const ms = scheduleMs(cib);
    runs.push(ms);
    spent += ms;
  }
  const warm = median(runs.slice(Math.floor(runs.length / 2)));
  const print = cpuMs(() => void printXml(cib));
  const { synapses } = schedule(cib, { now: NOW }).transition;
  return { first, warm, read: reading, print, peakMb, elements: walk(cib).length, synapses: synapses.length };
}

// As the program itself does.
optimizeLate(process.versions.v8);

const args = process.argv.slice(2);
const after = (flag: string): string => args[args.indexOf(flag) + 1] ?? "";
if (args.includes("-x"))
  writeFileSync(after("-G"), printTransition(schedule(read(after("-x")), { now: NOW }).transition));
else console.log(JSON.stringify(measure(args[0] ?? "")));
