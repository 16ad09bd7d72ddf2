/** The use case of health: how services are, and which replica may be stopped. */
import type { Cluster } from "../../cluster/port.ts";
import { healthOf } from "../../health/health.ts";
import type { HealthAnswer } from "../../report/health/document.ts";

/**
 * @param ids resources; none: all but fence devices
 * Rejects with `missing` for a resource that the cluster does not have.
 */
export async function showHealth(cluster: Cluster, ids: readonly string[]): Promise<HealthAnswer> {
  const snapshot = await cluster.read();
  const services = await healthOf(cluster, snapshot, ids);
  const found = new Set(services.map(({ whole }) => whole.status));
  const whole = found.has("False") ? "False" : found.has("Unknown") ? "Unknown" : "True";
  return { document: "health", version: 1, cib: snapshot.version, whole, services };
}
