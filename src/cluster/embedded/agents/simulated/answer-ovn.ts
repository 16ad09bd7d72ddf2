/** `ovs-appctl ovsdb-server/sync-status` of either database. */
import type { CommandOutcome } from "../../../port.ts";
import { promotedHosts } from "./agent.ts";
import { answered } from "./answered.ts";
import type { AskedProcess } from "./asked.ts";
import { isIll, isInStep } from "./in-step.ts";

export function ovnSyncStatus({ world, process, command, now }: AskedProcess): CommandOutcome {
  if (process.promoted) return answered("state: active\n");
  const south = command.argv.some((word) => word.endsWith("ovnsb_db.ctl"));
  const [database, port] = south ? ["OVN_Southbound", 6642] : ["OVN_Northbound", 6641];
  const [active] = promotedHosts(world, process.rsc);
  const copies = active !== undefined && isInStep(process, now) && !isIll(world, process);
  const doing = copies ? `replicating: tcp:${active}:${port}` : `connecting: tcp:${active ?? "192.0.2.254"}:${port}`;
  return answered(`state: backup\n${doing}\ndatabase: ${database}\n`);
}
