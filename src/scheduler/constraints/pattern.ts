/**
 * `rsc-pattern`: a POSIX extended regular expression over resource ids, `!` in front inverting it. JavaScript's
 * expressions differ in their brackets only (named classes; the backslash is an ordinary character; a closing bracket
 * may come first), so those are rewritten.
 * Behaviour: docs/pacemaker/location.md#patterns; POSIX.1, "Regular Expressions".
 */

export interface ResourcePattern {
  /** The submatches of a matching id, whole match first; `undefined` for an id it does not match. */
  match(id: string): readonly string[] | undefined;
  readonly inverted: boolean;
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: "A-Za-z0-9",
  alpha: "A-Za-z",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "\\x21-\\x7e",
  lower: "a-z",
  print: "\\x20-\\x7e",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\s",
  upper: "A-Z",
  xdigit: "A-Fa-f0-9",
};

/** `undefined` when the text is not a valid expression. */
export function parsePattern(text: string): ResourcePattern | undefined {
  const inverted = text.startsWith("!");
  const expression = posixExpression(inverted ? text.slice(1) : text);
  if (expression === undefined) return undefined;
  return {
    inverted,
    match(id) {
      const found = expression.exec(id);
      return found === null ? undefined : found.map((submatch) => submatch ?? "");
    },
  };
}

/** A POSIX extended regular expression; `undefined` when the text is none. */
export function posixExpression(text: string): RegExp | undefined {
  try {
    return new RegExp(translate(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function translate(posix: string): string {
  let out = "";
  let i = 0;
  while (i < posix.length) {
    const c = posix[i] as string;
    if (c === "\\" && i + 1 < posix.length) {
      out += /[A-Za-z0-9]/.test(posix[i + 1] as string) ? (posix[i + 1] as string) : c + (posix[i + 1] as string);
      i += 2;
    } else if (c === "[") {
      const end = bracketEnd(posix, i);
      out += bracket(posix.slice(i + 1, end));
      i = end + 1;
    } else {
      out += c;
      i++;
    }
  }
  return out;
}

/** The index of the bracket that closes the one at `start`; past the end when there is none. */
function bracketEnd(text: string, start: number): number {
  let i = start + 1;
  if (text[i] === "^") i++;
  if (text[i] === "]") i++;
  while (i < text.length && text[i] !== "]") {
    if (text[i] === "[" && text[i + 1] === ":") {
      const close = text.indexOf(":]", i + 2);
      i = close < 0 ? text.length : close + 2;
    } else {
      i++;
    }
  }
  if (i >= text.length) throw new SyntaxError("unterminated bracket expression");
  return i;
}

function bracket(content: string): string {
  const negated = content.startsWith("^");
  const body = (negated ? content.slice(1) : content).replace(
    /\[:([a-z]+):\]|[\\\][]/g,
    (part, name: string | undefined) => {
      if (name === undefined) return `\\${part}`;
      const known = CLASSES[name];
      if (known === undefined) throw new SyntaxError(`unknown character class ${name}`);
      return known;
    },
  );
  return `[${negated ? "^" : ""}${body}]`;
}
