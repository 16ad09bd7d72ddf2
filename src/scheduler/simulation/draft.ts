/**
 * A CIB that may be changed in place: a simulation records hundreds of results, one after another, and makes a value of
 * them again only at its end. A draft reads like any other element. It copies what is looked into, an element at a time,
 * and {@link finished} gives back the original of whatever was not changed, so that two versions still share it.
 */
import { copyOfAttributes } from "../../cib/xml/attributes.ts";
import type { Element, XmlNode } from "../../cib/xml/tree.ts";

export interface Draft extends Element {
  readonly attributes: DraftAttributes;
  readonly children: XmlNode[];
}

/** What of a map is needed to change attributes. */
interface DraftAttributes extends ReadonlyMap<string, string> {
  set(name: string, value: string): unknown;
  delete(name: string): boolean;
}

/** Nothing of the original can be changed through it. */
export function draftOf(e: Element): Draft {
  return new Borrowed(e);
}

/** The draft as a value, which shares with the original all that was left as it was. Nothing may be changed any more. */
export function finished(e: Element): Element {
  if (e instanceof Borrowed) return e.finish();
  return { ...e, children: e.children.map((c) => (c.kind === "element" ? finished(c) : c)) };
}

class Borrowed implements Draft {
  readonly kind = "element";
  readonly name: string;
  readonly #original: Element;
  #attributes: BorrowedAttributes | undefined;
  #children: XmlNode[] | undefined;

  constructor(original: Element) {
    this.name = original.name;
    this.#original = original;
  }

  get attributes(): DraftAttributes {
    this.#attributes ??= new BorrowedAttributes(this.#original.attributes);
    return this.#attributes;
  }

  get children(): XmlNode[] {
    this.#children ??= this.#original.children.map((c) => (c.kind === "element" ? new Borrowed(c) : c));
    return this.#children;
  }

  finish(): Element {
    const original = this.#original;
    const attributes = this.#attributes?.content ?? original.attributes;
    const children = this.#children?.map((c) => (c.kind === "element" ? finished(c) : c)) ?? original.children;
    const unchanged =
      attributes === original.attributes &&
      children.length === original.children.length &&
      children.every((c, i) => c === original.children[i]);
    return unchanged ? original : { kind: "element", name: this.name, attributes, children };
  }
}

class BorrowedAttributes implements DraftAttributes {
  #original: ReadonlyMap<string, string>;
  #own: Map<string, string> | undefined;

  constructor(original: ReadonlyMap<string, string>) {
    this.#original = original;
  }

  get content(): ReadonlyMap<string, string> {
    return this.#own ?? this.#original;
  }

  #owned(): Map<string, string> {
    this.#own ??= copyOfAttributes(this.#original);
    return this.#own;
  }

  set(name: string, value: string): void {
    if (this.content.get(name) !== value) this.#owned().set(name, value);
  }

  delete(name: string): boolean {
    return this.has(name) && this.#owned().delete(name);
  }

  get size(): number {
    return this.content.size;
  }

  get(name: string): string | undefined {
    return this.content.get(name);
  }

  has(name: string): boolean {
    return this.content.has(name);
  }

  keys(): MapIterator<string> {
    return this.content.keys();
  }

  values(): MapIterator<string> {
    return this.content.values();
  }

  entries(): MapIterator<[string, string]> {
    return this.content.entries();
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.content.entries();
  }

  forEach(visit: (value: string, name: string, all: ReadonlyMap<string, string>) => void): void {
    this.content.forEach(visit);
  }
}

/** An element without children; attributes whose value is undefined are left out. */
export function newDraft(name: string, attributes: Readonly<Record<string, string | undefined>>): Draft {
  const map = new Map<string, string>();
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) map.set(key, value);
  return { kind: "element", name, attributes: map, children: [] };
}

/** The child elements of that name, in document order. */
export function childDrafts(e: Draft, name: string): Draft[] {
  return e.children.filter((c): c is Draft => c.kind === "element" && c.name === name);
}

/** The first child element of that name, and of that `id` if one is given; undefined if no child matches. */
export function childDraft(e: Draft, name: string, id?: string): Draft | undefined {
  return childDrafts(e, name).find((c) => id === undefined || c.attributes.get("id") === id);
}

/** The first child of that name (and id), appended with these attributes if it is missing. */
export function ensureChild(
  e: Draft,
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
): Draft {
  const found = childDraft(e, name);
  if (found !== undefined) return found;
  const made = newDraft(name, attributes);
  e.children.push(made);
  return made;
}

/** Removes every child element of that name, in place. */
export function removeChildren(e: Draft, name: string): void {
  const kept = e.children.filter((c) => c.kind !== "element" || c.name !== name);
  e.children.splice(0, e.children.length, ...kept);
}
