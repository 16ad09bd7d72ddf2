/** A node's permanent attributes and utilization, with the ids that pcs uses: `nodes-<id>` and `nodes-<id>-<name>`. */

import { replaced } from "../../cib/sections.ts";
import { descend, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { missing } from "../../cluster/missing.ts";
import { withPair } from "./pairs.ts";

/** The node's element. Throws `missing` for an unknown node. */
export function namedNode(cib: Element, uname: string): Element {
  const section = descend(cib, "configuration", "nodes");
  const nodes = section === undefined ? [] : elements(section, "node");
  const node = nodes.find((n) => get(n, "uname") === uname);
  if (node !== undefined) return node;
  const names = nodes.map((n) => get(n, "uname") ?? "");
  throw missing(`there is no node "${uname}"`, uname, names);
}

/** Returns the CIB with the attribute set, or removed when `value` is undefined. Throws `missing` for an unknown node. */
export function withNodeAttribute(cib: Element, uname: string, name: string, value: string | undefined): Element {
  const node = namedNode(cib, uname);
  const block = { tag: "instance_attributes", id: `nodes-${idOf(node)}` };
  return replaced(cib, node, withPair(cib, node, block, [name, value]));
}

/** The same for what the node has room for, such as `cpu`. */
export function withNodeUtilization(cib: Element, uname: string, name: string, value: string | undefined): Element {
  const node = namedNode(cib, uname);
  const block = { tag: "utilization", id: `nodes-${idOf(node)}-utilization` };
  return replaced(cib, node, withPair(cib, node, block, [name, value]));
}
