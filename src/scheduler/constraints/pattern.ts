/**
 * `rsc-pattern`: a POSIX extended regular expression over resource ids, `!` in front inverting it.
 * Behaviour: docs/pacemaker/location.md#patterns; POSIX.1, "Regular Expressions".
 */

import { type Matcher, posixMatcher } from "./posix.ts";

export interface ResourcePattern {
  /** The submatches of a matching id, whole match first; `undefined` for an id it does not match. */
  readonly match: Matcher;
  readonly inverted: boolean;
}

/** `undefined` when the text is not a valid expression. */
export function parsePattern(text: string): ResourcePattern | undefined {
  const inverted = text.startsWith("!");
  const match = posixMatcher(inverted ? text.slice(1) : text);
  return match === undefined ? undefined : { inverted, match };
}
