/**
 * A part of a configuration as a manifest says it in the CIB's own words: an element with the places of what was
 * written, in which secrets have no value yet.
 */
import type { Place } from "../../cib/problem.ts";
import type { Setting } from "./setting.ts";

export interface DraftElement {
  readonly name: string;
  readonly at: Place;
  readonly attributes: ReadonlyMap<string, Setting>;
  readonly children: readonly DraftElement[];
  /** Where attributes were written, of those that are checked later. */
  readonly places?: ReadonlyMap<string, Place>;
}

/** The text of an attribute; undefined for none, and for a secret. */
export function attributeText(draft: DraftElement, attribute: string): string | undefined {
  const setting = draft.attributes.get(attribute);
  return setting?.kind === "text" ? setting.text : undefined;
}

/** The draft and all below it, in their order. */
export function drafts(draft: DraftElement): readonly DraftElement[] {
  return [draft, ...draft.children.flatMap(drafts)];
}
