/**
 * Reading blocks of name/value pairs for the scheduler: at the run's moment, noting when a date in a rule may next
 * change the outcome, and taking `#default` for what it says.
 * Behaviour: docs/pacemaker/rules.md#blocks-of-pairs, docs/pacemaker/rules.md#default-values.
 */
import { type Pair, plainPairs, readBlocks } from "../../cib/value/nvpair.ts";
import type { RuleContext } from "../../cib/value/rule.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { type PerElement, perElement } from "./element-cache.ts";

/**
 * By the blocks' tag: the pairs below an element where they follow from it alone, as most do; for use with the element
 * cache. Defaults, clones and operations are read for every instance, node and action.
 */
export const PLAIN_PAIRS = {
  cluster_property_set: pairsOf("cluster_property_set"),
  instance_attributes: pairsOf("instance_attributes"),
  meta_attributes: pairsOf("meta_attributes"),
  utilization: pairsOf("utilization"),
};

export type BlockTag = keyof typeof PLAIN_PAIRS;

function pairsOf(tag: string): PerElement<readonly Pair[] | "depends"> {
  return perElement((parent) => plainPairs(parent, tag) ?? "depends");
}

/** What a rule may ask about besides the moment. */
export type RuleFacts = Omit<RuleContext, "now" | "byId" | "nextChange" | "dialect">;

/**
 * Adds to `into` what the blocks called `tag` below `parent` define; names already there keep their values. A date in a
 * rule that will change the outcome calls for another run then.
 */
export function readValues(
  s: ClusterModel,
  parent: Element | undefined,
  tag: BlockTag,
  into: Map<string, string>,
  facts: RuleFacts = {},
): void {
  if (parent === undefined) return;
  const plain = s.elementCache.of(PLAIN_PAIRS[tag], parent);
  if (plain === "depends") {
    readWithRules(s, parent, tag, into, { facts });
  } else {
    if (plain.length === 0) return;
    for (const [name, value] of plain) if (!into.has(name)) into.set(name, value);
  }
  dropDefaults(into);
}

/** The same of a node's transient attributes. These are written without rules and references, with which the first of a name counts. */
export function readTransient(s: ClusterModel, parent: Element | undefined): Map<string, string> {
  const values = new Map<string, string>();
  const plain = parent === undefined ? [] : s.elementCache.of(PLAIN_PAIRS.instance_attributes, parent);
  if (s.dialect.firstTransientCounts || plain === "depends") readValues(s, parent, "instance_attributes", values);
  else for (const [name, value] of plain) values.set(name, value);
  dropDefaults(values);
  return values;
}

/** The same of the cluster's properties, of which the set with this id goes before all others. */
export function readProperties(s: ClusterModel, parent: Element, into: Map<string, string>, firstId: string): void {
  readWithRules(s, parent, "cluster_property_set", into, { facts: {}, firstId });
  dropDefaults(into);
}

function readWithRules(
  s: ClusterModel,
  parent: Element,
  tag: BlockTag,
  into: Map<string, string>,
  { facts, firstId }: { readonly facts: RuleFacts; readonly firstId?: string },
): void {
  const { now, byId } = s;
  const nextChange: { at: number | undefined } = { at: undefined };
  readBlocks(parent, tag, { ...facts, now, byId, nextChange, dialect: s.dialect.rules }, into, firstId);
  if (nextChange.at !== undefined) lookAgainBy(s, nextChange.at);
}

/** Drops values that ask for the default: they count as not set. */
export function dropDefaults(values: Map<string, string>): void {
  let unset: string[] | undefined;
  values.forEach((value, name) => {
    if (!isDefault(value)) return;
    unset ??= [];
    unset.push(name);
  });
  for (const name of unset ?? []) values.delete(name);
}

/** What a pair says that unsets its name. */
export function isDefault(value: string): boolean {
  return value.length === "#default".length && value.toLowerCase() === "#default";
}

/** Asks for a new run at `at` (epoch seconds); the earliest future moment asked for wins. */
export function lookAgainBy(s: ClusterModel, at: number): void {
  if (at > s.now && (s.recheckBy === undefined || s.recheckBy > at)) s.recheckBy = at;
}

/** What `rsc_expression` compares with: the agent that `xml` names, if it names one. */
export function agentFacts(xml: Element): RuleFacts {
  const standard = get(xml, "class");
  const type = get(xml, "type");
  return standard === undefined || type === undefined
    ? {}
    : { resource: { standard, provider: get(xml, "provider"), type } };
}
