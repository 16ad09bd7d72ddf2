/**
 * What must go when resources go, since nothing may name what is not there: constraints, places in sets, devices of
 * fencing levels, members of tags. Also those that others made, such as the ban that `crm_resource --ban` left.
 */
import { type Element, elements, get, idOf, withAttribute, withChildren, type XmlNode } from "../../cib/xml/tree.ts";

/** @param section constraints, fencing-topology or tags */
export function dropReferences(section: Element, gone: ReadonlySet<string>): Element {
  if (gone.size === 0) return section;
  return withChildren(
    section,
    section.children.flatMap((node): readonly XmlNode[] =>
      node.kind === "element" ? asList(without(node, gone)) : [node],
    ),
  );
}

function without(e: Element, gone: ReadonlySet<string>): Element | undefined {
  switch (e.name) {
    case "rsc_location":
    case "rsc_colocation":
    case "rsc_order":
    case "rsc_ticket":
      if (["rsc", "with-rsc", "first", "then"].some((name) => gone.has(get(e, name) ?? ""))) return undefined;
      return withoutMembers(e, "resource_set", (set) => withoutMembers(set, "resource_ref", (r) => present(r, gone)));
    case "fencing-level": {
      const devices = (get(e, "devices") ?? "").split(",");
      const left = devices.filter((device) => !gone.has(device.trim()));
      if (left.length === devices.length) return e;
      return left.length === 0 ? undefined : withAttribute(e, "devices", left.join(","));
    }
    case "tag":
      return withoutMembers(e, "obj_ref", (r) => present(r, gone));
    default:
      return e;
  }
}

function asList(e: Element | undefined): readonly Element[] {
  return e === undefined ? [] : [e];
}

function present(reference: Element, gone: ReadonlySet<string>): Element | undefined {
  return gone.has(idOf(reference)) ? undefined : reference;
}

/** Nothing when the last of them goes. */
function withoutMembers(e: Element, name: string, keep: (member: Element) => Element | undefined): Element | undefined {
  const members = elements(e, name);
  const changed = withChildren(
    e,
    e.children.flatMap((c): readonly XmlNode[] => (c.kind === "element" && c.name === name ? asList(keep(c)) : [c])),
  );
  return members.length > 0 && elements(changed, name).length === 0 ? undefined : changed;
}
