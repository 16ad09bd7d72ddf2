/**
 * The XML parser: one pass over the text, which builds the tree as it goes. Our own because reading the CIB is half the
 * time of scheduling it: four to ten times as fast as a parser that calls back for every part (saxes, which it is
 * compared with in a test). Refuses all that is not well-formed XML 1.0 (fifth edition), and document types. A document that
 * says it is of version 1.1 is read as one of 1.0, as that edition asks.
 */

import { Attributes, Shape } from "./attributes.ts";
import {
  isAsciiName,
  isAsciiNameStart,
  isLegal,
  isPlainInText,
  isPlainInValue,
  isSpace,
  nameAt,
} from "./characters.ts";
import { type Lines, ReadPosition } from "./position.ts";
import type { Element, XmlNode } from "./tree.ts";

/** Stops the reader at the first problem; `parse.ts` makes a Problem of it. */
export class Refusal extends Error {
  readonly code: string;
  readonly offset: number;
  readonly hint: string | undefined;

  constructor(code: string, message: string, offset: number, hint?: string) {
    super(message);
    this.code = code;
    this.offset = offset;
    this.hint = hint;
  }
}

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BRACKET = 0x5d;
const CR = 0xd;
const LF = 0xa;
const TAB = 0x9;

const NO_CHILDREN: readonly XmlNode[] = [];
const NO_ATTRIBUTES = new Attributes(Shape.root(), []);
/** An element with more attributes than any has gets a map of its own: a long chain of names would be slow to search. */
const MOST_SHARED = 64;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

const DECLARATION =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y;

export class XmlReader {
  readonly #text: string;
  readonly #lines: Lines;
  readonly #maxDepth: number;
  readonly #shape = Shape.root();
  /** Element names, so that equal ones are one string. */
  readonly #names = new Map<string, string>();
  readonly #name = nameAt();
  #i = 0;

  /** Elements begun and not ended: their names, attributes, places, and how many nodes were there before each. */
  readonly #openNames: string[] = [];
  readonly #openAttributes: ReadonlyMap<string, string>[] = [];
  readonly #openAt: number[] = [];
  readonly #marks: number[] = [];
  /** Nodes whose parent is not ended yet. */
  readonly #nodes: XmlNode[] = [];
  #root: Element | undefined;
  #pendingText = "";
  #pendingIsData = false;

  constructor(text: string, lines: Lines, maxDepth: number) {
    this.#text = text;
    this.#lines = lines;
    this.#maxDepth = maxDepth;
  }

  /** @throws Refusal */
  read(): Element {
    const text = this.#text;
    if (text.charCodeAt(0) === 0xfeff) this.#i = 1;
    this.#declaration();
    for (;;) {
      this.#textUntilMarkup();
      if (this.#i >= text.length) break;
      const next = text.charCodeAt(this.#i + 1);
      if (next === SLASH) this.#close();
      else if (next === BANG) this.#bang();
      else if (next === QUESTION) this.#instruction();
      else this.#openTag();
    }
    const unclosed = this.#openNames.at(-1);
    if (unclosed !== undefined) {
      const line = this.#lines.lineAt(this.#openAt.at(-1) ?? 0);
      this.#refuse(`the document ends, but <${unclosed}> of line ${line} is not closed`, text.length);
    }
    return this.#root ?? this.#refuse("there is no element", text.length);
  }

  #refuse(message: string, offset: number, code = "xml-syntax", hint?: string): never {
    throw new Refusal(code, code === "xml-syntax" ? `not well-formed XML: ${message}` : message, offset, hint);
  }

  /** The character at `i` for people to read. */
  #shown(i: number): string {
    const code = this.#text.codePointAt(i);
    if (code === undefined) return "the end of the document";
    const hidden = code <= 0x20 || (code >= 0x7f && code < 0xa0) || !isLegal(code);
    return hidden ? `the character U+${code.toString(16).toUpperCase().padStart(4, "0")}` : String.fromCodePoint(code);
  }

