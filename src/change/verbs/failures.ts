/** The cleanup of failures, and the injection of faults. */
import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { missing } from "../../cluster/missing.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { CleanedUp, Fault, Injected } from "../../report/done/document.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { faultIn } from "../fault-target.ts";

export interface CleanupRequest {
  /** Empty: of all resources. */
  readonly resources: readonly string[];
  /** Undefined: on all nodes. */
  readonly node?: string | undefined;
  /** The whole history, not only failures, so that the cluster probes again. */
  readonly all: boolean;
  readonly who: string;
}

/**
 * Of one numbered instance as of the whole resource, as `crm_resource` does. Rejects with `missing` for an unknown name
 * before anything is cleaned up.
 */
export async function cleanUpFailures(
  cluster: Cluster,
  { resources, node, all, who }: CleanupRequest,
): Promise<CleanedUp> {
  const on = node === undefined ? {} : { node };
  const known: string[] = [];
  for (const name of resources) known.push(await knownResource(cluster, name));
  const asked = resources.length === 0 ? [{}] : [...new Set(known)].map((rsc) => ({ rsc }));
  for (const of of asked) await cluster.cleanup({ ...of, ...on, failedOnly: !all, who });
  return { document: "cleanup", version: 2, resources: [...resources], ...on };
}

async function knownResource(cluster: Cluster, name: string): Promise<string> {
  const { model } = readingOf(await cluster.read());
  const whole = withoutInstanceNumber(name);
  if (findResource(model, name) !== undefined || findResource(model, whole) !== undefined) return whole;
  const known = new Set([...model.resourcesById.keys()].map(withoutInstanceNumber));
  throw missing(`there is no resource "${name}"`, name, known);
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
