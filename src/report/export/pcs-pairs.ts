/** Name and value pairs as pcs's words: `name=value`, and `name=` to remove one. */
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";

/** The change is one that pcs has no words for. */
export type Unsaid = "unsaid";

/** Each without the word `pcs`. */
export type Commands = readonly (readonly string[])[];

/** An object before and after the change. */
export interface ChangedObject {
  readonly id: string;
  readonly before: Element | undefined;
  readonly after: Element | undefined;
}

/** By name; undefined where the set has a rule, or refers to another: those are not said by their pairs alone. */
export function pairValues(set: Element | undefined): ReadonlyMap<string, string> | undefined {
  if (set === undefined) return new Map();
  if (set.attributes.has("id-ref")) return undefined;
  const pairs = new Map<string, string>();
  for (const e of elements(set)) {
    const [name, value] = [get(e, "name"), get(e, "value")];
    if (e.name !== "nvpair" || name === undefined || value === undefined || value === "" || pairs.has(name))
      return undefined;
    pairs.set(name, value);
  }
  return pairs;
}

export const settingWords = (pairs: ReadonlyMap<string, string>): string[] =>
  [...pairs].map(([name, value]) => `${name}=${value}`);

/** The words that make one set of the other. Sets with other attributes than an id are left alone by them. */
export function update(before: Element | undefined, after: Element | undefined): string[] | Unsaid {
  const [old, now] = [pairValues(before), pairValues(after)];
  if (old === undefined || now === undefined) return "unsaid";
  if (
    before !== undefined &&
    after !== undefined &&
    (idOf(before) !== idOf(after) || get(before, "score") !== get(after, "score"))
  )
    return "unsaid";
  const set = [...now].filter(([name, value]) => old.get(name) !== value).map(([name, value]) => `${name}=${value}`);
  const removed = [...old.keys()].filter((name) => !now.has(name)).map((name) => `${name}=`);
  return [...set, ...removed];
}
