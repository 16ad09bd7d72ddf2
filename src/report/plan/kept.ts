/**
 * Lists what people have switched and a change leaves as it is: stopped and unmanaged resources, nodes in standby, bans and
 * moves, tickets. They decide what runs as much as the configuration does, and no difference shows them.
 */
import { isManifests } from "../../cib/operational.ts";
import { readRunHolds } from "../../cib/run-hold.ts";
import { child, type Element, elements, idOf } from "../../cib/xml/tree.ts";
import { heldOf } from "../held/read.ts";
import { readSwitched, type Switched } from "../switched/read.ts";
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
  const old = new Set(switchedIn(before, now).map(nameOf));
  return switchedIn(cib, now)
    .filter((s) => old.has(nameOf(s)))
    .filter((s) => !s.elements.every(isDeclared))
    .map(({ kind, id, text, elements: said }) => {
      const path = said.flatMap((e) => pathTo(cib, e) ?? [])[0];
      return { kind, id, text, ...(path === undefined ? {} : { path }) };
    });
}

/** With one entry for all that a run holds. */
function switchedIn(cib: Element, now: number): Pick<Switched, "kind" | "id" | "text" | "elements">[] {
  const held = readRunHolds(cib, now);
  const byRuns = new Set(
    held.flatMap(({ holds }) => holds.flatMap((hold) => hold.elements.flatMap((e) => elements(e)))),
  );
  const others = readSwitched(cib, now).filter((s) => !s.elements.every((e) => byRuns.has(e)));
  const ofRuns = held.map((of) => {
    const [first] = of.holds;
    const kind = KINDS[first?.kind ?? "maintenance"];
    const id = (first?.kind === "ban" ? first.id : first?.resource) ?? "";
    return { kind, id, text: heldOf(of).text, elements: of.holds.flatMap((hold) => hold.elements) };
  });
  return [...others, ...ofRuns];
}

const KINDS = { maintenance: "maintenance", ban: "ban", stop: "disabled" } as const;

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
