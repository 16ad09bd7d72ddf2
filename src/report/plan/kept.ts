/**
 * Lists what people have switched and a change leaves as it is: stopped and unmanaged resources, nodes in standby, bans and
 * moves, tickets. They decide what runs as much as the configuration does, and no difference shows them.
 */
import { isManifests } from "../../cib/operational.ts";
import { type Element, idOf } from "../../cib/xml/tree.ts";
import { readSwitched } from "../switched/read.ts";
import type { Kept } from "./document.ts";

/**
 * @param before the CIB before the change: what the change itself switches is not kept by it
 * @param cib as the change leaves it
 * @param owned ids of properties and node attributes that the manifest set
 */
export function readKept(before: Element, cib: Element, owned: ReadonlySet<string>): Kept[] {
  const isDeclared = (e: Element): boolean => owned.has(idOf(e)) || isManifests(e);
  const nameOf = ({ kind, id, text }: Kept): string => [kind, id, text].join(" ");
  const old = new Set(readSwitched(before).map(nameOf));
  return readSwitched(cib)
    .filter((s) => old.has(nameOf(s)))
    .filter((s) => !s.elements.every(isDeclared))
    .map(({ kind, id, text }) => ({ kind, id, text }));
}
