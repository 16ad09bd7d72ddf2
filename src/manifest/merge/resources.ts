/**
 * Resources of a manifest among those that are there, by id, wherever they stand. One that another tool has put into a
 * group or clone which the manifest does not have stays there, and changes in its place; what the manifest has elsewhere
 * is moved; what it had and no longer has goes, and a group or clone that is empty then goes with it.
 */
import { HOLDERS, RESOURCES_AND_TEMPLATES } from "../../cib/resource-elements.ts";
import { type Element, idOf, walk, withChildren, type XmlNode } from "../../cib/xml/tree.ts";
import { inItsForm } from "./master.ts";
import { insertMissing, isSame, overlay } from "./overlay.ts";

/** @param exact those of the wanted that go into the CIB as they are */
export function mergeResources(
  section: Element,
  wanted: readonly Element[],
  owned: ReadonlySet<string>,
  exact: ReadonlySet<Element>,
): Element {
  return new ResourceMerge(section, wanted, owned, exact).merged();
}

/** Ids of resources, and of what is inside them, that are in `before` and no longer in `after`. */
export function goneResources(before: Element | undefined, after: Element | undefined): ReadonlySet<string> {
  const ids = (section: Element | undefined): string[] =>
    section === undefined ? [] : walk(section).flatMap((e) => e.attributes.get("id") ?? []);
  if (before === after) return new Set();
  const left = new Set(ids(after));
  return new Set(ids(before).filter((id) => !left.has(id)));
}

/** A class because all its parts look at the same few tables. */
class ResourceMerge {
  readonly #section: Element;
  readonly #wanted: readonly Element[];
  readonly #owned: ReadonlySet<string>;
  readonly #exact: ReadonlySet<Element>;
  readonly #byId: ReadonlyMap<string, Element>;
  /** Ids of what is wanted inside something. */
  readonly #inner: ReadonlySet<string>;
  readonly #present = new Set<string>();
  readonly #existing: ReadonlyMap<string, Element>;

  constructor(section: Element, wanted: readonly Element[], owned: ReadonlySet<string>, exact: ReadonlySet<Element>) {
    this.#section = section;
    this.#exact = exact;
    this.#wanted = wanted;
    this.#owned = owned;
    this.#byId = new Map(wanted.map((e) => [idOf(e), e]));
    this.#inner = new Set(wanted.flatMap((e) => innerResources(e).map(idOf)));
    this.#existing = new Map(innerResources(section).map((e) => [idOf(e), e]));
  }

  merged(): Element {
    const kept = this.#section.children.flatMap((node) => this.#kept(node));
    const wanted = this.#wanted.map((e) => (this.#present.has(idOf(e)) ? e : this.#settled(e)));
    return withChildren(
      this.#section,
      insertMissing(kept, wanted, (e) => this.#present.has(idOf(e)), idOf),
    );
  }

  #kept(node: XmlNode): readonly XmlNode[] {
    if (node.kind !== "element" || !RESOURCES_AND_TEMPLATES.has(node.name)) return [node];
    const id = idOf(node);
    const want = this.#byId.get(id);
    if (want !== undefined) {
      this.#present.add(id);
      if (this.#exact.has(want)) return [isSame(node, want) ? node : want];
      const fitted = inItsForm(node, this.#movedInto(node, want));
      return [fitted.name === node.name ? overlay(node, fitted) : fitted];
    }
    if (this.#inner.has(id) || this.#owned.has(id)) return [];
    if (!HOLDERS.has(node.name)) return [node];
    const children = node.children.flatMap((c) => this.#kept(c));
    const changed = withChildren(node, children);
    const isEmpty = changed !== node && innerResources(changed).length === 0 && node.name !== "bundle";
    return isEmpty ? [] : [changed];
  }

  /** As wanted, and where it comes from elsewhere as it was there. */
  #settled(want: Element): Element {
    const now = this.#exact.has(want) ? undefined : this.#existing.get(idOf(want));
    if (now?.name === want.name) return overlay(now, this.#movedInto(now, want));
    return this.#movedInto(undefined, want);
  }

  #movedInto(now: Element | undefined, want: Element): Element {
    if (this.#exact.has(want)) return want;
    const here = new Set(now === undefined ? [] : innerResources(now).map(idOf));
    return withChildren(
      want,
      want.children.map((c) =>
        c.kind === "element" && RESOURCES_AND_TEMPLATES.has(c.name) && !here.has(idOf(c)) ? this.#settled(c) : c,
      ),
    );
  }
}

function innerResources(e: Element): readonly Element[] {
  return walk(e).filter((inner) => inner !== e && RESOURCES_AND_TEMPLATES.has(inner.name));
}
