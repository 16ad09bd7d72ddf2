/** `drbdsetup status --json` of DRBD 9. */
import type { CommandOutcome } from "../../../port.ts";
import { reachable } from "./agent.ts";
import { answered } from "./answered.ts";
import type { AskedProcess } from "./asked.ts";
import { isIll, isInStep } from "./in-step.ts";
import { type Process, processesOf } from "./world-state.ts";

export function drbdStatus({ world, process, now }: AskedProcess): CommandOutcome {
  const inStep = (p: Process): boolean => isInStep(p, now) && !isIll(world, p);
  const peers = processesOf(world, process.rsc).filter((p) => p !== process && reachable(world, p.host));
  const status = {
    name: "r0",
    role: process.promoted ? "Primary" : "Secondary",
    devices: [{ volume: 0, "disk-state": inStep(process) ? "UpToDate" : "Inconsistent" }],
    connections: peers.map((peer) => connection(peer, inStep(peer), inStep(process))),
  };
  return answered(`${JSON.stringify([status])}\n`);
}

const connection = (peer: Process, peerInStep: boolean, inStep: boolean): object => ({
  name: peer.host,
  "connection-state": "Connected",
  "peer-role": peer.promoted ? "Primary" : "Secondary",
  peer_devices: [
    {
      volume: 0,
      "replication-state": inStep && peerInStep ? "Established" : inStep ? "SyncSource" : "SyncTarget",
      "peer-disk-state": peerInStep ? "UpToDate" : "Inconsistent",
    },
  ],
});
