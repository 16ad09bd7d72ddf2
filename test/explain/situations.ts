/** What may have happened to the deck's cluster just before somebody asks: changes to its CIB, not yet acted upon. */
import {
  type Element,
  element,
  elements,
  get,
  idOf,
  walk,
  withAttribute,
  withChildren,
  type XmlNode,
} from "../../src/cib/xml/tree.ts";
import type { Reference } from "../../src/report/explain/document.ts";
import { type Injections, inject } from "../../src/scheduler/simulation/inject.ts";
import { unpack } from "../../src/scheduler/unpack.ts";

export type Happening = (cib: Element, now: number) => Element;

export const nothing: Happening = (cib) => cib;

export function happens(injections: Injections): Happening {
  return (cib, now) => inject(cib, unpack(cib, now), injections, now, () => undefined);
}

/** Every element for which `fits` holds is replaced by what `change` makes of it, or removed. */
export function edit(e: Element, fits: (e: Element) => boolean, change: (e: Element) => Element | undefined): Element {
  return withChildren(
    e,
    e.children.flatMap((c): XmlNode[] => {
      if (c.kind !== "element") return [c];
      if (!fits(c)) return [edit(c, fits, change)];
      const changed = change(c);
      return changed === undefined ? [] : [changed];
    }),
  );
}

function withoutId(cib: Element, id: string): Element {
  return edit(
    cib,
    (e) => idOf(e) === id,
    () => undefined,
  );
}

/** Without what is named: of a node what is wrong with it, of anything else the whole of it. */
export function withoutCause(cib: Element, { kind, id }: Reference): Element {
  if (kind !== "node") return withoutId(cib, id);
  const entry = [...walk(cib)].find((e) => e.name === "node" && idOf(e) === id);
  const known = [...walk(cib)].some((e) => e.name === "node_state" && idOf(e) === id);
  const unscored = edit(
    cib,
    (e) => e === entry,
    (e) => withAttribute(e, "score", undefined),
  );
  if (known)
    return edit(
      unscored,
      (e) => e.name === "node_state" && idOf(e) === id,
      (e) => Object.entries(MEMBER).reduce((made, [name, value]) => withAttribute(made, name, value), e),
    );
  if (entry === undefined) return unscored;
  const state = element("node_state", { id, uname: get(entry, "uname"), ...MEMBER });
  return edit(
    unscored,
    (e) => e.name === "status",
    (e) => withChildren(e, [...e.children, state]),
  );
}

const MEMBER = { in_ccm: "true", crmd: "online", join: "member", expected: "member" };

export function has(cib: Element, id: string): boolean {
  return [...walk(cib)].some((e) => idOf(e) === id);
}

function pair(owner: string, name: string, value: string): Element {
  return element("nvpair", { id: `${owner}-${name}`, name, value });
}

export function meta(rsc: string, name: string, value: string): Happening {
  return (cib) =>
    edit(
      cib,
      (e) => idOf(e) === rsc,
      (e) => {
        const block = elements(e, "meta_attributes")[0] ?? element("meta_attributes", { id: `${rsc}-meta_attributes` });
        const kept = block.children.filter((c) => c.kind !== "element" || get(c, "name") !== name);
        const made = withChildren(block, [...kept, pair(idOf(block), name, value)]);
        return withChildren(e, [...e.children.filter((c) => c !== block), made]);
      },
    );
}

export function property(name: string, value: string): Happening {
  return (cib) =>
    edit(
      cib,
      (e) => idOf(e) === "cib-bootstrap-options",
      (e) => withChildren(e, [...e.children, pair(idOf(e), name, value)]),
    );
}

export function standby(node: string): Happening {
  return (cib) =>
    edit(
      cib,
      (e) => e.name === "node" && get(e, "uname") === node,
      (e) => {
        const id = `nodes-${idOf(e)}`;
        return withChildren(e, [...e.children, element("instance_attributes", { id }, [pair(id, "standby", "on")])]);
      },
    );
}

/** What `pcs resource ban` leaves. */
export function ban(rsc: string, node: string): Happening {
  const constraint = element("rsc_location", {
    id: `cli-ban-${rsc}-on-${node}`,
    rsc,
    node,
    role: "Started",
    score: "-INFINITY",
  });
  return (cib) =>
    edit(
      cib,
      (e) => e.name === "constraints",
      (e) => withChildren(e, [...e.children, constraint]),
    );
}

export function image(bundle: string, name: string): Happening {
  return (cib) =>
    edit(
      cib,
      (e) => idOf(e) === bundle,
      (e) =>
        withChildren(
          e,
          e.children.map((c) => (c.kind === "element" && c.name === "podman" ? withAttribute(c, "image", name) : c)),
        ),
    );
}

export function parameter(rsc: string, name: string, value: string): Happening {
  return (cib) =>
    edit(
      cib,
      (e) => e.name === "nvpair" && idOf(e) === `${rsc}-instance_attributes-${name}`,
      (e) => withAttribute(e, "value", value),
    );
}
