/**
 * An element as the manifest says it, if the manifest can: what a word writes is read again, and must change nothing
 * where it is laid over the element. So what is said is always right, and the rest goes into `raw`.
 */
import { type Element, idOf } from "../../cib/xml/tree.ts";
import { draftElement } from "../compile/draft-element.ts";
import { inItsForm } from "../merge/master.ts";
import { overlay } from "../merge/overlay.ts";
import { attributeText, type DraftElement } from "../model/draft.ts";
import { Problems } from "../read/shape.ts";
import { isMap, type Plain, readAgain } from "../words/plain.ts";
import type { Surroundings, Word } from "../words/word.ts";

const NOWHERE = { line: 1, column: 1 };

/** What is said of an object whose id is its key. */
export function sayObject(word: Word, e: Element, surroundings: Surroundings): Plain | undefined {
  const said = word.write(e, surroundings);
  return said !== undefined && draftOf(word, said, e) !== undefined ? said : undefined;
}

/** What is said of an object that has its id among its keys, unless it is the one it would get. */
export function sayNamed(word: Word, e: Element, surroundings: Surroundings): Plain | undefined {
  const said = word.write(e, surroundings);
  if (!isMap(said)) return undefined;
  const draft = draftOf(word, said, e);
  if (draft === undefined) return undefined;
  if (attributeText(draft, "id") === idOf(e)) return said;
  const named = new Map([["id", idOf(e)], ...said]);
  return draftOf(word, named, e) === undefined ? undefined : named;
}

/** What comes of it, if that changes nothing in the element. */
function draftOf(word: Word, said: Plain, e: Element): DraftElement | undefined {
  const problems = new Problems();
  const draft = word.shape.read(readAgain(said), problems)?.({ id: idOf(e), at: NOWHERE });
  if (draft === undefined || problems.list.length > 0) return undefined;
  const made = draftElement(draft, (setting) => (setting.kind === "text" ? setting.text : undefined));
  const fitted = inItsForm(e, made);
  return fitted.name === e.name && overlay(e, fitted) === e ? draft : undefined;
}
