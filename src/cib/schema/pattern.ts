/**
 * What an element may hold, as a pattern over its attributes and the elements in it, and how much of a pattern is left
 * when some of them were seen (the derivative of a regular expression, with attributes in any order). Source: RELAX NG,
 * whose model of content this is, with the one simplification that an element's name says what may be in it.
 */

import type { AttributeType } from "./attribute-type.ts";

export type Pattern =
  | { readonly kind: "empty" | "nothing" }
  | { readonly kind: "attribute"; readonly name: string; readonly type: AttributeType }
  | { readonly kind: "element"; readonly name: string }
  | { readonly kind: "choice" | "sequence" | "interleave"; readonly left: Pattern; readonly right: Pattern }
  | { readonly kind: "repeated"; readonly of: Pattern };

export const EMPTY: Pattern = { kind: "empty" };
const NOTHING: Pattern = { kind: "nothing" };

/** One of both; what cannot be is left out. */
export function choice(left: Pattern, right: Pattern): Pattern {
  if (left.kind === "nothing" || left === right) return right;
  if (right.kind === "nothing") return left;
  return { kind: "choice", left, right };
}

/** Both, in this order or in any; nothing where one of them cannot be. */
export function both(kind: "sequence" | "interleave", left: Pattern, right: Pattern): Pattern {
  if (left.kind === "nothing" || right.kind === "nothing") return NOTHING;
  if (left.kind === "empty") return right;
  if (right.kind === "empty") return left;
  return { kind, left, right };
}

/** Or none of it. */
export const optional = (p: Pattern): Pattern => choice(EMPTY, p);

/** Once or more. */
export const repeated = (of: Pattern): Pattern =>
  of.kind === "nothing" || of.kind === "empty" ? of : { kind: "repeated", of };

/** Whether nothing at all fits any more. */
export const isNothing = (p: Pattern): boolean => p.kind === "nothing";

/** Whether nothing more need come. */
function isComplete(p: Pattern): boolean {
  switch (p.kind) {
    case "empty":
      return true;
    case "choice":
      return isComplete(p.left) || isComplete(p.right);
    case "sequence":
    case "interleave":
      return isComplete(p.left) && isComplete(p.right);
    case "repeated":
      return isComplete(p.of);
    case "nothing":
    case "attribute":
    case "element":
      return false;
  }
}

/** What is left behind an attribute that `fits`; nothing where the pattern has no place for one. */
export function afterAttribute(p: Pattern, name: string, fits: (type: AttributeType) => boolean): Pattern {
  switch (p.kind) {
    case "attribute":
      return p.name === name && fits(p.type) ? EMPTY : NOTHING;
    case "choice":
      return choice(afterAttribute(p.left, name, fits), afterAttribute(p.right, name, fits));
    case "sequence":
    case "interleave":
      return choice(
        both(p.kind, afterAttribute(p.left, name, fits), p.right),
        both(p.kind, p.left, afterAttribute(p.right, name, fits)),
      );
    case "repeated":
      return both("sequence", afterAttribute(p.of, name, fits), optional(p));
    case "empty":
    case "nothing":
    case "element":
      return NOTHING;
  }
}

/** What is left behind an element, all attributes having been seen. */
export function afterElement(p: Pattern, name: string): Pattern {
  switch (p.kind) {
    case "element":
      return p.name === name ? EMPTY : NOTHING;
    case "choice":
      return choice(afterElement(p.left, name), afterElement(p.right, name));
    case "sequence": {
      const inLeft = both("sequence", afterElement(p.left, name), p.right);
      return isComplete(p.left) ? choice(inLeft, afterElement(p.right, name)) : inLeft;
    }
    case "interleave":
      return choice(
        both("interleave", afterElement(p.left, name), p.right),
        both("interleave", p.left, afterElement(p.right, name)),
      );
    case "repeated":
      return both("sequence", afterElement(p.of, name), optional(p));
    case "empty":
    case "nothing":
    case "attribute":
      return NOTHING;
  }
}

/** The pattern when no further attribute comes: where one is still asked for, nothing fits. */
export function withoutAttributes(p: Pattern): Pattern {
  switch (p.kind) {
    case "attribute":
      return NOTHING;
    case "choice":
      return choice(withoutAttributes(p.left), withoutAttributes(p.right));
    case "sequence":
    case "interleave":
      return both(p.kind, withoutAttributes(p.left), withoutAttributes(p.right));
    case "repeated":
      return repeated(withoutAttributes(p.of));
    case "empty":
    case "nothing":
    case "element":
      return p;
  }
}

/** The pattern as if all attributes that are asked for were there. */
export function withAttributesAssumed(p: Pattern): Pattern {
  switch (p.kind) {
    case "attribute":
      return EMPTY;
    case "choice":
      return choice(withAttributesAssumed(p.left), withAttributesAssumed(p.right));
    case "sequence":
    case "interleave":
      return both(p.kind, withAttributesAssumed(p.left), withAttributesAssumed(p.right));
    case "repeated":
      return repeated(withAttributesAssumed(p.of));
    case "empty":
    case "nothing":
    case "element":
      return p;
  }
}

/** Alternatives of what must still come, each a list of names (`@` before those of attributes); none where nothing must. */
export function lacking(p: Pattern): readonly (readonly string[])[] {
  if (isComplete(p)) return [[]];
  switch (p.kind) {
    case "attribute":
      return [[`@${p.name}`]];
    case "element":
      return [[p.name]];
    case "choice":
      return [...lacking(p.left), ...lacking(p.right)];
    case "sequence":
    case "interleave":
      return lacking(p.left).flatMap((left) => lacking(p.right).map((right) => [...left, ...right]));
    case "repeated":
      return lacking(p.of);
    case "empty":
    case "nothing":
      return [];
  }
}

/** All that a pattern mentions. */
export interface Mentioned {
  readonly attributes: ReadonlyMap<string, readonly AttributeType[]>;
  readonly elements: ReadonlySet<string>;
}

/** The attributes, with all types they may have, and the elements of a pattern. */
export function mentioned(p: Pattern): Mentioned {
  const attributes = new Map<string, AttributeType[]>();
  const elements = new Set<string>();
  const visit = (q: Pattern): void => {
    switch (q.kind) {
      case "attribute": {
        const types = attributes.get(q.name);
        if (types === undefined) attributes.set(q.name, [q.type]);
        else if (!types.includes(q.type)) types.push(q.type);
        return;
      }
      case "element":
        elements.add(q.name);
        return;
      case "choice":
      case "sequence":
      case "interleave":
        visit(q.left);
        visit(q.right);
        return;
      case "repeated":
        visit(q.of);
        return;
      case "empty":
      case "nothing":
        return;
    }
  };
  visit(p);
  return { attributes, elements };
}
