/** Finds the elements of the CIB that the scheduler took its values from. */

import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import { RESOURCES } from "../../cib/resource-elements.ts";
import { pairsInForce } from "../../cib/value/nvpair.ts";
import { FIRST_SET } from "../../cib/value/property.ts";
import { child, descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyLocation, ReadonlyNode, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { agentFacts, isDefault, type RuleFacts } from "../../scheduler/model/read-values.ts";
import type { Reference } from "./document.ts";

export function reference(kind: Reference["kind"], id: string | undefined): Reference[] {
  return id === undefined || id === "" ? [] : [{ kind, id }];
}

/** The effective pair of this name. */
function pairIn(
  s: ReadonlyModel,
  holder: Element | undefined,
  tag: string,
  name: string,
  { facts = {}, firstId }: { facts?: RuleFacts; firstId?: string } = {},
): Element | undefined {
  for (const pair of pairsInForce(holder, tag, { ...facts, now: s.now, byId: s.byId }, firstId)) {
    const value = get(pair, "value");
    if (get(pair, "name") === name && value !== undefined && !isDefault(value)) return pair;
  }
  return undefined;
}

interface MetaSource {
  readonly holder: ReadonlyResource | "defaults";
  readonly pair: Element;
}

/** Where a meta-attribute is set for the resource, the one in force first: its own, its ancestors', rsc_defaults. */
function metaSources(s: ReadonlyModel, rsc: ReadonlyResource, name: string): MetaSource[] {
  const sources: MetaSource[] = [];
  const facts = agentFacts(rsc.xml);
  for (let at: ReadonlyResource | undefined = rsc; at !== undefined; at = at.parent) {
    const pair = pairIn(s, at.xml, "meta_attributes", name, { facts });
    // The definitions of a bundle's parts are implicit.
    if (pair !== undefined && s.byId.has(idOf(pair))) sources.push({ holder: at, pair });
  }
  const everybodys = pairIn(s, child(s.configuration, "rsc_defaults"), "meta_attributes", name, { facts });
  if (everybodys !== undefined) sources.push({ holder: "defaults", pair: everybodys });
  return sources;
}

/**
 * The source of a resource's meta-attribute: its own, its ancestors' or rsc_defaults.
 * @param otherwise the default; a setting that only repeats it is not a cause
 */
export function metaReference(s: ReadonlyModel, rsc: ReadonlyResource, name: string, otherwise?: string): Reference[] {
  const sources = metaSources(s, rsc, name);
  if (sources.every(({ pair }) => get(pair, "value")?.toLowerCase() === otherwise?.toLowerCase())) return [];
  return reference("meta", idOfPair(sources[0]?.pair));
}

/** The rules of the block that sets a meta-attribute, of which one holds; none where the setting has no condition. */
export function metaRules(s: ReadonlyModel, rsc: ReadonlyResource, name: string): Element[] {
  const source = metaSources(s, rsc, name)[0];
  if (source === undefined) return [];
  const around = source.holder === "defaults" ? child(s.configuration, "rsc_defaults") : source.holder.xml;
  const blocks = around === undefined ? [] : elements(around, "meta_attributes");
  const block = blocks.find((b) => elements(b, "nvpair").some((p) => idOf(p) === idOf(source.pair)));
  return block === undefined ? [] : elements(block, "rule");
}

/** Whose setting of a meta-attribute is in force; undefined where nothing in the CIB sets it. */
export function metaHolder(
  s: ReadonlyModel,
  rsc: ReadonlyResource,
  name: string,
): ReadonlyResource | "defaults" | undefined {
  return metaSources(s, rsc, name)[0]?.holder;
}

function idOfPair(pair: Element | undefined): string | undefined {
  return pair === undefined ? undefined : idOf(pair);
}

/** A cluster property, by its current or a former name. */
export function propertyReference(s: ReadonlyModel, ...names: readonly string[]): Reference[] {
  const config = child(s.configuration, "crm_config");
  for (const name of names) {
    const pair = pairIn(s, config, "cluster_property_set", name, { firstId: FIRST_SET });
    if (pair !== undefined) return reference("property", idOf(pair));
  }
  return [];
}

function stateOf(s: ReadonlyModel, node: ReadonlyNode): Element | undefined {
  const states = s.status === undefined ? [] : elements(s.status, "node_state");
  return states.find((e) => idOf(e) === node.id || get(e, "uname") === node.name);
}

/** A node attribute; a transient one overrides a permanent one. */
export function attributeReference(s: ReadonlyModel, node: ReadonlyNode, name: string): Reference[] {
  const state = stateOf(s, node);
  const transient = state && pairIn(s, child(state, "transient_attributes"), "instance_attributes", name);
  if (transient !== undefined) return reference("attribute", idOf(transient));
  const configured = elements(child(s.configuration, "nodes") ?? s.configuration, "node").find(
    (e) => get(e, "uname") === node.name,
  );
  return reference("attribute", idOfPair(pairIn(s, configured, "instance_attributes", name)));
}

/** A node's state in the status section; for a guest or remote node, the node itself. */
export function nodeReference(s: ReadonlyModel, node: ReadonlyNode): Reference[] {
  if (node.connection !== undefined) return reference("resource", configuredId(s, node.connection));
  return stateOf(s, node) === undefined
    ? reference("node", node.id)
    : reference("node", idOf(stateOf(s, node) as Element));
}

/** The id of a resource, or of the one it was made from, in the configuration. */
export function configuredId(s: ReadonlyModel, rsc: ReadonlyResource): string | undefined {
  for (let at: ReadonlyResource | undefined = rsc; at !== undefined; at = at.parent) {
    for (const id of [at.id, withoutInstanceNumber(at.id)]) {
      const found = s.byId.get(id);
      if (found !== undefined && RESOURCES.has(found.name)) return id;
    }
  }
  return undefined;
}

/** The constraint of a location score; the score of a rule carries the rule's id. */
export function locationReference(
  s: ReadonlyModel,
  location: ReadonlyLocation,
): { id: string; rule: string | undefined } | undefined {
  const found = s.byId.get(location.id);
  if (found === undefined) return undefined;
  if (found.name !== "rule") return { id: location.id, rule: undefined };
  for (const constraint of elements(child(s.configuration, "constraints") ?? s.configuration)) {
    for (const e of walk(constraint)) if (e === found) return { id: idOf(constraint), rule: location.id };
  }
  return { id: location.id, rule: undefined };
}

/** A resource's utilization. */
export function utilizationReference(s: ReadonlyModel, rsc: ReadonlyResource): Reference[] {
  return elements(rsc.xml, "utilization").flatMap((e) => (s.byId.has(idOf(e)) ? reference("resource", idOf(e)) : []));
}

/** The history entry of a failed operation, unique only together with its node and resource. */
export function historyReference(entry: Element): Reference[] {
  return reference("operation", get(entry, "id"));
}

/** The fail-count attributes of a resource on a node. */
export function failCountReferences(s: ReadonlyModel, rsc: ReadonlyResource, node: ReadonlyNode): Reference[] {
  const state = stateOf(s, node);
  const block = state && descend(state, "transient_attributes", "instance_attributes");
  if (block === undefined) return [];
  const names = new Set([rsc.id, rsc.historyId ?? rsc.id, withoutInstanceNumber(rsc.id)]);
  return elements(block, "nvpair")
    .filter((p) => {
      const [, of] = /^fail-count-(.+?)(?::\d+)?#/.exec(get(p, "name") ?? "") ?? [];
      return of !== undefined && names.has(of);
    })
    .flatMap((p) => reference("attribute", idOf(p)));
}
