/** The words of a rule's text. A quoted one is never a keyword. */

export interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([()])|([^\s()"']+))/y;

/** `undefined` for a quotation that does not end. */
export function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, double, single, parenthesis, plain] = match;
    if (double !== undefined) tokens.push({ text: double.replace(/\\(.)/g, "$1"), quoted: true });
    else if (single !== undefined) tokens.push({ text: single, quoted: true });
    else tokens.push({ text: parenthesis ?? plain ?? "", quoted: false });
  }
  return tokens;
}

/** Those that mean something where a name or a value may stand. */
const KEYWORDS = new Set(
  (
    "and or defined not_defined date date-spec resource op lt gt lte gte eq ne in_range to duration string integer " +
    "number version literal param meta"
  ).split(" "),
);

/** A name or a value as it stands in a rule's text. */
export function quoted(text: string): string {
  if (/^[^\s()"'\\]+$/.test(text) && !KEYWORDS.has(text)) return text;
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
