/** Groups: resources that are placed together and start in order. Written as pcs writes them. */
import { replaced, withConfigurationSection } from "../../cib/sections.ts";
import { indexById } from "../../cib/value/element-index.ts";
import { type Element, element, get, idOf, withChildren } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { missing } from "../../cluster/missing.ts";
import { allResources, type FoundResource, namedResource, resourcesIn } from "./find-resource.ts";
import { withoutResource } from "./remove.ts";
import type { Verb, VerbStep } from "./verb.ts";

/** Where in the group: before or after one of its members; undefined: behind them all. */
export interface PlaceInGroup {
  readonly before?: string;
  readonly after?: string;
}

/**
 * Makes the group where it is missing. Resources keep the order in which they are named; one that is in another group leaves it.
 * Throws `missing` for an unknown resource or member, `invalid` for what no group can hold.
 */
export function addToGroup(group: string, resources: readonly string[], place: PlaceInGroup = {}): Verb {
  return {
    name: "group add",
    steps: resources.map((object, i): VerbStep => {
      const previous = resources[i - 1];
      const where = previous === undefined || (place.before ?? place.after) === undefined ? place : { after: previous };
      return {
        object,
        edit: (cib) => joined(cib, object, group, where),
        done: `is in the group ${group}`,
        already: `is in the group ${group} already`,
      };
    }),
    wanted: { resources: [] },
  };
}

function joined(cib: Element, name: string, group: string, place: PlaceInGroup): Element {
  const { element: member, within } = namedResource(cib, name);
  refuseUnfit(member, within, group);
  const parent = within.at(-1);
  const neighbour = place.before ?? place.after;
  if (neighbour === undefined && parent !== undefined && idOf(parent) === group) return cib;
  if (findGroup(cib, group) === undefined && indexById(cib).has(group))
    throw new HoldfastError("invalid", `${group} is no group`, { hint: "another name for the group" });
  const left = leaving(cib, { element: member, within }, group);
  const present = findGroup(left, group);
  if (present === undefined) {
    if (neighbour !== undefined) throw missingMember(group, neighbour, []);
    const made = element("group", { id: group }, [member]);
    return withConfigurationSection(left, "resources", (all) => withChildren(all, [...all.children, made]));
  }
  return replaced(left, present, withMember(present, member, place));
}

/** Without the member where it stands now. The group that it joins is still a group while it has none. */
function leaving(cib: Element, { element: member, within }: FoundResource, group: string): Element {
  const parent = within.at(-1);
  return parent !== undefined && idOf(parent) === group
    ? replaced(cib, member, undefined)
    : withoutResource(cib, { element: member, within }, false);
}

function withMember(group: Element, member: Element, { before, after }: PlaceInGroup): Element {
  const neighbour = before ?? after;
  if (neighbour === undefined) return withChildren(group, [...group.children, member]);
  const at = group.children.findIndex((c) => c.kind === "element" && c.name === "primitive" && idOf(c) === neighbour);
  if (at === -1) throw missingMember(idOf(group), neighbour, resourcesIn(group).map(idOf));
  const split = before === undefined ? at + 1 : at;
  return withChildren(group, [...group.children.slice(0, split), member, ...group.children.slice(split)]);
}

function refuseUnfit(member: Element, within: readonly Element[], group: string): void {
  const refuse = (why: string): never => {
    throw new HoldfastError("invalid", `${idOf(member)} ${why}`, { hint: "a group holds primitives that stand alone" });
  };
  if (member.name !== "primitive") refuse(`is a ${member.name}`);
  if (get(member, "class") === "stonith") refuse("is a fence device");
  const parent = within.at(-1);
  if (parent !== undefined && parent.name !== "group") refuse(`is inside the ${parent.name} ${idOf(parent)}`);
  if (idOf(member) === group) refuse("cannot be in a group of its own name");
}

/** @param resources empty for all of them. They stay resources, behind all others; a group without members goes. */
export function removeFromGroup(group: string, resources: readonly string[]): Verb {
  const whole: VerbStep = {
    object: group,
    edit: (cib) => resourcesIn(namedGroup(cib, group).element).reduce((c, e) => alone(c, idOf(e), group), cib),
    done: "is no group any more; its resources stay, and the constraints that name it are removed",
    already: "is no group",
  };
  const steps = resources.map(
    (object): VerbStep => ({
      object,
      edit: (cib) => {
        const { element: found } = namedGroup(cib, group);
        if (!resourcesIn(found).some((e) => idOf(e) === object))
          throw missingMember(group, object, resourcesIn(found).map(idOf));
        return alone(cib, object, group);
      },
      done: `is no longer in the group ${group}`,
      already: `is not in the group ${group}`,
    }),
  );
  return {
    name: "group remove",
    steps: resources.length === 0 ? [whole] : steps,
    wanted: { resources: [] },
  };
}

function alone(cib: Element, name: string, group: string): Element {
  const { element: member, within } = namedResource(cib, name);
  const [outer] = within;
  if (outer !== undefined && outer.name !== "group" && resourcesIn(outer).length === 2)
    throw new HoldfastError(
      "invalid",
      `${group} is inside the ${outer.name} ${idOf(outer)}, which would be left empty`,
      {
        hint: `holdfast resource remove ${idOf(outer)}`,
      },
    );
  const without = withoutResource(cib, { element: member, within }, false);
  return withConfigurationSection(without, "resources", (all) => withChildren(all, [...all.children, member]));
}

const groupsIn = (cib: Element): FoundResource[] => allResources(cib).filter((found) => found.element.name === "group");

const findGroup = (cib: Element, id: string): Element | undefined =>
  groupsIn(cib).find((found) => idOf(found.element) === id)?.element;

/** Throws `missing` for an unknown group, with the nearest one. */
function namedGroup(cib: Element, id: string): FoundResource {
  const all = groupsIn(cib);
  const found = all.find((group) => idOf(group.element) === id);
  if (found !== undefined) return found;
  const ids = all.map((group) => idOf(group.element));
  throw missing(`there is no group "${id}"`, id, ids);
}

function missingMember(group: string, name: string, members: readonly string[]): HoldfastError {
  return missing(`${name} is not in the group ${group}`, name, members);
}
