/** What the services themselves say, between two steps of a run: whether they are whole, and whether a replica may stop. */
import type { RunRecord } from "../../cib/run-record.ts";
import type { Cluster } from "../../cluster/port.ts";
import { healthOf } from "../../health/health.ts";
import type { Next, RunLook } from "./kind/kind.ts";

export interface RunHealth {
  /** Why these resources are not whole; empty when they are. */
  whole(look: RunLook, resources: readonly string[]): Promise<readonly string[]>;
  /** Why the step must not be taken now; undefined when it may. */
  refuses(look: RunLook, record: RunRecord, step: Next): Promise<string | undefined>;
}

/** Asks the services on their nodes. What cannot be found out is never taken for well. */
export function askServices(cluster: Pick<Cluster, "commands">): RunHealth | undefined {
  // Where no node can be entered, the CIB is all there is to go by.
  if (cluster.commands === undefined) return undefined;
  return {
    whole: async ({ snapshot }, resources) => {
      if (resources.length === 0) return [];
      const services = await healthOf(cluster, snapshot, resources);
      return services.flatMap(({ id, whole }) => (whole.status === "True" ? [] : [`${id}: ${whole.message}`]));
    },
    refuses: async ({ snapshot }, _, step) => {
      if ((step.kind !== "edit" && step.kind !== "act") || step.stops === undefined) return undefined;
      const asked = step.stops.map(async ({ resource, node }) => {
        const [service] = await healthOf(cluster, snapshot, [resource]);
        const replica = service?.replicas.find((r) => r.node === node);
        if (replica === undefined || replica.mayStop.status === "True") return undefined;
        return `${replica.id} may not stop: ${replica.mayStop.message}`;
      });
      return (await Promise.all(asked)).find((refusal) => refusal !== undefined);
    },
  };
}
