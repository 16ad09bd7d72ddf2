/** Sets a permanent node attribute, with the ids that pcs uses: `nodes-<id>` and `nodes-<id>-<name>`. */
import {
  child,
  descend,
  type Element,
  element,
  elements,
  get,
  replaceChild,
  withAttribute,
  withChildren,
} from "../cib/xml/tree.ts";
import { HoldfastError } from "../cluster/error.ts";

function setAttribute(node: Element, name: string, value: string | undefined): Element {
  const id = get(node, "id") ?? "";
  for (const set of elements(node, "instance_attributes")) {
    const pair = elements(set, "nvpair").find((p) => get(p, "name") === name);
    if (pair === undefined) continue;
    const changed = replaceChild(set, pair, value === undefined ? undefined : withAttribute(pair, "value", value));
    // An empty set would be left over from this edit, so it is removed too.
    return replaceChild(node, set, elements(changed).length === 0 ? undefined : changed);
  }
  if (value === undefined) return node;
  const pair = element("nvpair", { id: `nodes-${id}-${name}`, name, value });
  const first = child(node, "instance_attributes");
  if (first !== undefined) return replaceChild(node, first, withChildren(first, [...first.children, pair]));
  return withChildren(node, [...node.children, element("instance_attributes", { id: `nodes-${id}` }, [pair])]);
}

/** Returns the CIB with the attribute set, or removed when `value` is undefined. Throws `missing` for an unknown node. */
export function withNodeAttribute(cib: Element, uname: string, name: string, value: string | undefined): Element {
  const configuration = child(cib, "configuration");
  const nodes = descend(cib, "configuration", "nodes");
  const node = nodes === undefined ? undefined : elements(nodes, "node").find((n) => get(n, "uname") === uname);
  if (configuration === undefined || nodes === undefined || node === undefined) {
    const known = nodes === undefined ? [] : elements(nodes, "node").map((n) => get(n, "uname") ?? "");
    throw new HoldfastError(
      "missing",
      `there is no node "${uname}"`,
      known.length === 0 ? {} : { hint: `the nodes are ${known.join(", ")}` },
    );
  }
  const changed = replaceChild(nodes, node, setAttribute(node, name, value));
  return replaceChild(cib, configuration, replaceChild(configuration, nodes, changed));
}
