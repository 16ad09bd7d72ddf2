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
    return withPairs(e, byName.get(name), owned, own);
  });
  for (const node of wanted) {
    if (present.has(node.name)) continue;
    // A remote node is known by its name alone.
    const id = node.isRemote ? node.name : freeId(node.id, taken);
    taken.add(id);
    const made = element("node", { id, uname: node.name, type: node.isRemote ? "remote" : undefined });
    children.push(withPairs(made, node, owned, own));
  }
  return withChildren(section, children);
}

function withPairs(
  node: Element,
  wanted: Node | undefined,
  owned: ReadonlySet<string>,
  own: (id: string) => void,
): Element {
  const id = `nodes-${get(node, "id")}`;
  const { attributes, utilization } = wanted ?? NOTHING;
  const merged = mergePairs(node, { tag: "instance_attributes", id, adopts: true }, attributes, owned, own);
  const set = { tag: "utilization", id: `${id}-utilization`, adopts: true };
  return mergePairs(merged, set, utilization, owned, own);
}

const NOTHING = { attributes: new Map<string, string>(), utilization: new Map<string, string>() };

function freeId(preferred: number, taken: ReadonlySet<string>): string {
  let id = preferred;
  while (taken.has(String(id))) id++;
  return String(id);
}
