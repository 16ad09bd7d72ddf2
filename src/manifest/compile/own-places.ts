/** Where a part of what is said in the CIB's own words was written: by id, and inside that by name. */
import type { Place } from "../../cib/problem.ts";
import { type Element, get, idOf } from "../../cib/xml/tree.ts";
import { attributeText, type DraftElement, drafts } from "../model/draft.ts";
import type { Manifest } from "../model/model.ts";

/** The drafts that a trail may lead to: objects, and the resources inside them. */
export function draftsById({ own, constraints }: Manifest): ReadonlyMap<string, DraftElement> {
  const all = [...[...own.values()].flat(), ...constraints.map((c) => c.draft)].flatMap(drafts);
  return new Map(all.filter((d) => !REFERENCES.has(d.name)).map((d) => [`${d.name} ${attributeText(d, "id")}`, d]));
}

const REFERENCES = new Set(["obj_ref", "resource_ref", "role", "nvpair", "op"]);

/** @param trail from an object of a section inward */
export function placeOfOwn(trail: readonly Element[], byId: ReadonlyMap<string, DraftElement>): Place | undefined {
  let draft: DraftElement | undefined;
  for (const e of trail) {
    const named = byId.get(`${e.name} ${idOf(e)}`);
    const inside: DraftElement | undefined = named ?? draft?.children.find((c) => isFor(c, e));
    draft = inside ?? draft;
  }
  return draft?.at;
}

function isFor(draft: DraftElement, e: Element): boolean {
  if (draft.name !== e.name) return false;
  if (e.name === "nvpair") return attributeText(draft, "name") === get(e, "name");
  if (e.name === "op")
    return attributeText(draft, "name") === get(e, "name") && attributeText(draft, "interval") === get(e, "interval");
  const id = attributeText(draft, "id");
  return id === undefined || id === idOf(e) || !e.attributes.has("id") || e.name.endsWith("_attributes");
}
