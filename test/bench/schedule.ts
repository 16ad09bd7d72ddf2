/** Scheduling in process, ours once warm beside `crm_simulate --profile` of the machine's Pacemaker, in one run. */
import { parseXml } from "../../src/cib/xml/parse.ts";
import { goldenClusters } from "../shared.ts";
import { median, scheduleMs } from "./measure.ts";
import { peers, profile } from "./peer.ts";

const REPEAT = 20;
const PEER_LIMIT_MS = 60_000;

/** Reading the tree is not counted on either side. */
function ours(text: string): number {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  for (let i = 0; i < REPEAT; i++) scheduleMs(parsed.root);
  return median(Array.from({ length: REPEAT }, () => scheduleMs(parsed.root)));
}

export function benchSchedule(): void {
  const clusters = goldenClusters();
  if (clusters.length === 0) {
    console.log("scheduling: not measured, ../shared/golden is not here");
    return;
  }
  const rivals = peers().map((peer) => ({
    name: peer.version,
    times: profile(
      peer,
      clusters.map((c) => c.path),
      REPEAT,
      PEER_LIMIT_MS,
    ),
  }));
  console.log("Scheduling in process, once warm, CPU ms per run (in brackets: ours divided by theirs):");
  for (const c of clusters) {
    const own = ours(c.text);
    const compared = rivals.map(({ name, times }) => {
      const peer = times.get(c.name);
      return peer === undefined ? `${name}: refused` : `${name}: ${peer.toFixed(1)} (${(own / peer).toFixed(2)})`;
    });
    console.log(`  ${c.name.padEnd(22)} ${own.toFixed(1).padStart(7)} holdfast  ${compared.join("  ")}`);
  }
}
