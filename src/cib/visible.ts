/**
 * Text from outside as it may be shown: characters that draw nothing of their own, but end a line, move the cursor or turn
 * the order of letters, are written as escapes. An id, a parameter or an agent's words could else draw a line that is none.
 */

/** Controls (C0, DEL, C1), separators of lines, marks and overrides of direction, and the mark of byte order. */
const UNSEEN = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu;

const SHORT: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  return SHORT.get(character) ?? (code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u${hex.padStart(4, "0")}`);
}

/** What is one line stays one line. */
export function visibleLine(text: string): string {
  return text.replace(UNSEEN, escaped);
}

/** Lines stay lines, tabs stay tabs, and colours stay: for text that was put together already. */
export function visibleLines(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours that this program paints begin with one.
    /\u001b\[[0-9;]*m|[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu,
    (found) => (found.length > 1 || found === "\n" || found === "\t" ? found : escaped(found)),
  );
}

/** The same document with every text in it as {@link visibleLine}; itself where nothing is to be escaped. */
export function visible<T>(document: T): T {
  return seen(document) as T;
}

function seen(value: unknown): unknown {
  if (typeof value === "string") return visibleLine(value);
  if (Array.isArray(value)) return sameOr(value, value.map(seen));
  if (value instanceof Map) {
    const entries = [...value];
    const shown = entries.map(([key, held]) => [seen(key), seen(held)] as const);
    return shown.every(([key, held], i) => key === entries[i]?.[0] && held === entries[i]?.[1])
      ? value
      : new Map(shown);
  }
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value);
  const shown = entries.map(([key, held]) => [visibleLine(key), seen(held)] as const);
  const same = shown.every(([key, held], i) => key === entries[i]?.[0] && held === entries[i]?.[1]);
  return same ? value : Object.fromEntries(shown);
}

function sameOr(value: readonly unknown[], shown: readonly unknown[]): readonly unknown[] {
  return shown.every((held, i) => held === value[i]) ? value : shown;
}
