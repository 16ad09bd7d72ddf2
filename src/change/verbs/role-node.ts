/**
 * Where a constraint has to name the promoted role of what is in a bundle: its guest node. Of the host Pacemaker takes the
 * constraint for one of the container, which has no role, so that nothing comes of it (tried on 2.1.5).
 */
import { HoldfastError } from "../../cluster/error.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import type { Reading } from "../../scheduler/reading.ts";

/** The node itself but for that; a host on which no replica runs too. */
export function nodeOfRole({ model }: Reading, resource: string, node: string): string {
  const rsc = findResource(model, resource);
  const replicas = rsc?.kind === "bundle" ? rsc.replicas : [];
  return replicas.find(({ container }) => container.active.some(({ name }) => name === node))?.connection?.id ?? node;
}

/** The same. Throws `usage` where no replica runs on a host. */
export function namedNodeOfRole(reading: Reading, resource: string, node: string): string {
  const rsc = findResource(reading.model, resource);
  const name = nodeOfRole(reading, resource, node);
  if (rsc?.kind !== "bundle" || name !== node || rsc.replicas.some(({ connection }) => connection?.id === node))
    return name;
  throw new HoldfastError("usage", `no replica of ${resource} runs on ${node}, so that none has a role there`);
}
