/**
 * Services that lose what they hold when all their instances are down at once: the agent empties the database of the one that it
 * starts first. Source: the agent `ocf:heartbeat:rabbitmq-cluster` (`rmq_start_first`, resource-agents 4.12), and the lab: after
 * `pcs resource restart rabbitmq-bundle` users and queues were gone, after a restart replica by replica they were there.
 */
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { primitivesOf } from "../../scheduler/model/roles.ts";

const EMPTIES: ReadonlySet<string> = new Set(["heartbeat:rabbitmq-cluster"]);

/** Whether it is such a service. */
export function emptiesItself(rsc: ReadonlyResource): boolean {
  return primitivesOf(rsc).some(({ provider, type }) => EMPTIES.has(`${provider}:${type}`));
}
