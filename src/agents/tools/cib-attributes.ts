/** Node attributes and properties in a CIB, where Pacemaker's tools look for them and put them. */
import { clusterProperty } from "../../cib/value/property.ts";
import {
  child,
  descend,
  type Element,
  element,
  elements,
  get,
  idOf,
  replaceChild,
  withAttribute,
  withChildren,
} from "../../cib/xml/tree.ts";
import type { ToolWrite } from "./tool-call.ts";

type Step = readonly [name: string, attributes: Readonly<Record<string, string>>];

/** The id of a node by its name, which is compared as host names are. */
export function nodeId(cib: Element, name: string): string | undefined {
  const nodes = descend(cib, "configuration", "nodes");
  const lower = name.toLowerCase();
  const found =
    nodes === undefined ? undefined : elements(nodes, "node").find((e) => get(e, "uname")?.toLowerCase() === lower);
  return found === undefined ? undefined : idOf(found);
}

export type AttributeScope = "status" | "nodes";

/** The pair of an attribute: whichever set of the node it is in. @param id of the node */
export function attributePair(cib: Element, scope: AttributeScope, id: string, name: string): Element | undefined {
  const holder =
    scope === "status"
      ? withId(descend(cib, "status"), "node_state", id)
      : withId(descend(cib, "configuration", "nodes"), "node", id);
  const sets = scope === "status" && holder !== undefined ? child(holder, "transient_attributes") : holder;
  return sets === undefined ? undefined : pairIn(elements(sets, "instance_attributes"), name);
}

/** @param set its id; undefined: any */
export function propertyPair(cib: Element, name: string, set: string | undefined): Element | undefined {
  const config = descend(cib, "configuration", "crm_config");
  const sets = config === undefined ? [] : elements(config, "cluster_property_set");
  return pairIn(set === undefined ? sets : sets.filter((e) => idOf(e) === set), name);
}

export function hasQuorum(cib: Element): boolean {
  return get(cib, "have-quorum") === "1" || clusterProperty(cib, "no-quorum-policy") === "ignore";
}

function withId(parent: Element | undefined, name: string, id: string): Element | undefined {
  return parent === undefined ? undefined : elements(parent, name).find((e) => idOf(e) === id);
}

function pairIn(sets: readonly Element[], name: string): Element | undefined {
  return sets.flatMap((set) => elements(set, "nvpair")).find((pair) => get(pair, "name") === name);
}

/** The CIB after a write. A node that the CIB does not have keeps no attributes. */
export function written(cib: Element, write: ToolWrite): Element {
  if (write.kind === "property")
    return setAt(
      cib,
      [
        ["configuration", {}],
        ["crm_config", {}],
        ["cluster_property_set", { id: write.set }],
      ],
      write,
    );
  const id = nodeId(cib, write.node);
  if (id === undefined) return cib;
  const path: readonly Step[] =
    write.lifetime === "forever"
      ? [
          ["configuration", {}],
          ["nodes", {}],
          ["node", { id }],
          ["instance_attributes", { id: `nodes-${id}` }],
        ]
      : [
          ["status", {}],
          ["node_state", { id }],
          ["transient_attributes", { id }],
          ["instance_attributes", { id: `status-${id}` }],
        ];
  return setAt(cib, path, write);
}

/** Goes down the path, with what is missing made, and sets, replaces or removes the pair. */
function setAt(
  parent: Element,
  path: readonly Step[],
  { name, value }: { readonly name: string; readonly value: string | undefined },
): Element {
  const [step, ...rest] = path;
  if (step !== undefined) {
    const [tag, attributes] = step;
    const found = elements(parent, tag).find((e) => attributes.id === undefined || idOf(e) === attributes.id);
    const edited = setAt(found ?? element(tag, attributes), rest, { name, value });
    return found === undefined
      ? withChildren(parent, [...parent.children, edited])
      : replaceChild(parent, found, edited);
  }
  const pair = elements(parent, "nvpair").find((e) => get(e, "name") === name);
  if (pair !== undefined)
    return replaceChild(parent, pair, value === undefined ? undefined : withAttribute(pair, "value", value));
  if (value === undefined) return parent;
  return withChildren(parent, [
    ...parent.children,
    element("nvpair", { id: `${idOf(parent)}-${name.replace(/[^A-Za-z0-9_.-]/g, ".")}`, name, value }),
  ]);
}
