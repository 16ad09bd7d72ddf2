/**
 * Look-ups across the whole status section, by node name and resource id, for the places where one node's history can
 * only be understood with another's (migrations). Everywhere an element is looked up "the only one" is meant: when the
 * status section holds several, none is returned, which is what the field's queries do.
 */
import { child, type Element, elements, get } from "../../cib/xml/tree.ts";

export class HistoryIndex {
  private readonly byNode = new Map<string, Map<string, Element[]>>();

  constructor(status: Element | undefined) {
    if (status === undefined) return;
    for (const state of elements(status, "node_state")) {
      const name = get(state, "uname");
      if (name === undefined) continue;
      const entries = this.byNode.get(name) ?? new Map<string, Element[]>();
      this.byNode.set(name, entries);
      for (const lrm of elements(state, "lrm")) {
        for (const list of elements(lrm, "lrm_resources")) addById(entries, elements(list, "lrm_resource"));
      }
    }
  }

  /** All `lrm_resource` elements of this resource on this node. */
  resources(nodeName: string, rscId: string): readonly Element[] {
    return this.byNode.get(nodeName)?.get(rscId) ?? [];
  }

  resource(nodeName: string, rscId: string): Element | undefined {
    return only(this.resources(nodeName, rscId));
  }

  /** The only entry of this operation, if there is one and only one; `matches` restricts what is counted. */
  operation(
    nodeName: string,
    rscId: string,
    task: string,
    matches: (entry: Element) => boolean = () => true,
  ): Element | undefined {
    return only(this.operations(nodeName, rscId).filter((entry) => get(entry, "operation") === task && matches(entry)));
  }

  operations(nodeName: string, rscId: string): Element[] {
    return this.resources(nodeName, rscId).flatMap((entry) => elements(entry, "lrm_rsc_op"));
  }
}

/** Adds elements by their id; elements without an id are left out. */
export function addById<T extends Element>(to: Map<string, T[]>, found: readonly T[]): void {
  for (const e of found) {
    const id = get(e, "id");
    if (id === undefined) continue;
    const same = to.get(id);
    if (same === undefined) to.set(id, [e]);
    else same.push(e);
  }
}

/** Of several none is taken for the one. */
export function only<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}

/** The history of a node: its `lrm_resources`. */
export function historyOf(state: Element): Element | undefined {
  const lrm = child(state, "lrm");
  return lrm === undefined ? undefined : child(lrm, "lrm_resources");
}