  #skipSpace(): void {
    while (isSpace(this.#text.charCodeAt(this.#i))) this.#i++;
  }

  #declaration(): void {
    const start = this.#i;
    if (
      !this.#text.startsWith("<?xml", start) ||
      !(isSpace(this.#text.charCodeAt(start + 5)) || this.#text[start + 5] === "?")
    )
      return;
    DECLARATION.lastIndex = start;
    if (!DECLARATION.test(this.#text)) {
      this.#refuse('expected an XML declaration such as <?xml version="1.0" encoding="UTF-8"?>', start);
    }
    this.#i = DECLARATION.lastIndex;
  }

  // Text

  /** Reads up to the next `<` or the end. */
  #textUntilMarkup(): void {
    const text = this.#text;
    let i = this.#i;
    if (this.#pendingText === "") {
      while (isSpace(text.charCodeAt(i))) i++;
      // White space alone is nothing, unless text goes on behind an instruction or in a CDATA section.
      if (text.charCodeAt(i) === LESS) {
        const next = text.charCodeAt(i + 1);
        if (next !== QUESTION && next !== BANG) {
          this.#i = i;
          return;
        }
      }
    }
    if (this.#openNames.length > 0) this.#pendingText += this.#textRun();
    else this.#nothingButSpace();
  }

  #nothingButSpace(): void {
    this.#skipSpace();
    if (this.#i >= this.#text.length || this.#text.charCodeAt(this.#i) === LESS) return;
    const where = this.#root === undefined ? "before the first element" : "behind the last element";
    this.#refuse(`found ${this.#shown(this.#i)} ${where}`, this.#i);
  }

  #textRun(): string {
    const text = this.#text;
    let found = "";
    let start = this.#i;
    let i = start;
    for (;;) {
      const unit = text.charCodeAt(i);
      if (isPlainInText(unit)) i++;
      else if (unit === LESS || Number.isNaN(unit)) break;
      else if (unit === BRACKET) {
        if (text.startsWith("]]>", i)) this.#refuse("found ]]> in text", i);
        i++;
      } else if (unit === AMPERSAND || unit === CR) {
        found += text.slice(start, i) + (unit === CR ? this.#lineEnd(i) : this.#reference(i));
        start = i = this.#i;
      } else i += this.#legalLength(i);
    }
    this.#i = i;
    return found + text.slice(start, i);
  }

  /** CR and CR LF are read as LF. */
  #lineEnd(i: number): string {
    this.#i = this.#text.charCodeAt(i + 1) === LF ? i + 2 : i + 1;
    return "\n";
  }

  /** How many units the character at `i` has. */
  #legalLength(i: number): number {
    const code = this.#text.codePointAt(i) as number;
    if (!isLegal(code)) this.#refuse(`found ${this.#shown(i)}, which XML does not allow`, i);
    return code > 0xffff ? 2 : 1;
  }

  #reference(i: number): string {
    const text = this.#text;
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
      this.#refuse(
        `expected &amp;, &lt;, &gt;, &quot;, &apos; or a character's number, found ${name === undefined ? "&" : `&${name};`}`,
        i,
      );
    }
    this.#i = end + 1;
    return character;
  }

  #flush(): void {
    const text = this.#pendingText;
    if (text === "" && !this.#pendingIsData) return;
    if (text !== "" && (this.#pendingIsData || !/^[ \t\r\n]*$/.test(text))) this.#nodes.push({ kind: "text", text });
    this.#pendingText = "";
    this.#pendingIsData = false;
  }

  // Markup other than elements

  #bang(): void {
    const text = this.#text;
    const start = this.#i;
    if (text.startsWith("<!--", start)) {
      const end = text.indexOf("--", start + 4);
      if (end < 0) this.#refuse("the comment that begins here does not end", start);
      if (text.charCodeAt(end + 2) !== GREATER) this.#refuse("found -- in a comment", end);
      const comment = this.#verbatim(start + 4, end);
      if (this.#openNames.length > 0) {
        this.#flush();
        this.#nodes.push({ kind: "comment", text: comment });
      }
      this.#i = end + 3;
    } else if (text.startsWith("<![CDATA[", start)) {
      if (this.#openNames.length === 0) this.#refuse("found a CDATA section outside of all elements", start);
      const end = text.indexOf("]]>", start + 9);
      if (end < 0) this.#refuse("the CDATA section that begins here does not end", start);
      this.#pendingText += this.#verbatim(start + 9, end);
      this.#pendingIsData = true;
      this.#i = end + 3;
    } else if (text.startsWith("<!DOCTYPE", start)) {
      this.#refuse(
        "a document type declaration is not allowed",
        start,
        "xml-doctype",
        "remove the <!DOCTYPE ...> declaration",
      );
    } else this.#refuse("expected a comment or a CDATA section", start);
  }

  #instruction(): void {
    const text = this.#text;
    const start = this.#i;
    this.#i = start + 2;
    const target = this.#readName("the name of a processing instruction");
    if (target.toLowerCase() === "xml") this.#refuse("an XML declaration may stand only at the very start", start);
    const end = text.indexOf("?>", this.#i);
    if (end < 0) this.#refuse("the processing instruction that begins here does not end", start);
    if (end > this.#i && !isSpace(text.charCodeAt(this.#i))) {
      this.#refuse(`found ${this.#shown(this.#i)} in the name of a processing instruction`, this.#i);
    }
    this.#verbatim(this.#i, end);
    this.#i = end + 2;
  }

  /** What stands there, line ends as LF; nothing else has a meaning there. */
  #verbatim(start: number, end: number): string {
    const text = this.#text;
    let lineEnds = false;
    for (let i = start; i < end; ) {
      const unit = text.charCodeAt(i);
      if (unit === CR) lineEnds = true;
      i += unit >= 0x20 && unit < 0xd800 ? 1 : this.#legalLength(i);
    }
    const found = text.slice(start, end);
    return lineEnds ? found.replace(/\r\n?/g, "\n") : found;
  }

  // Elements

  /** The name at the reading position, which it passes. */
  #readName(what: string): string {
    const text = this.#text;
    const start = this.#i;
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
    if (i === start) this.#refuse(`expected ${what}, found ${this.#shown(start)}`, start);
    this.#i = i;
    return text.slice(start, i);
  }

  #openTag(): void {
    const text = this.#text;
    const start = this.#i;
    this.#i = start + 1;
    const read = this.#readName("the name of an element");
    let name = this.#names.get(read);
    if (name === undefined) {
      name = read;
      this.#names.set(read, read);
    }
    const depth = this.#openNames.length;
    if (depth === 0 && this.#root !== undefined) this.#refuse("found a second element behind the last one", start);
    if (depth > 0) this.#flush();
    if (depth >= this.#maxDepth) {
      this.#refuse(`elements are nested more than ${this.#maxDepth} deep`, start, "xml-too-deep");
    }
    const attributes = this.#attributes(name);
    if (text.charCodeAt(this.#i) === SLASH) {
      if (text.charCodeAt(this.#i + 1) !== GREATER) {
        this.#refuse(`expected > behind the / that ends <${name}>, found ${this.#shown(this.#i + 1)}`, this.#i + 1);
      }
      this.#i += 2;
      this.#ended(name, attributes, NO_CHILDREN, start);
    } else {
      this.#i++;
      this.#openNames.push(name);
      this.#openAttributes.push(attributes);
      this.#openAt.push(start);
      this.#marks.push(this.#nodes.length);
    }
  }

  #ended(name: string, attributes: ReadonlyMap<string, string>, children: readonly XmlNode[], start: number): void {
    const e: Element = { kind: "element", name, attributes, children, at: new ReadPosition(this.#lines, start) };
    if (this.#openNames.length === 0) this.#root = e;
    else this.#nodes.push(e);
  }

  #close(): void {
    const text = this.#text;
    const start = this.#i;
    const name = this.#openNames.at(-1);
    this.#i = start + 2;
    if (name !== undefined && text.startsWith(name, this.#i) && !isAsciiName(text.charCodeAt(this.#i + name.length))) {
      this.#i += name.length;
    } else {
      const found = this.#readName("the name of an element to close");
      if (name === undefined) this.#refuse(`found </${found}>, but no element is open`, start);
      if (found !== name) {
        const line = this.#lines.lineAt(this.#openAt.at(-1) ?? 0);
        this.#refuse(`expected </${name}>, which line ${line} opened, found </${found}>`, start);
      }
    }
    this.#skipSpace();
    if (text.charCodeAt(this.#i) !== GREATER) {
      this.#refuse(`expected > to end </${name}, found ${this.#shown(this.#i)}`, this.#i);
    }
    this.#i++;
    this.#flush();
    this.#openNames.pop();
    const mark = this.#marks.pop() as number;
    const children = this.#nodes.length === mark ? NO_CHILDREN : this.#nodes.splice(mark);
    this.#ended(
      name,
      this.#openAttributes.pop() as ReadonlyMap<string, string>,
      children,
      this.#openAt.pop() as number,
    );
  }

  /** Stops at the `>` or `/` that ends the tag. */
  #attributes(element: string): ReadonlyMap<string, string> {
    const text = this.#text;
    let shape = this.#shape;
    const values: string[] = [];
    for (;;) {
      const behind = this.#i;
      this.#skipSpace();
      const unit = text.charCodeAt(this.#i);
      if (unit === GREATER || unit === SLASH) break;
      const start = this.#i;
      const spaced = start > behind;
      const likely = shape.likely;
      let name: string;
      if (
        likely !== undefined &&
        text.startsWith(likely.name, start) &&
        text.charCodeAt(start + likely.name.length) === EQUALS
      ) {
        name = likely.name;
        this.#i = start + name.length;
      } else name = this.#readName(`the name of an attribute, > or /> in <${element}>`);
      if (!spaced) this.#refuse(`expected white space before the attribute ${name}`, start);
      if (shape.size === MOST_SHARED) {
        this.#i = start;
        return this.#manyAttributes(element, new Map(new Attributes(shape, values)));
      }
      const next = likely?.name === name ? likely : shape.with(name);
      if (next === undefined) this.#refuse(`duplicate attribute: ${name}`, start);
      shape = next;
      values.push(this.#value(name, shape));
    }
    return values.length === 0 ? NO_ATTRIBUTES : new Attributes(shape, values);
  }

  #manyAttributes(element: string, known: Map<string, string>): ReadonlyMap<string, string> {
    for (;;) {
      const start = this.#i;
      const name = this.#readName(`the name of an attribute, > or /> in <${element}>`);
      if (known.has(name)) this.#refuse(`duplicate attribute: ${name}`, start);
      known.set(name, this.#value(name, this.#shape));
      const behind = this.#i;
      this.#skipSpace();
      const unit = this.#text.charCodeAt(this.#i);
      if (unit === GREATER || unit === SLASH) return known;
      if (this.#i === behind) this.#refuse(`expected white space, > or /> behind the attribute ${name}`, behind);
    }
  }

  /** From behind an attribute's name to behind the quote that ends its value. */
  #value(name: string, shape: Shape): string {
    const text = this.#text;
    let i = this.#i;
    if (text.charCodeAt(i) !== EQUALS) {
      this.#skipSpace();
      i = this.#i;
      if (text.charCodeAt(i) !== EQUALS)
        this.#refuse(`expected = behind the attribute ${name}, found ${this.#shown(i)}`, i);
    }
    let quote = text.charCodeAt(++i);
    while (isSpace(quote)) quote = text.charCodeAt(++i);
    if (quote !== QUOTE && quote !== APOSTROPHE) {
      this.#refuse(`expected a quoted value of the attribute ${name}, found ${this.#shown(i)}`, i);
    }
    const start = ++i;
    const last = shape.lastValue;
    if (text.charCodeAt(i + last.length) === quote && text.startsWith(last, i)) {
      this.#i = i + last.length + 1;
      return last;
    }
    while (isPlainInValue(text.charCodeAt(i))) i++;
    if (text.charCodeAt(i) === quote) {
      this.#i = i + 1;
      shape.lastValue = text.slice(start, i);
      return shape.lastValue;
    }
    return this.#valueWithMarks(name, start, i, quote);
  }

  #valueWithMarks(name: string, from: number, at: number, quote: number): string {
    const text = this.#text;
    let found = "";
    let start = from;
    let i = at;
    for (;;) {
      const unit = text.charCodeAt(i);
      if (unit === quote) break;
      if (unit === QUOTE || unit === APOSTROPHE || isPlainInValue(unit)) i++;
      else if (unit === AMPERSAND) {
        found += text.slice(start, i) + this.#reference(i);
        start = i = this.#i;
      } else if (unit === TAB || unit === LF || unit === CR) {
        found += `${text.slice(start, i)} `;
        i += unit === CR && text.charCodeAt(i + 1) === LF ? 2 : 1;
        start = i;
      } else if (unit === LESS) this.#refuse(`expected &lt; in the value of the attribute ${name}, found <`, i);
      else if (Number.isNaN(unit)) this.#refuse(`the value of the attribute ${name} does not end`, from - 1);
      else i += this.#legalLength(i);
    }
    this.#i = i + 1;
    return found + text.slice(start, i);
  }
}
