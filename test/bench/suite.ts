/** The sum over Pacemaker's own scheduler cases, once warm, beside `crm_simulate --profile` on the same files. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { cases } from "../conformance/cases.ts";
import { CASES, whyNoCases } from "../shared.ts";
import { cpuMs, median, scheduleMs } from "./measure.ts";
import { peers, profile } from "./peer.ts";

const WARM_UP = 5;
const PASSES = 5;
const PEER_REPEAT = 5;
const PEER_LIMIT_MS = 120_000;

export function benchSuite(): void {
  const missing = whyNoCases();
  if (missing !== undefined) {
    console.log(`scheduler cases: not measured, ${missing}`);
    return;
  }
  const files = cases()
    .map(({ name }) => ({ name, path: join(CASES, "xml", `${name}.xml`) }))
    .filter(({ path }) => existsSync(path));
  const roots = new Map(
    files.map(({ name, path }) => {
      const parsed = parseXml(readFileSync(path, "utf8"));
      if (!parsed.ok) throw new Error(`${name}: ${parsed.problem.message}`);
      return [name, parsed.root];
    }),
  );
  const pass = (): number => cpuMs(() => [...roots.values()].forEach(scheduleMs));
  for (let i = 0; i < WARM_UP; i++) pass();
  const own = median(Array.from({ length: PASSES }, pass));
  console.log(`Scheduling all ${roots.size} of Pacemaker's cases, once warm, CPU ms: holdfast ${own.toFixed(0)}`);
  for (const peer of peers()) {
    const theirs = profile(
      peer,
      files.map(({ path }) => path),
      PEER_REPEAT,
      PEER_LIMIT_MS,
    );
    const sum = [...theirs.values()].reduce((a, b) => a + b, 0);
    console.log(
      `  ${peer.version}: ${sum.toFixed(0)} for the ${theirs.size} it takes; holdfast/it ${(own / sum).toFixed(2)}`,
    );
  }
}
