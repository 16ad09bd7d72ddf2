/** A node's entry in the status section: found or made, brought up, taken down, emptied. */
import { childDraft, childDrafts, type Draft, ensureChild, newDraft, removeChildren } from "./draft.ts";

/** Recorded as what changed a node's state or history last. */
export const ORIGIN = "crm_simulate";

/** The CIB's status section, appended if it is missing. */
export function statusOf(cib: Draft): Draft {
  return ensureChild(cib, "status");
}

/** Adds the node to the configuration, under its name as id, if it is not there. */
export function configureNode(cib: Draft, name: string): void {
  const nodes = ensureChild(ensureChild(cib, "configuration"), "nodes");
  const known = childDrafts(nodes, "node").some((node) => node.attributes.get("uname") === name);
  if (!known) nodes.children.push(newDraft("node", { id: name, uname: name }));
}

/**
 * The node's `node_state`, by its name, else by `id` (one that has no name yet is given it), else a new one.
 * Undefined when the node has no entry and no id is given to make one.
 */
export function ensureNodeState(cib: Draft, node: string, id: string | undefined): Draft | undefined {
  const status = statusOf(cib);
  const states = childDrafts(status, "node_state");
  const named = states.find((state) => state.attributes.get("uname") === node);
  if (named !== undefined) return named;
  if (id === undefined) return undefined;
  const known = states.find((state) => state.attributes.get("id") === id);
  if (known !== undefined) {
    known.attributes.set("uname", node);
    return known;
  }
  const made = newDraft("node_state", { id, uname: node });
  status.children.push(made);
  return made;
}

/** Marks the node as a member of the cluster, or as one that left it for good. */
export function setMembership(state: Draft, up: boolean, origin = ORIGIN): void {
  state.attributes.set("in_ccm", String(up));
  state.attributes.set("crmd", up ? "online" : "offline");
  state.attributes.set("join", up ? "member" : "down");
  state.attributes.set("expected", up ? "member" : "down");
  state.attributes.set("crm-debug-origin", origin);
}

/** What ran on a node that is gone is forgotten, and so are its transient attributes. */
export function forgetNode(state: Draft): void {
  removeChildren(state, "lrm");
  removeChildren(state, "transient_attributes");
}

/** Sets a transient attribute; one of the same name that was made otherwise (under another id) is left beside it. */
export function setTransientAttribute(state: Draft, name: string, value: string): void {
  const id = state.attributes.get("id") ?? "";
  const attributes = ensureChild(ensureChild(state, "transient_attributes", { id }), "instance_attributes", { id });
  const pairId = xmlId(`${id}-${name}`);
  const known = childDraft(attributes, "nvpair", pairId);
  if (known === undefined) attributes.children.push(newDraft("nvpair", { id: pairId, name, value }));
  else {
    known.attributes.set("name", name);
    known.attributes.set("value", value);
  }
}

/** Names of operations hold a `#`, which ids may not. */
function xmlId(text: string): string {
  return text.replace(/[^\w:.\-\u0080-\uFFFF]/g, ".");
}
