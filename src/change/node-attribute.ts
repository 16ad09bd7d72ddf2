/** Setting a permanent attribute of a node, with the ids pcs gives: `nodes-<id>` and `nodes-<id>-<name>`. */
import {
  child,
  descend,
  type Element,
  element,
  elements,
  get,
  withAttribute,
  withChildren,
  type XmlNode,
} from "../cib/tree.ts";
import { HoldfastError } from "../cluster/error.ts";

function replace(parent: Element, old: XmlNode, by: XmlNode): Element {
  return withChildren(
    parent,
    parent.children.map((c) => (c === old ? by : c)),
  );
}

function without(parent: Element, gone: XmlNode): Element {
  return withChildren(
    parent,
    parent.children.filter((c) => c !== gone),
  );
}

function setAttribute(node: Element, name: string, value: string | undefined): Element {
  const id = get(node, "id") ?? "";
  for (const set of elements(node, "instance_attributes")) {
    const pair = elements(set, "nvpair").find((p) => get(p, "name") === name);
    if (pair === undefined) continue;
    const changed = value === undefined ? without(set, pair) : replace(set, pair, withAttribute(pair, "value", value));
    return replace(node, set, changed);
  }
  if (value === undefined) return node;
  const pair = element("nvpair", { id: `nodes-${id}-${name}`, name, value });
  const first = child(node, "instance_attributes");
  if (first !== undefined) return replace(node, first, withChildren(first, [...first.children, pair]));
  return withChildren(node, [...node.children, element("instance_attributes", { id: `nodes-${id}` }, [pair])]);
}

/** The CIB with the attribute set, or removed when `value` is undefined. Throws `missing` for a node it does not have. */
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
  const changed = replace(nodes, node, setAttribute(node, name, value));
  return replace(cib, configuration, replace(configuration, nodes, changed));
}
