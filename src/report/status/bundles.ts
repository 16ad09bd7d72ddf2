/** Bundles: a replica is shown as its service, under its guest node's name, on the host of its container. */
import { withoutCredentials } from "../../cib/secret-text.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyBundle, ReadonlyReplica } from "../../scheduler/model/read-only.ts";
import type { BundleStatus, ReplicaStatus } from "./document.ts";
import { primitiveStatus } from "./primitives.ts";

function replicaStatus(s: ReadonlyModel, replica: ReadonlyReplica): ReplicaStatus {
  const { container, connection, inner, ipAddress } = replica;
  const name = connection?.id ?? container.id;
  const host = container.active[0];
  const service = inner ?? container;
  // A container of its own is shown wherever it runs: on two nodes at once, that is what has to be seen.
  const at = inner === undefined ? undefined : host;
  return {
    index: replica.offset,
    name,
    ...(ipAddress === undefined ? {} : { ip: ipAddress }),
    service: { ...primitiveStatus(s, service, name, at), ...(host === undefined ? { nodes: [] } : {}) },
    container: primitiveStatus(s, container),
    ...(connection === undefined ? {} : { guest: primitiveStatus(s, connection) }),
  };
}

export function bundleStatus(s: ReadonlyModel, rsc: ReadonlyBundle): BundleStatus {
  return {
    kind: "bundle",
    id: rsc.id,
    agent: rsc.agent,
    image: withoutCredentials(rsc.image),
    unique: rsc.unique,
    managed: rsc.managed,
    maintenance: rsc.maintenance,
    replicas: rsc.replicas.map((r) => replicaStatus(s, r)),
  };
}
