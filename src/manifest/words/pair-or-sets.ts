/** Constraints between two resources, or among sets. */
import type { Place } from "../../cib/problem.ts";
import type { Located, Problems } from "../read/shape.ts";

/** Both resources; none of them where there are sets; `undefined` when a problem was reported. */
export function pairOrSets<K extends string>(
  said: { readonly [key in K]?: Located<string> } & { readonly keys: ReadonlyMap<string, Place> },
  pair: readonly [K, K],
  what: string,
  at: Place,
  problems: Problems,
): readonly Located<string>[] | undefined {
  const [a, b] = [said[pair[0]], said[pair[1]]];
  if (said.keys.has("sets")) {
    const extra = pair.find((key) => said.keys.has(key));
    if (extra === undefined) return [];
    const message = `the key "${extra}" does not apply: ${what} of sets names its resources there`;
    problems.add("misplaced-key", said.keys.get(extra) ?? at, message);
    return undefined;
  }
  if (a !== undefined && b !== undefined) return [a, b];
  const missing = a === undefined ? pair[0] : pair[1];
  problems.add("missing-key", at, `expected the key "${missing}" in ${what}`);
  return undefined;
}
