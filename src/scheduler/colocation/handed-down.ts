/**
 * How colocations of a whole came to its parts until 2.1.5: they were added to the parts' own lists when these were
 * assigned, with every attempt anew. What is handed down twice weighs twice.
 * Behaviour: docs/pacemaker/colocation.md#which-colocations-count.
 */
import { INFINITY } from "../../cib/value/score.ts";
import { insertThisWith, insertWithThis } from "../action/colocation-lists.ts";
import type { Group, Resource } from "../model/types.ts";
import { hasInfluence } from "./influence.ts";

/**
 * Hands a clone's or bundle's colocations to one of its instances.
 * @param all whether some nodes will have no instance, so that mere preferences matter too
 */
export function handToInstance(collective: Resource, instance: Resource, all: boolean): void {
  for (const colocation of collective.thisWith) {
    if (all || colocation.score < 0 || colocation.score === INFINITY) insertThisWith(instance.thisWith, colocation);
  }
  for (const colocation of collective.withThis) {
    if (hasInfluence(colocation, instance) && (all || colocation.score < 0))
      insertWithThis(instance.withThis, colocation);
  }
}

/**
 * A group's first member takes over what the group is with, its last member what is with the group. A member behind an
 * unmanaged one, which stays where it is, is bound by the mandatory ones itself.
 */
export function handToMembers(group: Group): void {
  const [first, ...later] = group.children;
  const last = group.children.at(-1);
  if (first === undefined || last === undefined) return;
  for (const colocation of group.thisWith) insertThisWith(first.thisWith, colocation);
  let unmanaged = !first.managed;
  for (const member of later) {
    for (const colocation of group.thisWith) {
      if (unmanaged && colocation.score === INFINITY) insertThisWith(member.thisWith, colocation);
    }
    unmanaged ||= !member.managed;
  }
  group.thisWith.length = 0;
  for (const colocation of group.withThis) insertWithThis(last.withThis, colocation);
  group.withThis.length = 0;
}
