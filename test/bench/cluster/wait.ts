/**
 * Waiting: how long each takes when there is nothing to wait for, and how long after the truth it returns. The truth is the
 * moment the DC is idle for good, looked at every twenty milliseconds by a process of its own; both wait for the same change.
 */
import { spawn } from "node:child_process";
import { mustIn, timedHere, timedIn } from "./node.ts";

export interface WaitBench {
  readonly enter: string;
  readonly node: string;
  /** The program as it is called on the machine, and what names the cluster to it. */
  readonly holdfast: string;
  readonly on: string;
  readonly rsc: string;
}

/** Epoch seconds at which each thing ended. */
interface Ends {
  readonly truth: number;
  readonly holdfast: number;
  readonly named: number;
  readonly crm: number;
}

/** Runs a shell's script to its end; what it said. */
function runBy(shell: readonly [string, ...string[]], script: string): Promise<string> {
  const [program, ...args] = shell;
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, script], { stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += String(chunk);
    });
    child.on("error", reject);
    child.on("close", () => resolve(out));
  });
}

/** The start of the idleness that lasted: written down whenever it begins, until it has held for four seconds. */
const TRUTH = `dc=$(crmadmin --dc_lookup --quiet); since=; busy=0
while :; do
  now=$(date +%s.%N)
  if crmadmin --status="$dc" 2>&1 | grep -q S_IDLE; then
    [ -n "$since" ] || since=$now
    [ "$busy" = 1 ] && awk "BEGIN { exit !($now - $since > 4) }" && { echo "$since"; exit; }
  else since=; busy=1; fi
  sleep 0.02
done`;

async function change(bench: WaitBench, role: "Stopped" | "Started"): Promise<Ends> {
  const { enter, node, holdfast, on, rsc } = bench;
  const inside = [enter, node, "bash", "-c"] as const;
  const beside = ["bash", "-c"] as const;
  const truth = runBy(inside, TRUTH);
  mustIn(enter, node, `crm_resource --resource ${rsc} --meta --set-parameter target-role --parameter-value ${role}`);
  const stamped = (command: string): string => `${command} >/dev/null; date +%s.%N`;
  const [ours, named, crm, settled] = await Promise.all([
    runBy(beside, stamped(`${holdfast} wait --timeout 300s ${on}`)),
    runBy(beside, stamped(`${holdfast} wait ${rsc} --role ${role} --timeout 300s ${on}`)),
    runBy(inside, stamped("crm_resource --wait --timeout 300")),
    truth,
  ]);
  return { truth: Number(settled), holdfast: Number(ours), named: Number(named), crm: Number(crm) };
}

const ROUNDS = 3;

export async function benchWait(bench: WaitBench): Promise<void> {
  const { enter, node, holdfast, on, rsc } = bench;
  console.log("\nWaiting on an idle cluster (seconds by the clock, median of 5):");
  for (const [name, command] of [
    ["holdfast wait", () => timedHere(`${holdfast} wait ${on} >/dev/null`)],
    [`holdfast wait ${rsc}`, () => timedHere(`${holdfast} wait ${rsc} ${on} >/dev/null`)],
    ["crm_resource --wait", () => timedIn(enter, node, "crm_resource --wait >/dev/null")],
  ] as const) {
    const all = Array.from({ length: 5 }, () => command().wall).sort((a, b) => a - b);
    console.log(`  ${name.padEnd(34)}${(all[2] ?? Number.NaN).toFixed(2).padStart(9)}`);
  }
  console.log("\nWaiting for a change, seconds after the truth (the DC idle for good) that each returned:");
  console.log(`  ${"".padEnd(34)}${"holdfast".padStart(9)}${"named".padStart(9)}${"crm_res.".padStart(9)}`);
  for (let i = 0; i < ROUNDS; i++) {
    for (const role of ["Stopped", "Started"] as const) {
      const { truth, holdfast: ours, named, crm } = await change(bench, role);
      const cells = [ours, named, crm].map((at) => (at - truth).toFixed(2).padStart(9)).join("");
      console.log(`  ${`${rsc} to ${role}`.padEnd(34)}${cells}`);
    }
  }
}
