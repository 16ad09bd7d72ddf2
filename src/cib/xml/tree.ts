/**
 * The lossless XML tree every other module reads. Values are frozen in spirit: nothing mutates an element, an edit
 * makes a new element that shares all unchanged children with the old one, so two versions of a CIB compare by
 * reference wherever nothing changed.
 */
import { copyOfAttributes } from "./attributes.ts";

/** Where a construct starts in its source text: `line` and `column` count from 1, `offset` from 0 (UTF-16 units). */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface Element {
  readonly kind: "element";
  readonly name: string;
  /** In document order. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** Absent on elements that were made, not read. */
  readonly at?: Position;
}

interface Text {
  readonly kind: "text";
  readonly text: string;
}

interface Comment {
  readonly kind: "comment";
  readonly text: string;
}

export type XmlNode = Element | Text | Comment;

/** Attributes as accepted by {@link element}: `undefined` values are left out. */
export type AttributeInput = Readonly<Record<string, string | undefined>>;

const NO_CHILDREN: readonly XmlNode[] = [];

/** A new element; attributes keep the order of the record. */
export function element(
  name: string,
  attributes: AttributeInput = {},
  children: readonly XmlNode[] = NO_CHILDREN,
): Element {
  const map = new Map<string, string>();
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (value !== undefined) map.set(key, value);
  }
  return { kind: "element", name, attributes: map, children };
}

/** The value of an attribute; undefined when the element does not have it. */
export function get(e: Element, attribute: string): string | undefined {
  return e.attributes.get(attribute);
}

/** The element's `id`; an element without one is identified by the empty string. */
export function idOf(e: Element): string {
  return e.attributes.get("id") ?? "";
}

/** Child elements in document order, all of them or those called `name`. */
export function elements(e: Element, name?: string): Element[] {
  const found: Element[] = [];
  for (const child of e.children) {
    if (child.kind === "element" && (name === undefined || child.name === name)) found.push(child);
  }
  return found;
}

/** The first child element called `name`. */
export function child(e: Element, name: string): Element | undefined {
  for (const c of e.children) {
    if (c.kind === "element" && c.name === name) return c;
  }
  return undefined;
}

/** The element reached by taking the first child of each name in turn. */
export function descend(e: Element, ...names: readonly string[]): Element | undefined {
  let at: Element | undefined = e;
  for (const name of names) {
    if (at === undefined) return undefined;
    at = child(at, name);
  }
  return at;
}

/** Every element below (and including) `e`, in document order. */
export function walk(e: Element): readonly Element[] {
  const found: Element[] = [];
  const visit = (at: Element): void => {
    found.push(at);
    for (const c of at.children) if (c.kind === "element") visit(c);
  };
  visit(e);
  return found;
}

/** `e` with one attribute set, or removed when `value` is undefined. Returns `e` itself when nothing changes. */
export function withAttribute(e: Element, name: string, value: string | undefined): Element {
  if (e.attributes.get(name) === value) return e;
  const attributes = copyOfAttributes(e.attributes);
  if (value === undefined) attributes.delete(name);
  else attributes.set(name, value);
  return { ...e, attributes };
}

/** `e` with other children; returns `e` itself when they are the same nodes. */
export function withChildren(e: Element, children: readonly XmlNode[]): Element {
  if (children.length === e.children.length && children.every((c, i) => c === e.children[i])) return e;
  return { ...e, children };
}

/** `parent` with its child `old` replaced, or taken out when `by` is undefined. Returns `parent` itself without `old`. */
export function replaceChild(parent: Element, old: XmlNode, by: XmlNode | undefined): Element {
  return withChildren(
    parent,
    parent.children.flatMap((c) => (c !== old ? [c] : by === undefined ? [] : [by])),
  );
}
