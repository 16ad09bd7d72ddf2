/**
 * Meta-attributes, of which the first definition found counts: the element's own XML attributes, its own blocks, its
 * ancestors' blocks (nearest first), `rsc_defaults`, and at last whatever its parent ended up with. Rules may ask for
 * dates and for the agent, never for a node.
 * Behaviour: docs/pacemaker/resources.md#meta-attributes.
 */
import { child, type Element } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { agentFacts, isDefault, type RuleFacts, readValues } from "./read-values.ts";
import type { Resource } from "./types.ts";

/** `instance` is the number of a clone's instance, which its members carry too. */
export function readMeta(
  s: ClusterModel,
  xml: Element,
  parent: Resource | undefined,
  instance: number | undefined,
): Map<string, string> {
  const meta = new Map<string, string>();
  if (instance !== undefined) meta.set("clone", String(instance));
  keep(meta, xml.attributes);
  const facts = agentFacts(xml);
  readValues(s, xml, "meta_attributes", meta, facts);
  const ancestors: RuleFacts[] = [];
  for (let at = parent; at !== undefined; at = at.parent) {
    const judged = s.dialect.inheritsByOwnAgent ? facts : agentFacts(at.xml);
    ancestors.unshift(judged);
    readValues(s, at.xml, "meta_attributes", meta, judged);
  }
  const defaults = child(s.configuration, "rsc_defaults");
  for (const judged of s.dialect.inheritsByOwnAgent ? [facts] : [...ancestors, facts])
    readValues(s, defaults, "meta_attributes", meta, judged);
  if (parent !== undefined) keep(meta, parent.meta);
  return meta;
}

function keep(meta: Map<string, string>, more: ReadonlyMap<string, string>): void {
  more.forEach((value, name) => {
    if (!meta.has(name) && !isDefault(value)) meta.set(name, value);
  });
}

/**
 * A whole number from a meta-attribute, at least 0: `otherwise` when none of `names` is set, 0 when the value is no
 * number.
 */
export function metaCount(meta: ReadonlyMap<string, string>, names: readonly string[], otherwise: number): number {
  for (const name of names) {
    const value = meta.get(name);
    if (value !== undefined) return countOf(value, 0);
  }
  return otherwise;
}

/** The leading integer of `text`, but no less than `least`, which also stands for what is no number or missing. */
export function countOf(text: string | undefined, least: number): number {
  const value = text === undefined ? Number.NaN : Number.parseInt(text, 10);
  return Number.isNaN(value) || value < least ? least : value;
}
