/**
 * One name/value pair of an object, such as a node's attribute or a resource's meta attribute, set or removed. It is set
 * where it stands, else in the block with the id that pcs and `crm_resource` give, else in the first block without a rule,
 * else in a new block: what stands below a rule, or in a block that others share, is not one object's.
 */
import { indexById, isReference } from "../../cib/value/element-index.ts";
import {
  child,
  type Element,
  element,
  elements,
  get,
  idOf,
  replaceChild,
  withAttribute,
  withChildren,
} from "../../cib/xml/tree.ts";

export interface Block {
  /** Such as `meta_attributes`. */
  readonly tag: string;
  /** Of a new one. */
  readonly id: string;
}

/** Pairs by name, of the blocks that are the object's own and always count. */
export function ownPairs(owner: Element, tag: string): Element[] {
  return blocksOf(owner, tag).flatMap((block) => elements(block, "nvpair"));
}

const blocksOf = (owner: Element, tag: string): Element[] =>
  elements(owner, tag).filter((block) => !isReference(block) && child(block, "rule") === undefined);

/**
 * @param cib in which new ids must be new
 * @param value undefined removes the pair, and a block that it leaves empty
 */
export function withPair(
  cib: Element,
  owner: Element,
  { tag, id }: Block,
  [name, value]: readonly [name: string, value: string | undefined],
): Element {
  const blocks = blocksOf(owner, tag);
  let changed = owner;
  let found = false;
  for (const block of blocks) {
    const pairs = elements(block, "nvpair").filter((p) => get(p, "name") === name);
    if (pairs.length === 0) continue;
    found = true;
    const edited = pairs.reduce(
      (b, pair) => replaceChild(b, pair, value === undefined ? undefined : withAttribute(pair, "value", value)),
      block,
    );
    changed = replaceChild(changed, block, elements(edited).length === 0 ? undefined : edited);
  }
  if (found || value === undefined) return changed;
  const taken = indexById(cib);
  const first = blocks.find((block) => idOf(block) === id) ?? blocks[0];
  const blockId = first === undefined ? newId(taken, id) : idOf(first);
  const pair = element("nvpair", { id: newId(taken, `${blockId}-${name}`), name, value });
  if (first !== undefined) return replaceChild(owner, first, withChildren(first, [...first.children, pair]));
  return withChildren(owner, [...owner.children, element(tag, { id: blockId }, [pair])]);
}

/** The id, with a number behind it if another element has it already. */
export function newId(taken: { has(id: string): boolean }, wanted: string): string {
  const clean = wanted.replace(/[^A-Za-z0-9_.-]/g, "-").replace(/^(?=[^A-Za-z_])/, "_");
  if (!taken.has(clean)) return clean;
  for (let i = 1; ; i++) if (!taken.has(`${clean}-${i}`)) return `${clean}-${i}`;
}
