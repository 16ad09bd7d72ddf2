/**
 * Lists what people have switched and a change leaves as it is: stopped and unmanaged resources, nodes in standby, bans and
 * moves, tickets. They decide what runs as much as the configuration does, and no difference shows them.
 */
import { isManifests } from "../../cib/operational.ts";
import { child, type Element, elements, idOf } from "../../cib/xml/tree.ts";
import { readSwitched } from "../switched/read.ts";
import { pathOf } from "./differences.ts";
import type { Kept } from "./document.ts";

/**
 * @param before the CIB before the change: what the change itself switches is not kept by it
 * @param cib as the change leaves it
 * @param owned ids of properties and node attributes that the manifest set
 * @param now epoch seconds
 */
export function readKept(before: Element, cib: Element, owned: ReadonlySet<string>, now: number): Kept[] {
  const isDeclared = (e: Element): boolean => owned.has(idOf(e)) || isManifests(e);
  const nameOf = ({ kind, id, text }: Kept): string => [kind, id, text].join(" ");
  const old = new Set(readSwitched(before, now).map(nameOf));
  return readSwitched(cib, now)
    .filter((s) => old.has(nameOf(s)))
    .filter((s) => !s.elements.every(isDeclared))
    .map(({ kind, id, text, elements: said }) => {
      const path = said.flatMap((e) => pathTo(cib, e) ?? [])[0];
      return { kind, id, text, ...(path === undefined ? {} : { path }) };
    });
}

/** Of an element of the configuration. */
function pathTo(cib: Element, e: Element): string | undefined {
  const trail = (from: Element): readonly Element[] | undefined => {
    if (from === e) return [e];
    for (const inner of elements(from)) {
      const found = trail(inner);
      if (found !== undefined) return [from, ...found];
    }
    return undefined;
  };
  const configuration = child(cib, "configuration");
  const found = configuration === undefined ? undefined : trail(configuration);
  return found === undefined ? undefined : pathOf([cib, ...found]);
}
