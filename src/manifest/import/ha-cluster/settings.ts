/** Lists of name and value, of which the role's variables are made, as a map. */
import type { PlainMap } from "../../words/plain.ts";
import type { Pairs } from "./variables.ts";

export function textMap(said: Pairs | undefined): PlainMap {
  return new Map((said ?? []).map(({ name, value }) => [name, value]));
}
