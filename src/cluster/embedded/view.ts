/** Attributes and properties that agents ask for while they work, and the nodes that a simulation has machines for. */

import { clusterProperty } from "../../cib/value/property.ts";
import { descend, type Element, elements, get } from "../../cib/xml/tree.ts";
import type { EngineState } from "./engine/state.ts";
import { transientAttributes } from "./engine/status.ts";

/** A node attribute, transient before permanent. */
export function attributeInForce(state: EngineState, node: string, name: string): string | undefined {
  const transient = transientAttributes(state.cib, state.nodes.get(node)?.id ?? node).get(name);
  if (transient !== undefined) return transient;
  const nodes = descend(state.cib, "configuration", "nodes");
  const configured = nodes === undefined ? undefined : elements(nodes, "node").find((n) => get(n, "uname") === node);
  for (const set of configured === undefined ? [] : elements(configured, "instance_attributes")) {
    const pair = elements(set, "nvpair").find((e) => get(e, "name") === name);
    if (pair !== undefined) return get(pair, "value");
  }
  return undefined;
}

export function propertyNow(state: EngineState, name: string): string | undefined {
  return clusterProperty(state.cib, name, Math.floor(state.now / 1000));
}

/** Cluster nodes of a `<nodes>` section. */
export function clusterNodes(nodes: Element): { readonly name: string; readonly id: string }[] {
  return elements(nodes, "node")
    .filter((n) => get(n, "type") !== "remote")
    .map((n) => ({ name: get(n, "uname") ?? "", id: get(n, "id") ?? "" }));
}
