/** `redis-cli` given `INFO persistence` and `INFO replication`. */
import type { CommandOutcome } from "../../../port.ts";
import { reachable } from "./agent.ts";
import { answered } from "./answered.ts";
import type { AskedProcess } from "./asked.ts";
import { isIll, isInStep } from "./in-step.ts";
import { processesOf } from "./world-state.ts";

const OFFSET = 4242;

export function redisInfo({ world, process, now }: AskedProcess): CommandOutcome {
  const all = processesOf(world, process.rsc).filter((p) => reachable(world, p.host));
  const master = all.find((p) => p.promoted);
  const inStep = isInStep(process, now) && !isIll(world, process);
  const replicas = all.filter((p) => !p.promoted && isInStep(p, now) && !isIll(world, p));
  const lines = process.promoted
    ? [
        "role:master",
        `connected_slaves:${replicas.length}`,
        ...replicas.map((p, i) => `slave${i}:ip=${p.host},port=6379,state=online,offset=${OFFSET},lag=0`),
      ]
    : [
        "role:slave",
        `master_host:${master?.host ?? "no-such-master"}`,
        `master_link_status:${inStep && master !== undefined ? "up" : "down"}`,
        `master_sync_in_progress:${inStep || master === undefined ? 0 : 1}`,
        `slave_repl_offset:${inStep ? OFFSET : 0}`,
        "connected_slaves:0",
      ];
  const text = [
    ...["# Persistence", `loading:${process.promoted && !inStep ? 1 : 0}`, ""],
    ...["# Replication", ...lines, "master_failover_state:no-failover", `master_repl_offset:${inStep ? OFFSET : 0}`],
    "repl_backlog_histlen:0",
  ];
  return answered(text.map((line) => `${line}\r\n`).join(""));
}
