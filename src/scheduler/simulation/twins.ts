/**
 * Histories that name something twice. A real CIB is changed by merging what is sent into what is there, child by child
 * of the same name and id, so that whenever a node's entry is written, the content of a repeated element also ends up
 * in the first of them. Only damaged or very old CIBs have any.
 * Behaviour: docs/pacemaker/simulator.md#damaged-histories.
 */
import { type Draft, draftOf, finished } from "./draft.ts";

const drafts = (e: Draft): Draft[] => e.children.filter((c): c is Draft => c.kind === "element");

function identity(e: Draft): string {
  return `${e.name} ${e.attributes.get("id") ?? ""}`;
}

/** Whether, at any depth below the element, two siblings share name and id. */
export function hasTwins(e: Draft): boolean {
  const children = drafts(e);
  return new Set(children.map(identity)).size < children.length || children.some(hasTwins);
}

/** Merges every repeated element into the first of its kind, and leaves it in place unless it is the one just `added`. */
export function mergeTwins(e: Draft, added: Draft | undefined): void {
  const first = new Map<string, Draft>();
  for (const child of drafts(e)) {
    mergeTwins(child, added);
    const twin = first.get(identity(child));
    if (twin === undefined) first.set(identity(child), child);
    else {
      merge(twin, child);
      if (child === added) e.children.splice(e.children.indexOf(child), 1);
    }
  }
}

function merge(into: Draft, from: Draft): void {
  for (const [name, value] of from.attributes) into.attributes.set(name, value);
  for (const child of drafts(from)) {
    const known = drafts(into).find((c) => identity(c) === identity(child));
    if (known === undefined) into.children.push(draftOf(finished(child)));
    else merge(known, child);
  }
}
