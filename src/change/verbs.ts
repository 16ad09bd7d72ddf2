/** Small changes, one verb each: a node's standby and maintenance, the cleanup of failures, the injection of faults. */
import { HoldfastError } from "../cluster/error.ts";
import type { Cluster } from "../cluster/port.ts";
import type { CleanedUp, Fault, Injected, NodeChanged } from "../report/done/document.ts";
import { readingOf } from "../scheduler/reading.ts";
import { editCluster } from "./edit.ts";
import { faultIn } from "./fault-target.ts";
import { withNodeAttribute } from "./node-attribute.ts";

export type NodeVerb = NodeChanged["verb"];

/** The node attribute that each verb sets, or removes if it has no value. */
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

/** Rejects with `missing` for an unknown node, `conflict` when every attempt conflicts with other changes. */
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
  /** The whole history, not only failures, so that the cluster probes again. */
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

/** Rejects with `unsupported` for a cluster that is not simulated. */
export async function injectFault(cluster: Cluster, fault: Fault, who: string): Promise<Injected> {
  if (cluster.faults === undefined)
    throw new HoldfastError("unsupported", "faults can only be injected into a simulated cluster", {
      hint: "use embedded:DIR, or the lab for real nodes: holdfast lab crash, holdfast lab cut",
    });
  const checked = faultIn(readingOf(await cluster.read()).model, fault);
  return { document: "fault", version: 2, fault: checked, text: await cluster.faults.inject(checked, who) };
}
