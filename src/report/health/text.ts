/** The health of services as text: a line for each service, two for each replica. */
import type { Condition, HealthAnswer, ReplicaHealth, ServiceHealth } from "./document.ts";

export function healthLines({ services }: HealthAnswer): string[] {
  if (services.length === 0) return ["There are no services."];
  return services.flatMap(serviceLines);
}

const WHOLE: Readonly<Record<Condition["status"], string>> = {
  True: "whole",
  False: "not whole",
  Unknown: "not known to be whole",
};

function serviceLines({ id, service, whole, replicas }: ServiceHealth): string[] {
  const kind = service === "generic" ? "" : ` (${service})`;
  return [`${id}${kind}: ${WHOLE[whole.status]}, because ${whole.message}`, ...replicas.flatMap(replicaLines)];
}

const MAY_STOP: Readonly<Record<Condition["status"], string>> = { True: "yes", False: "no", Unknown: "not known" };

function replicaLines({ id, node, role, whole, mayStop }: ReplicaHealth): string[] {
  const where = node === null ? "" : ` on ${node}`;
  return [
    `  ${id}: ${role}${where}; ${WHOLE[whole.status]}, because ${whole.message}`,
    `    may stop: ${MAY_STOP[mayStop.status]}, because ${mayStop.message}`,
  ];
}
