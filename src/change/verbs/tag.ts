/** Tags: names for several resources at once, written as pcs writes them. */
import { withConfigurationSection } from "../../cib/sections.ts";
import { indexById } from "../../cib/value/element-index.ts";
import { descend, type Element, element, elements, idOf, replaceChild, withChildren } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { missing } from "../../cluster/missing.ts";
import type { Cluster } from "../../cluster/port.ts";
import { OWNERSHIP_TAG } from "../../manifest/merge/ownership.ts";
import { namedIn } from "../../report/config/constraint-text.ts";
import { namedResource } from "./find-resource.ts";
import type { Verb } from "./verb.ts";

const NOTHING = { resources: [] };

/** Those that people made: Holdfast's own record of what a manifest has is none of them. */
export function tagsIn(cib: Element): readonly Element[] {
  const section = descend(cib, "configuration", "tags");
  return section === undefined ? [] : elements(section, "tag").filter((tag) => idOf(tag) !== OWNERSHIP_TAG);
}

const findTag = (cib: Element, id: string): Element | undefined => tagsIn(cib).find((tag) => idOf(tag) === id);

const membersOf = (tag: Element): string[] => elements(tag, "obj_ref").map(idOf);

/** The names, with its resources in place of a tag. */
export async function untagged(cluster: Cluster, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { cib } = await cluster.read();
  return [
    ...new Set(
      names.flatMap((name) => {
        const tag = findTag(cib, name);
        return tag === undefined ? [name] : membersOf(tag);
      }),
    ),
  ];
}

/** What a constraint may name. Throws `missing` for an unknown name, with the nearest resource. */
export function resourceOrTag(cib: Element, name: string): Element {
  return findTag(cib, name) ?? namedResource(cib, name).element;
}

/** Makes the tag where it is missing. Throws `missing` for an unknown resource, `invalid` for a name that something else has. */
export function addToTag(tag: string, resources: readonly string[]): Verb {
  return {
    name: "tag add",
    steps: resources.map((object) => ({
      object,
      edit: (cib) => {
        const id = idOf(namedResource(cib, object).element);
        const present = findTag(cib, tag);
        if (present === undefined && (tag === OWNERSHIP_TAG || indexById(cib).has(tag)))
          throw new HoldfastError("invalid", `the name ${tag} is taken`, { hint: "another name for the tag" });
        if (present !== undefined && membersOf(present).includes(id)) return cib;
        const reference = element("obj_ref", { id });
        return withConfigurationSection(cib, "tags", (all) =>
          present === undefined
            ? withChildren(all, [...all.children, element("tag", { id: tag }, [reference])])
            : replaceChild(all, present, withChildren(present, [...present.children, reference])),
        );
      },
      done: `is tagged ${tag}`,
      already: `is tagged ${tag} already`,
    })),
    wanted: NOTHING,
  };
}

/** @param resources empty for the tag itself, which also goes with its last resource. Throws `invalid` where a constraint names it. */
export function removeFromTag(tag: string, resources: readonly string[]): Verb {
  const whole = {
    object: tag,
    edit: (cib: Element): Element => withoutTag(cib, namedTag(cib, tag)),
    done: "is removed; the resources stay",
    already: "is removed",
  };
  const steps = resources.map((object) => ({
    object,
    edit: (cib: Element): Element => {
      const present = namedTag(cib, tag);
      const left = elements(present, "obj_ref").filter((r) => idOf(r) !== object);
      if (left.length === membersOf(present).length)
        throw missing(`${object} is not tagged ${tag}`, object, membersOf(present));
      if (left.length === 0) return withoutTag(cib, present);
      return withConfigurationSection(cib, "tags", (all) => replaceChild(all, present, withChildren(present, left)));
    },
    done: `is no longer tagged ${tag}`,
    already: `is not tagged ${tag}`,
  }));
  return { name: "tag remove", steps: resources.length === 0 ? [whole] : steps, wanted: NOTHING };
}

/** Throws `missing` for an unknown tag, with the nearest one. */
export function namedTag(cib: Element, id: string): Element {
  const found = findTag(cib, id);
  if (found !== undefined) return found;
  throw missing(`there is no tag "${id}"`, id, tagsIn(cib).map(idOf));
}

/** Ids of the constraints that name a resource or tag. */
function constraintsNaming(cib: Element, id: string): string[] {
  const section = descend(cib, "configuration", "constraints");
  const all = section === undefined ? [] : elements(section);
  return all.filter((e) => namedIn(e).includes(id)).map(idOf);
}

function withoutTag(cib: Element, tag: Element): Element {
  const [first] = constraintsNaming(cib, idOf(tag));
  if (first !== undefined)
    throw new HoldfastError("invalid", `the constraint ${first} names the tag ${idOf(tag)}`, {
      hint: `holdfast constraint remove ${first}`,
    });
  return withConfigurationSection(cib, "tags", (all) => replaceChild(all, tag, undefined));
}
