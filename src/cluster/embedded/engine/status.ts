/**
 * Edits of the CIB's `status` section: node states, transient attributes and operation histories, in the shape
 * Pacemaker's controller gives them. Pure: a CIB in, a CIB out that shares every unchanged element.
 * Source: golden CIBs; Pacemaker Explained, "Status".
 */

import {
  type AttributeInput,
  child,
  descend,
  type Element,
  element,
  elements,
  get,
  withAttribute,
  withChildren,
} from "../../../cib/xml/tree.ts";

/** `parent` with the first child for which `match` holds replaced by what `edit` makes of it; undefined removes it. */
export function editChild(
  parent: Element,
  match: (e: Element) => boolean,
  make: (() => Element) | undefined,
  edit: (e: Element) => Element | undefined,
): Element {
  const at = parent.children.findIndex((c) => c.kind === "element" && match(c));
  if (at < 0) {
    const made = make === undefined ? undefined : edit(make());
    return made === undefined ? parent : withChildren(parent, [...parent.children, made]);
  }
  const edited = edit(parent.children[at] as Element);
  if (edited === parent.children[at]) return parent;
  const children = [...parent.children];
  if (edited === undefined) children.splice(at, 1);
  else children[at] = edited;
  return withChildren(parent, children);
}

const named = (name: string) => (e: Element) => e.name === name;
const withId = (name: string, id: string) => (e: Element) => e.name === name && get(e, "id") === id;

/** Attributes of `e` set or, where undefined, removed. */
function withAttributes(e: Element, attributes: AttributeInput): Element {
  let result = e;
  for (const name of Object.keys(attributes)) result = withAttribute(result, name, attributes[name]);
  return result;
}

function editStatus(cib: Element, edit: (status: Element) => Element): Element {
  return editChild(cib, named("status"), () => element("status"), edit);
}

/** A node as its `node_state` names it: guest nodes have their name for an id. */
export interface NodeRef {
  readonly id: string;
  readonly name: string;
  readonly remote: boolean;
}

export function nodeState(cib: Element, id: string): Element | undefined {
  const status = child(cib, "status");
  return status === undefined ? undefined : elements(status, "node_state").find((e) => get(e, "id") === id);
}

function editNodeState(cib: Element, node: NodeRef, edit: (state: Element) => Element | undefined): Element {
  const make = () =>
    element(
      "node_state",
      node.remote ? { remote_node: "true", id: node.id, uname: node.name } : { id: node.id, uname: node.name },
    );
  return editStatus(cib, (status) => editChild(status, withId("node_state", node.id), make, edit));
}

export function setNodeState(cib: Element, node: NodeRef, attributes: AttributeInput): Element {
  return editNodeState(cib, node, (state) => withAttributes(state, attributes));
}

export function removeNodeState(cib: Element, node: NodeRef): Element {
  if (nodeState(cib, node.id) === undefined) return cib;
  return editNodeState(cib, node, () => undefined);
}

/** Forgets the resource history, the transient attributes, or both, as when a node left or was fenced. */
export function eraseNode(
  cib: Element,
  node: NodeRef,
  what: { readonly history: boolean; readonly attributes: boolean },
): Element {
  if (nodeState(cib, node.id) === undefined) return cib;
  return editNodeState(cib, node, (state) =>
    withChildren(
      state,
      state.children.filter((c) => {
        if (c.kind !== "element") return true;
        if (c.name === "lrm") return !what.history;
        return c.name !== "transient_attributes" || !what.attributes;
      }),
    ),
  );
}

/** The transient attributes of a node, by name. */
export function transientAttributes(cib: Element, id: string): Map<string, string> {
  const found = new Map<string, string>();
  const state = nodeState(cib, id);
  const holder = state === undefined ? undefined : child(state, "transient_attributes");
  for (const set of holder === undefined ? [] : elements(holder, "instance_attributes")) {
    for (const pair of elements(set, "nvpair")) found.set(get(pair, "name") ?? "", get(pair, "value") ?? "");
  }
  return found;
}

/** Sets a transient attribute, or removes it when `value` is undefined. Returns `cib` itself when it was so already. */
export function setTransient(cib: Element, node: NodeRef, name: string, value: string | undefined): Element {
  if (value === undefined && !transientAttributes(cib, node.id).has(name)) return cib;
  const pairId = `status-${node.id}-${name.replace(/[^A-Za-z0-9_.-]/g, ".")}`;
  return editNodeState(cib, node, (state) =>
    editChild(
      state,
      named("transient_attributes"),
      () => element("transient_attributes", { id: node.id }),
      (holder) =>
        editChild(
          holder,
          named("instance_attributes"),
          () => element("instance_attributes", { id: `status-${node.id}` }),
          (set) =>
            editChild(
              set,
              (e) => e.name === "nvpair" && get(e, "name") === name,
              () => element("nvpair", { id: pairId, name, value: "" }),
              (pair) => (value === undefined ? undefined : withAttribute(pair, "value", value)),
            ),
        ),
    ),
  );
}

export function lrmResources(cib: Element, nodeId: string): Element[] {
  const state = nodeState(cib, nodeId);
  const holder = state === undefined ? undefined : descend(state, "lrm", "lrm_resources");
  return holder === undefined ? [] : elements(holder, "lrm_resource");
}

/** Edits the history of one resource on a node, which is created when it is missing and `make` is given. */
function editLrmResource(
  cib: Element,
  node: NodeRef,
  rscId: string,
  make: (() => Element) | undefined,
  edit: (e: Element) => Element | undefined,
): Element {
  if (make === undefined && !lrmResources(cib, node.id).some((e) => get(e, "id") === rscId)) return cib;
  return editNodeState(cib, node, (state) =>
    editChild(
      state,
      named("lrm"),
      () => element("lrm", { id: node.id }),
      (lrm) =>
        editChild(
          lrm,
          named("lrm_resources"),
          () => element("lrm_resources"),
          (all) => editChild(all, withId("lrm_resource", rscId), make, edit),
        ),
    ),
  );
}

/** Puts an `lrm_rsc_op` in place of the one with its id. */
export function putOperation(cib: Element, node: NodeRef, rscId: string, make: () => Element, op: Element): Element {
  return editLrmResource(cib, node, rscId, make, (rsc) =>
    editChild(
      rsc,
      withId("lrm_rsc_op", get(op, "id") ?? ""),
      () => op,
      () => op,
    ),
  );
}

/** Drops the history entries for which `match` holds. */
export function dropOperations(cib: Element, node: NodeRef, rscId: string, match: (op: Element) => boolean): Element {
  return editLrmResource(cib, node, rscId, undefined, (rsc) =>
    withChildren(
      rsc,
      rsc.children.filter((c) => c.kind !== "element" || c.name !== "lrm_rsc_op" || !match(c)),
    ),
  );
}

export function dropLrmResource(cib: Element, node: NodeRef, rscId: string): Element {
  return editLrmResource(cib, node, rscId, undefined, () => undefined);
}
