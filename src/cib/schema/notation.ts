/**
 * Patterns as text: `@name` is an attribute and `@name:type` one of a type, a bare name an element; then `?`, `*`, `+`,
 * `|` (one of both), `&` (both, in any order), a space (both, in this order) and parentheses.
 */

import { type AttributeType, TEXT } from "./attribute-type.ts";
import { both, choice, EMPTY, optional, type Pattern, repeated } from "./pattern.ts";

const TOKEN = /\s*(@?[A-Za-z_][A-Za-z0-9_-]*(?::[A-Za-z]+)?|[()|&?*+])/y;

/**
 * A pattern from its text.
 *
 * @param types by name; a name that is not there is a mistake in the grammar
 */
export function readPattern(text: string, types: ReadonlyMap<string, AttributeType>): Pattern {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) tokens.push(match[1] as string);
  let at = 0;

  const alternatives = (): Pattern => {
    let pattern = interleaved();
    while (tokens[at] === "|") {
      at++;
      pattern = choice(pattern, interleaved());
    }
    return pattern;
  };
  const interleaved = (): Pattern => {
    let pattern = sequence();
    while (tokens[at] === "&") {
      at++;
      pattern = both("interleave", pattern, sequence());
    }
    return pattern;
  };
  const sequence = (): Pattern => {
    let pattern = EMPTY;
    while (at < tokens.length && !")|&".includes(tokens[at] as string)) {
      pattern = both("sequence", pattern, counted());
    }
    return pattern;
  };
  const counted = (): Pattern => {
    let pattern = single();
    for (; "?*+".includes(tokens[at] ?? " "); at++) {
      const mark = tokens[at];
      pattern = mark === "?" ? optional(pattern) : mark === "+" ? repeated(pattern) : optional(repeated(pattern));
    }
    return pattern;
  };
  const single = (): Pattern => {
    const token = tokens[at++] as string;
    if (token === "(") {
      const pattern = alternatives();
      if (tokens[at++] !== ")") throw new Error(`a parenthesis is not closed in the grammar: ${text}`);
      return pattern;
    }
    if (!token.startsWith("@")) return { kind: "element", name: token };
    const [name, typeName] = token.slice(1).split(":") as [string, string | undefined];
    const type = typeName === undefined ? TEXT : types.get(typeName);
    if (type === undefined) throw new Error(`the grammar has no type ${typeName}: ${text}`);
    return { kind: "attribute", name, type };
  };

  const pattern = alternatives();
  if (at < tokens.length || tokens.join("").length !== text.replace(/\s/g, "").length)
    throw new Error(`the grammar cannot be read: ${text}`);
  return pattern;
}
