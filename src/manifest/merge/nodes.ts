/** Nodes by name: their ids are the cluster's where it has them, and attributes keep to those the manifest names. */
import { type Element, element, elements, get, withChildren } from "../../cib/xml/tree.ts";
import type { Node } from "../model/model.ts";
import { mergePairs } from "./pairs.ts";

export function mergeNodes(
  section: Element,
  wanted: readonly Node[],
  owned: ReadonlySet<string>,
  own: (id: string) => void,
): Element {
  const byName = new Map(wanted.map((node) => [node.name, node]));
  const taken = new Set(elements(section, "node").map((e) => get(e, "id") ?? ""));
  const present = new Set<string>();
  const children = section.children.map((e) => {
    if (e.kind !== "element" || e.name !== "node") return e;
    const name = get(e, "uname") ?? "";
    present.add(name);
    return withAttributes(e, byName.get(name)?.attributes ?? new Map(), owned, own);
  });
  for (const node of wanted) {
    if (present.has(node.name)) continue;
    const id = freeId(node.id, taken);
    taken.add(id);
    children.push(withAttributes(element("node", { id, uname: node.name }), node.attributes, owned, own));
  }
  return withChildren(section, children);
}

function withAttributes(
  node: Element,
  attributes: ReadonlyMap<string, string>,
  owned: ReadonlySet<string>,
  own: (id: string) => void,
): Element {
  const set = { tag: "instance_attributes", id: `nodes-${get(node, "id")}`, adopts: true };
  return mergePairs(node, set, attributes, owned, own);
}

function freeId(preferred: number, taken: ReadonlySet<string>): string {
  let id = preferred;
  while (taken.has(String(id))) id++;
  return String(id);
}
