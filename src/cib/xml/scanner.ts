/**
 * The places and characters of a text that is read as XML: where the reader is, what stands there, names, references, and
 * the refusal that ends it. Refuses what is not well-formed XML 1.0 (fifth edition).
 */
import type { ProblemCode } from "../problem-code.ts";
import { isAsciiName, isAsciiNameStart, isLegal, isSpace, nameAt } from "./characters.ts";

/** Stops the reader at the first problem; `parse.ts` makes a Problem of it. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly offset: number;
  readonly hint: string | undefined;

  constructor(code: ProblemCode, message: string, offset: number, hint?: string) {
    super(message);
    this.code = code;
    this.offset = offset;
    this.hint = hint;
  }
}

export const LESS = 0x3c;
export const GREATER = 0x3e;
export const SLASH = 0x2f;
export const BANG = 0x21;
export const QUESTION = 0x3f;
export const AMPERSAND = 0x26;
export const EQUALS = 0x3d;
export const QUOTE = 0x22;
export const APOSTROPHE = 0x27;
export const BRACKET = 0x5d;
export const CR = 0xd;
export const LF = 0xa;
export const TAB = 0x9;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

const DECLARATION =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y;

export class XmlScanner {
  readonly text: string;
  /** The reading position. */
  i = 0;
  readonly #name = nameAt();

  constructor(text: string) {
    this.text = text;
  }

  refuse(message: string, offset: number, code: ProblemCode = "xml-syntax", hint?: string): never {
    throw new Refusal(code, code === "xml-syntax" ? `not well-formed XML: ${message}` : message, offset, hint);
  }

  /** The character at `i` for people to read. */
  shown(i: number): string {
    const code = this.text.codePointAt(i);
    if (code === undefined) return "the end of the document";
    const hidden = code <= 0x20 || (code >= 0x7f && code < 0xa0) || !isLegal(code);
    return hidden ? `the character U+${code.toString(16).toUpperCase().padStart(4, "0")}` : String.fromCodePoint(code);
  }

  skipSpace(): void {
    while (isSpace(this.text.charCodeAt(this.i))) this.i++;
  }

  declaration(): void {
    const start = this.i;
    if (
      !this.text.startsWith("<?xml", start) ||
      !(isSpace(this.text.charCodeAt(start + 5)) || this.text[start + 5] === "?")
    )
      return;
    DECLARATION.lastIndex = start;
    if (!DECLARATION.test(this.text)) {
      this.refuse('expected an XML declaration such as <?xml version="1.0" encoding="UTF-8"?>', start);
    }
    this.i = DECLARATION.lastIndex;
  }

  /** CR and CR LF are read as LF. */
  lineEnd(i: number): string {
    this.i = this.text.charCodeAt(i + 1) === LF ? i + 2 : i + 1;
    return "\n";
  }

  /** How many units the character at `i` has. */
  legalLength(i: number): number {
    const code = this.text.codePointAt(i) as number;
    if (!isLegal(code)) this.refuse(`found ${this.shown(i)}, which XML does not allow`, i);
    return code > 0xffff ? 2 : 1;
  }

  reference(i: number): string {
    const text = this.text;
    const end = text.indexOf(";", i);
    // No reference is that long; what looks for its end must not search the rest of the document.
    const name = end < 0 || end - i > 32 ? undefined : text.slice(i + 1, end);
    const code =
      name === undefined || name[0] !== "#"
        ? Number.NaN
        : /^#x[0-9a-fA-F]+$/.test(name)
          ? Number.parseInt(name.slice(2), 16)
          : /^#[0-9]+$/.test(name)
            ? Number.parseInt(name.slice(1), 10)
            : Number.NaN;
    const character = isLegal(code) ? String.fromCodePoint(code) : ENTITIES.get(name ?? "");
    if (character === undefined) {
      this.refuse(
        `expected &amp;, &lt;, &gt;, &quot;, &apos; or a character's number, found ${name === undefined ? "&" : `&${name};`}`,
        i,
      );
    }
    this.i = end + 1;
    return character;
  }

  /** The name at the reading position, which it passes. */
  readName(what: string): string {
    const text = this.text;
    const start = this.i;
    let i = start;
    if (isAsciiNameStart(text.charCodeAt(i))) {
      i++;
      while (isAsciiName(text.charCodeAt(i))) i++;
    }
    if (text.charCodeAt(i) >= 128) {
      this.#name.lastIndex = start;
      this.#name.test(text);
      i = this.#name.lastIndex;
    }
    if (i === start) this.refuse(`expected ${what}, found ${this.shown(start)}`, start);
    this.i = i;
    return text.slice(start, i);
  }

  /** What stands there, line ends as LF; nothing else has a meaning there. */
  verbatim(start: number, end: number): string {
    const text = this.text;
    let lineEnds = false;
    for (let i = start; i < end; ) {
      const unit = text.charCodeAt(i);
      if (unit === CR) lineEnds = true;
      i += unit >= 0x20 && unit < 0xd800 ? 1 : this.legalLength(i);
    }
    const found = text.slice(start, end);
    return lineEnds ? found.replace(/\r\n?/g, "\n") : found;
  }
}
