/** Small changes, one verb each: a node's standby and maintenance, failures cleaned up, a simulated cluster broken. */
import { HoldfastError } from "../cluster/error.ts";
import type { Cluster } from "../cluster/port.ts";
import type { CleanedUp, Fault, Injected, NodeChanged } from "../report/done/document.ts";
import { editCluster } from "./edit.ts";
import { withNodeAttribute } from "./node-attribute.ts";

export type NodeVerb = NodeChanged["verb"];

/** The node attribute each verb sets, or removes where it has no value. */
const ATTRIBUTES: Readonly<Record<NodeVerb, { readonly name: string; readonly value?: string }>> = {
  standby: { name: "standby", value: "on" },
  unstandby: { name: "standby" },
  maintenance: { name: "maintenance", value: "true" },
  unmaintenance: { name: "maintenance" },
};

export interface NodeChangeRequest {
  readonly node: string;
  readonly verb: NodeVerb;
  readonly who: string;
}

/** Rejects with `missing` for a node the cluster does not have, `conflict` when others changed the cluster all the time. */
export async function changeNode(cluster: Cluster, { node, verb, who }: NodeChangeRequest): Promise<NodeChanged> {
  const { name, value } = ATTRIBUTES[verb];
  const author = { who, why: `node ${verb} ${node}` };
  const changed = await editCluster(cluster, author, (cib) => withNodeAttribute(cib, node, name, value));
  return { document: "node-change", version: 1, node, verb, changed };
}

export interface CleanupRequest {
  /** Undefined: of all resources. */
  readonly resource?: string | undefined;
  /** Undefined: on all nodes. */
  readonly node?: string | undefined;
  /** The whole history, not only failures: everything is probed again. */
  readonly all: boolean;
  readonly who: string;
}

export async function cleanUpFailures(
  cluster: Cluster,
  { resource, node, all, who }: CleanupRequest,
): Promise<CleanedUp> {
  const on = node === undefined ? {} : { node };
  await cluster.cleanup({ ...(resource === undefined ? {} : { rsc: resource }), ...on, failedOnly: !all, who });
  return { document: "cleanup", version: 1, ...(resource === undefined ? {} : { resource }), ...on };
}

/** Rejects with `unsupported` where there is no simulated cluster. */
export async function injectFault(cluster: Cluster, fault: Fault, who: string): Promise<Injected> {
  if (cluster.faults === undefined)
    throw new HoldfastError("unsupported", "faults can only be injected into a simulated cluster", {
      hint: "use embedded:DIR; for real nodes there is the lab: holdfast lab crash, cut",
    });
  return { document: "fault", version: 1, fault, told: await cluster.faults.inject(fault, who) };
}
