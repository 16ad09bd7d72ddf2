/** `mysql --batch` asked for Galera's status. An instance that is not promoted runs no server. */
import type { CommandOutcome } from "../../../port.ts";
import { promotedHosts } from "./agent.ts";
import { answered, failedWith } from "./answered.ts";
import type { AskedProcess } from "./asked.ts";
import { isIll, isInStep } from "./in-step.ts";

const NO_SERVER = "ERROR 2002 (HY000): Can't connect to local server through socket '/var/lib/mysql/mysql.sock' (2)";

export function galeraStatus({ world, process, now }: AskedProcess): CommandOutcome {
  if (!process.promoted) return failedWith(1, NO_SERVER);
  const members = promotedHosts(world, process.rsc);
  const joiners = Object.values(world.processes).filter(
    (p) => p.rsc === process.rsc && p.promoted && !isInStep(p, now),
  );
  const [donor] = members.filter((host) => joiners.every((joiner) => joiner.host !== host));
  const ill = isIll(world, process);
  const [state, name] = joiners.includes(process)
    ? [1, "Joining: receiving State Transfer"]
    : joiners.length > 0 && process.host === donor
      ? [2, "Donor/Desynced"]
      : ill
        ? [3, "Joined"]
        : [4, "Synced"];
  const fields = {
    wsrep_local_recv_queue: 0,
    wsrep_local_state: state,
    wsrep_local_state_comment: name,
    wsrep_cluster_size: members.length,
    wsrep_cluster_state_uuid: "5ca1ab1e-0000-0000-0000-000000000001",
    wsrep_cluster_status: "Primary",
    wsrep_connected: "ON",
    wsrep_ready: state === 1 || ill ? "OFF" : "ON",
    read_only: "OFF",
  };
  const lines = Object.entries(fields).map(([field, value]) => `${field}\t${value}\n`);
  return answered(lines.join(""));
}
