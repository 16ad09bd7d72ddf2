/** Drafts, in which secrets have no value yet, as elements. */
import { type Element, element } from "../../cib/xml/tree.ts";
import type { DraftElement } from "../model/draft.ts";
import type { Setting } from "../model/setting.ts";

/** @param lookUp the text of a setting; `undefined` for a secret without a value, which leaves the attribute out */
export function draftElement(draft: DraftElement, lookUp: (setting: Setting) => string | undefined): Element {
  const attributes = [...draft.attributes].map(([name, setting]) => [name, lookUp(setting)] as const);
  return element(
    draft.name,
    Object.fromEntries(attributes),
    draft.children.map((c) => draftElement(c, lookUp)),
  );
}
