/** Finds the elements of the CIB that the scheduler's values came from. */
import { child, descend, type Element, elements, get, idOf, walk } from "../../cib/tree.ts";
import type { Location } from "../../scheduler/model/constraint.ts";
import type { Node } from "../../scheduler/model/node.ts";
import type { Resource } from "../../scheduler/model/resource.ts";
import type { Scheduler } from "../../scheduler/model/scheduler.ts";
import type { Reference } from "./document.ts";

export function reference(kind: Reference["kind"], id: string | undefined): Reference[] {
  return id === undefined || id === "" ? [] : [{ kind, id }];
}

function pairsIn(holder: Element | undefined, tag: string, name: string): Element | undefined {
  if (holder === undefined) return undefined;
  for (const block of elements(holder, tag)) {
    const pair = elements(block, "nvpair").find((p) => get(p, "name") === name && get(p, "value") !== undefined);
    if (pair !== undefined) return pair;
  }
  return undefined;
}

/** Where a resource has a meta-attribute from: its own, its ancestors' or everybody's. */
export function metaReference(s: Scheduler, rsc: Resource, name: string): Reference[] {
  for (let at: Resource | undefined = rsc; at !== undefined; at = at.parent) {
    const pair = pairsIn(at.xml, "meta_attributes", name);
    // Bundles' parts have definitions of their own making.
    if (pair !== undefined && s.byId.has(idOf(pair))) return reference("meta", idOf(pair));
  }
  return reference("meta", idOfPair(pairsIn(child(s.configuration, "rsc_defaults"), "meta_attributes", name)));
}

function idOfPair(pair: Element | undefined): string | undefined {
  return pair === undefined ? undefined : idOf(pair);
}

/** A cluster property, by any of the names it has had. */
export function propertyReference(s: Scheduler, ...names: readonly string[]): Reference[] {
  const config = child(s.configuration, "crm_config");
  for (const name of names) {
    const pair = pairsIn(config, "cluster_property_set", name);
    if (pair !== undefined) return reference("property", idOf(pair));
  }
  return [];
}

function stateOf(s: Scheduler, node: Node): Element | undefined {
  const states = s.status === undefined ? [] : elements(s.status, "node_state");
  return states.find((e) => idOf(e) === node.id || get(e, "uname") === node.name);
}

/** A node attribute: what was set for the time being wins over what is configured. */
export function attributeReference(s: Scheduler, node: Node, name: string): Reference[] {
  const state = stateOf(s, node);
  const transient = state && pairsIn(child(state, "transient_attributes"), "instance_attributes", name);
  if (transient !== undefined) return reference("attribute", idOf(transient));
  const configured = elements(child(s.configuration, "nodes") ?? s.configuration, "node").find(
    (e) => get(e, "uname") === node.name,
  );
  return reference("attribute", idOfPair(pairsIn(configured, "instance_attributes", name)));
}

/** What the cluster last knew of a node; for guests, which have no such entry of their own, their connection. */
export function nodeReference(s: Scheduler, node: Node): Reference[] {
  if (node.kind === "guest" && node.connection !== undefined) {
    return reference("resource", configuredId(s, node.connection));
  }
  return stateOf(s, node) === undefined
    ? reference("node", node.id)
    : reference("node", idOf(stateOf(s, node) as Element));
}

/** The id under which a resource, or what it was made from, stands in the configuration. */
export function configuredId(s: Scheduler, rsc: Resource): string | undefined {
  for (let at: Resource | undefined = rsc; at !== undefined; at = at.parent) {
    for (const id of [at.id, at.id.replace(/:\d+$/, "")]) {
      const found = s.byId.get(id);
      if (found !== undefined && RESOURCES.has(found.name)) return id;
    }
  }
  return undefined;
}

const RESOURCES = new Set(["primitive", "group", "clone", "master", "bundle"]);

/** The constraint behind a location: scores of rules carry the rule's id. */
export function locationReference(
  s: Scheduler,
  location: Location,
): { id: string; rule: string | undefined } | undefined {
  const found = s.byId.get(location.id);
  if (found === undefined) return undefined;
  if (found.name !== "rule") return { id: location.id, rule: undefined };
  for (const constraint of elements(child(s.configuration, "constraints") ?? s.configuration)) {
    for (const e of walk(constraint)) if (e === found) return { id: idOf(constraint), rule: location.id };
  }
  return { id: location.id, rule: undefined };
}

/** The history entry of a failed operation, unique only together with its node and resource. */
export function historyReference(entry: Element): Reference[] {
  return reference("operation", get(entry, "id"));
}

/** Every attribute that counts failures of a resource on a node. */
export function failCountReferences(s: Scheduler, rsc: Resource, node: Node): Reference[] {
  const state = stateOf(s, node);
  const block = state && descend(state, "transient_attributes", "instance_attributes");
  if (block === undefined) return [];
  const names = new Set([rsc.id, rsc.historyId ?? rsc.id, rsc.id.replace(/:\d+$/, "")]);
  return elements(block, "nvpair")
    .filter((p) => {
      const [, of] = /^fail-count-(.+?)(?::\d+)?#/.exec(get(p, "name") ?? "") ?? [];
      return of !== undefined && names.has(of);
    })
    .flatMap((p) => reference("attribute", idOf(p)));
}
