/**
 * Booleans as Pacemaker reads them, in any case; anything else is no boolean, and the reader's default applies.
 * Behaviour: docs/pacemaker/values.md#booleans.
 */

const TRUE = new Set(["true", "on", "yes", "y", "1"]);
const FALSE = new Set(["false", "off", "no", "n", "0"]);

/** Undefined when `text` is no such word, or undefined itself. */
export function parseBoolean(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  const word = text.toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined;
}
