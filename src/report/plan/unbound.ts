/**
 * Lists resources that lose constraints because the resource at their other end is removed: virtual IPs whose load
 * balancer goes, for example, which then run on any node, with nothing behind them.
 */
import { RESOURCES_AND_TEMPLATES } from "../../cib/resource-elements.ts";
import { descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import type { Unbound } from "./document.ts";

function resourceIds(cib: Element): ReadonlySet<string> {
  const section = descend(cib, "configuration", "resources");
  return new Set(
    (section === undefined ? [] : walk(section)).filter((e) => RESOURCES_AND_TEMPLATES.has(e.name)).map(idOf),
  );
}

function constraintsOf(cib: Element): readonly Element[] {
  return elements(descend(cib, "configuration", "constraints") ?? cib);
}

/** The resources that a constraint names. */
function namedBy(constraint: Element): string[] {
  const ends = ["rsc", "with-rsc", "first", "then"].flatMap((end) => get(constraint, end) ?? []);
  return [...ends, ...walk(constraint).flatMap((e) => (e.name === "resource_ref" ? [idOf(e)] : []))];
}

/** In the order of the old configuration's constraints. */
export function readUnbound(before: Element, after: Element): Unbound[] {
  const stays = resourceIds(after);
  const was = resourceIds(before);
  const left = constraintsOf(after);
  const kept = new Set(left.map(idOf));
  const found = new Map<string, { from: Set<string>; constraints: string[] }>();
  for (const constraint of constraintsOf(before)) {
    if (kept.has(idOf(constraint)) || constraint.name === "rsc_location") continue;
    const named = namedBy(constraint);
    const gone = named.filter((id) => was.has(id) && !stays.has(id));
    if (gone.length === 0) continue;
    for (const resource of named.filter((id) => stays.has(id))) {
      const entry = found.get(resource) ?? { from: new Set<string>(), constraints: [] };
      for (const id of gone) entry.from.add(id);
      entry.constraints.push(idOf(constraint));
      found.set(resource, entry);
    }
  }
  const placing = left.filter((c) => c.name === "rsc_location" || c.name === "rsc_colocation").flatMap(namedBy);
  return [...found].map(([resource, { from, constraints }]) => ({
    resource,
    from: [...from],
    constraints,
    anywhere: !placing.includes(resource),
  }));
}
