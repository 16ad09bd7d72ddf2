/** Edits of a CIB's status section in place, as the controller and the attribute manager make them. */
import { childDraft, childDrafts, type Draft, ensureChild, newDraft } from "../../../src/scheduler/simulation/draft.ts";

export function statusOf(cib: Draft): Draft {
  return ensureChild(cib, "status");
}

/** Node states in the status section's order. */
export function nodeStates(cib: Draft): Draft[] {
  return childDrafts(statusOf(cib), "node_state");
}

export function nodeStateOf(cib: Draft, id: string, uname: string, remote: boolean): Draft {
  const found = childDraft(statusOf(cib), "node_state", id);
  if (found !== undefined) return found;
  const made = newDraft("node_state", remote ? { remote_node: "true", id, uname } : { id, uname });
  statusOf(cib).children.push(made);
  return made;
}

export function setAll(e: Draft, attributes: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) e.attributes.delete(name);
    else e.attributes.set(name, value);
  }
}

function transientSet(state: Draft): Draft {
  const id = state.attributes.get("id");
  return ensureChild(ensureChild(state, "transient_attributes", { id }), "instance_attributes", { id: `status-${id}` });
}

/** Sets a transient attribute of a node, or removes it. */
export function setTransient(state: Draft, name: string, value: string | undefined): void {
  const set = transientSet(state);
  const at = set.children.findIndex((c) => c.kind === "element" && c.attributes.get("name") === name);
  const id = `status-${state.attributes.get("id")}-${name.replace(/[^\w.-]/g, ".")}`;
  const made = value === undefined ? [] : [newDraft("nvpair", { id, name, value })];
  set.children.splice(at < 0 ? set.children.length : at, at < 0 ? 0 : 1, ...made);
}

export function transient(state: Draft, name: string): string | undefined {
  const set = childDraft(state, "transient_attributes");
  const pairs = set === undefined ? [] : childDrafts(ensureChild(set, "instance_attributes"), "nvpair");
  return pairs.find((p) => p.attributes.get("name") === name)?.attributes.get("value");
}

export function transientNames(state: Draft): string[] {
  const set = childDraft(state, "transient_attributes");
  const pairs = set === undefined ? [] : childDrafts(ensureChild(set, "instance_attributes"), "nvpair");
  return pairs.map((p) => p.attributes.get("name") ?? "");
}

export function histories(state: Draft): Draft[] {
  const lrm = childDraft(state, "lrm");
  return lrm === undefined ? [] : childDrafts(ensureChild(lrm, "lrm_resources"), "lrm_resource");
}

export function historyList(state: Draft): Draft {
  return ensureChild(ensureChild(state, "lrm", { id: state.attributes.get("id") }), "lrm_resources");
}

export function drop(parent: Draft, child: Draft): void {
  const at = parent.children.indexOf(child);
  if (at >= 0) parent.children.splice(at, 1);
}

/** A node that has stopped or was fenced keeps neither history nor transient attributes. */
export function forget(state: Draft): void {
  state.children.splice(0, state.children.length);
}
