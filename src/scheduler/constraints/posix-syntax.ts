/**
 * The syntax of POSIX extended regular expressions, with what the GNU C library makes of what POSIX leaves open. Source:
 * POSIX.1, "Regular Expressions"; compared with crm_simulate in a test. References back to a submatch are refused.
 */

/** What is to be matched. */
export type Syntax =
  | { readonly kind: "unit"; readonly fits: Fits }
  | { readonly kind: "place"; readonly place: Anchor }
  | { readonly kind: "all" | "any"; readonly parts: readonly Syntax[] }
  | { readonly kind: "group"; readonly index: number; readonly of: Syntax }
  | { readonly kind: "repeat"; readonly of: Syntax; readonly least: number; readonly most: number };

export type Fits = (unit: string) => boolean;
export type Anchor = "begin" | "end" | "word" | "no word" | "word begins" | "word ends";

/** What POSIX lets an implementation stop at, `RE_DUP_MAX`. */
const MOST_REPEATS = 0x7fff;

export class SyntaxFault extends Error {}

const test =
  (pattern: RegExp): Fits =>
  (unit) =>
    pattern.test(unit);

export const isWordUnit = test(/^[A-Za-z0-9_]$/);

const CLASSES: ReadonlyMap<string, Fits> = new Map([
  ["alnum", test(/^[A-Za-z0-9]$/)],
  ["alpha", test(/^[A-Za-z]$/)],
  ["blank", test(/^[ \t]$/)],
  ["cntrl", (unit) => unit < " " || unit === "\x7f"],
  ["digit", test(/^\d$/)],
  ["graph", test(/^[\x21-\x7e]$/)],
  ["lower", test(/^[a-z]$/)],
  ["print", test(/^[\x20-\x7e]$/)],
  ["punct", test(/^[!-/:-@[-`{-~]$/)],
  ["space", test(/^[ \t\n\v\f\r]$/)],
  ["upper", test(/^[A-Z]$/)],
  ["xdigit", test(/^[A-Fa-f0-9]$/)],
]);

const ESCAPED_PLACES: ReadonlyMap<string, Anchor> = new Map([
  ["b", "word"],
  ["B", "no word"],
  ["<", "word begins"],
  [">", "word ends"],
  ["`", "begin"],
  ["'", "end"],
]);

const not =
  (fits: Fits): Fits =>
  (unit) =>
    !fits(unit);

const ESCAPED_UNITS: ReadonlyMap<string, Fits> = new Map([
  ["w", isWordUnit],
  ["W", not(isWordUnit)],
  ["s", test(/^[ \t\n\v\f\r]$/)],
  ["S", not(test(/^[ \t\n\v\f\r]$/))],
]);

const only = (unit: string): Syntax => ({ kind: "unit", fits: (other) => other === unit });

/** @throws SyntaxFault for a text that is no expression */
export function parseExpression(text: string): { readonly syntax: Syntax; readonly groups: number } {
  const parser = new Parser(text);
  return { syntax: parser.whole(), groups: parser.groups };
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  groups = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Syntax {
    const syntax = this.#alternatives();
    if (this.#at < this.#text.length) throw new SyntaxFault("unexpected )");
    return syntax;
  }

  #alternatives(): Syntax {
    const parts = [this.#sequence()];
    while (this.#text[this.#at] === "|") {
      this.#at++;
      parts.push(this.#sequence());
    }
    return parts.length === 1 ? (parts[0] as Syntax) : { kind: "any", parts };
  }

  #sequence(): Syntax {
    const parts: Syntax[] = [];
    for (;;) {
      const c = this.#text[this.#at];
      // A closing parenthesis that closes nothing stands for itself.
      if (c === undefined || c === "|" || (c === ")" && this.#depth > 0)) break;
      parts.push(this.#piece());
    }
    return { kind: "all", parts };
  }

  #piece(): Syntax {
    const c = this.#text[this.#at] as string;
    if ("*+?{".includes(c)) throw new SyntaxFault(`nothing to repeat before ${c}`);
    let piece = this.#single();
    // What follows a place is not its repetition, but a repetition of nothing.
    if (piece.kind === "place") return piece;
    for (;;) {
      const mark = this.#text[this.#at];
      if (mark === "*") piece = this.#repeated(piece, 0, Number.POSITIVE_INFINITY);
      else if (mark === "+") piece = this.#repeated(piece, 1, Number.POSITIVE_INFINITY);
      else if (mark === "?") piece = this.#repeated(piece, 0, 1);
      else if (mark === "{") piece = this.#counted(piece);
      else return piece;
    }
  }

  #repeated(of: Syntax, least: number, most: number): Syntax {
    this.#at++;
    return { kind: "repeat", of, least, most };
  }

  #counted(of: Syntax): Syntax {
    const match = /^\{(\d*)(,?)(\d*)\}/.exec(this.#text.slice(this.#at, this.#at + 16));
    if (match === null || (match[1] === "" && match[2] === "")) throw new SyntaxFault("no number of repetitions");
    const least = Number(match[1]);
    const most = match[2] === "" ? least : match[3] === "" ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (most < least || least > MOST_REPEATS || (most > MOST_REPEATS && most !== Number.POSITIVE_INFINITY))
      throw new SyntaxFault("no such number of repetitions");
    this.#at += match[0].length;
    return { kind: "repeat", of, least, most };
  }

  #single(): Syntax {
    const c = this.#text[this.#at++] as string;
    switch (c) {
      case "(":
        return this.#group();
      case "[":
        return { kind: "unit", fits: this.#bracket() };
      case ".":
        return { kind: "unit", fits: () => true };
      case "^":
        return { kind: "place", place: "begin" };
      case "$":
        return { kind: "place", place: "end" };
      case "\\":
        return this.#escaped();
      default:
        return only(c);
    }
  }

  #group(): Syntax {
    const index = ++this.groups;
    this.#depth++;
    const of = this.#alternatives();
    this.#depth--;
    if (this.#text[this.#at++] !== ")") throw new SyntaxFault("a parenthesis is not closed");
    return { kind: "group", index, of };
  }

  #escaped(): Syntax {
    const c = this.#text[this.#at++];
    if (c === undefined) throw new SyntaxFault("nothing behind the last backslash");
    const place = ESCAPED_PLACES.get(c);
    if (place !== undefined) return { kind: "place", place };
    const fits = ESCAPED_UNITS.get(c);
    if (fits !== undefined) return { kind: "unit", fits };
    if (/[1-9]/.test(c)) throw new SyntaxFault("a reference back to a submatch");
    return only(c);
  }

  /** From behind the opening bracket to behind the closing one. */
  #bracket(): Fits {
    const negated = this.#text[this.#at] === "^";
    if (negated) this.#at++;
    const items: Fits[] = [];
    const start = this.#at;
    while (this.#text[this.#at] !== "]" || this.#at === start) items.push(this.#bracketItem());
    this.#at++;
    const fits: Fits = (unit) => items.some((item) => item(unit));
    return negated ? not(fits) : fits;
  }

  #bracketItem(): Fits {
    if (this.#text.startsWith("[:", this.#at)) {
      const name = this.#named(":]");
      const known = CLASSES.get(name);
      if (known === undefined) throw new SyntaxFault(`unknown class ${name}`);
      return known;
    }
    const first = this.#bracketUnit();
    if (this.#text[this.#at] !== "-" || this.#text[this.#at + 1] === "]") return (unit) => unit === first;
    this.#at++;
    const last = this.#bracketUnit();
    if (last < first) throw new SyntaxFault("a range that ends before it begins");
    return (unit) => unit >= first && unit <= last;
  }

  #bracketUnit(): string {
    for (const [open, close] of [
      ["[.", ".]"],
      ["[=", "=]"],
    ] as const) {
      if (!this.#text.startsWith(open, this.#at)) continue;
      const name = this.#named(close);
      if (name.length !== 1) throw new SyntaxFault(`unknown element ${name}`);
      return name;
    }
    const c = this.#text[this.#at++];
    if (c === undefined) throw new SyntaxFault("a bracket is not closed");
    return c;
  }

  #named(close: string): string {
    const end = this.#text.indexOf(close, this.#at + 2);
    if (end < 0) throw new SyntaxFault("a bracket is not closed");
    const name = this.#text.slice(this.#at + 2, end);
    this.#at = end + 2;
    return name;
  }
}
