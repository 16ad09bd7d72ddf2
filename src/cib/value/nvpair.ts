/**
 * Blocks of name/value pairs (`instance_attributes`, `meta_attributes`, `utilization`, `cluster_property_set` …).
 * Blocks of one kind below one parent are read by descending score, of equal ones the last in the document first (which
 * lets a resource override its template); a name keeps its first value; a block with a rule counts only where the rule
 * passes.
 * Behaviour: docs/pacemaker/rules.md#blocks-of-pairs; Pacemaker Explained, "Nvpair sets".
 */

import { type Element, elements, get, idOf } from "../xml/tree.ts";
import { dereference, type IndexById, isReference } from "./element-index.ts";
import { evaluateRule, type RuleContext } from "./rule.ts";
import { parseScore } from "./score.ts";

/**
 * Adds to `into` what the blocks called `tag` below `parent` define. The block whose id is `firstId` is read before all
 * others. The value `#default`, which asks for a default, is kept as it is: only the reader knows what it undoes.
 */
export function readBlocks(
  parent: Element | undefined,
  tag: string,
  context: RuleContext,
  into: Map<string, string>,
  firstId?: string,
): void {
  for (const pair of pairsInForce(parent, tag, context, firstId)) {
    const name = get(pair, "name");
    const value = get(pair, "value");
    if (name !== undefined && value !== undefined && !into.has(name)) into.set(name, value);
  }
}

/** The pairs of the blocks that apply, in the order in which they count: of a name the first. */
export function* pairsInForce(
  parent: Element | undefined,
  tag: string,
  context: RuleContext,
  firstId?: string,
): Generator<Element> {
  if (parent === undefined) return;
  for (const block of blocksInOrder(parent, tag, context.byId, firstId)) {
    if (!passes(block, context)) continue;
    for (const pair of elements(block, "nvpair")) {
      const referent = dereference(pair, context.byId);
      if (referent !== undefined) yield referent;
    }
  }
}

/** Name and value. */
export type Pair = readonly [name: string, value: string];

const NO_PAIRS: readonly Pair[] = [];

const NO_IDS: IndexById = new Map();

/**
 * What {@link readBlocks} would read where that follows from the element alone: the first pair of each name counts.
 * Undefined where a rule has a say, or something that is referred to.
 */
export function plainPairs(parent: Element, tag: string): readonly Pair[] | undefined {
  const blocks = elements(parent, tag);
  if (blocks.length === 0) return NO_PAIRS;
  if (blocks.some(isReference)) return undefined;
  const pairs: Pair[] = [];
  for (const block of blocksInOrder(parent, tag, NO_IDS)) {
    for (const part of block.children) {
      if (part.kind !== "element") continue;
      if (part.name === "rule" || isReference(part)) return undefined;
      if (part.name !== "nvpair") continue;
      const name = get(part, "name");
      const value = get(part, "value");
      if (name !== undefined && value !== undefined) pairs.push([name, value]);
    }
  }
  return pairs;
}

/** The blocks called `tag` below `parent`, references resolved, in the order they are to be read. */
function blocksInOrder(parent: Element, tag: string, byId: IndexById, firstId?: string): Element[] {
  const blocks: Element[] = [];
  for (const block of elements(parent, tag)) {
    const referent = dereference(block, byId);
    if (referent !== undefined) blocks.push(referent);
  }
  if (blocks.length < 2) return blocks;
  const rank = (block: Element): number =>
    firstId !== undefined && idOf(block) === firstId
      ? Number.POSITIVE_INFINITY
      : (parseScore(get(block, "score")) ?? 0);
  const ranked = blocks.reverse().map((block) => ({ block, rank: rank(block) }));
  ranked.sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank));
  return ranked.map(({ block }) => block);
}

/** Without a rule a block applies; of several rules one must pass. */
function passes(block: Element, context: RuleContext): boolean {
  const rules = elements(block, "rule");
  return rules.length === 0 || rules.some((rule) => evaluateRule(rule, context));
}
