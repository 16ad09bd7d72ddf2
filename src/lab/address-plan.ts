/**
 * Who is where in a lab: names, addresses, namespaces. All labs use the same network, as it exists inside their own
 * namespaces only: no interface outside them ever carries one of these addresses.
 */
import { HoldfastError } from "../cluster/error.ts";

/** The first three bytes of every address; the lab's network is a /24. */
export const NETWORK = "10.89.8";

/** Free for a cluster's resources: .50 to .99; HAProxy on the nodes is set up to serve at these, as many as TripleO has. */
export const VIRTUAL_IPS: readonly string[] = [50, 51, 52, 53, 54, 55, 56].map((host) => `${NETWORK}.${host}`);

/** Corosync's own limit is 32; one machine carries no more than this. */
export const MAX_NODES = 9;

export interface LabNode {
  readonly name: string;
  /** Corosync's node id, counted from 1. */
  readonly id: number;
  readonly address: string;
  readonly mac: string;
  /** Where the node's simulated BMC answers IPMI. */
  readonly bmc: string;
  /** The node's network namespace. */
  readonly namespace: string;
  /** The namespace of the lab's switch, which the BMCs are in as well. */
  readonly switch: string;
  /** The switch's end of the node's cable. */
  readonly port: string;
}

/**
 * Throws `usage` for a number of nodes no lab has.
 * @param lab what its namespaces are called by
 */
export function labNodes(count: number, lab: string): readonly LabNode[] {
  if (!Number.isInteger(count) || count < 1 || count > MAX_NODES) {
    throw new HoldfastError("usage", `a lab has 1 to ${MAX_NODES} nodes, not ${count}`);
  }
  return Array.from({ length: count }, (_, index) => {
    const name = `controller-${index}`;
    return {
      name,
      id: index + 1,
      address: `${NETWORK}.${11 + index}`,
      mac: `52:54:00:00:00:${(0x11 + index).toString(16)}`,
      bmc: `${NETWORK}.${101 + index}`,
      namespace: `${lab}-${name}`,
      switch: lab,
      port: `port-${index}`,
    };
  });
}

/** Throws `missing` when the lab has no such node. */
export function findLabNode(nodes: readonly LabNode[], name: string): LabNode {
  const node = nodes.find((candidate) => candidate.name === name);
  if (node !== undefined) return node;
  throw new HoldfastError("missing", `the lab has no node ${name}`, {
    hint: `its nodes are ${nodes.map((candidate) => candidate.name).join(", ")}`,
  });
}
