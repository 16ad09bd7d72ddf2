/**
 * The attributes of a tag. Elements of one kind mostly have the same names in the same order, and often the values of the
 * one before: both are tried first.
 */
import { Attributes, NameChain } from "./attributes.ts";
import { isPlainInValue, isSpace } from "./characters.ts";
import { AMPERSAND, APOSTROPHE, CR, EQUALS, GREATER, LESS, LF, QUOTE, SLASH, TAB, type XmlScanner } from "./scanner.ts";

const NO_ATTRIBUTES = new Attributes(NameChain.root(), []);
/** An element with more attributes than any has gets a map of its own: a long chain of names would be slow to search. */
const MOST_SHARED = 64;

export class AttributeReader {
  readonly #scanner: XmlScanner;
  readonly #shape = NameChain.root();

  constructor(scanner: XmlScanner) {
    this.#scanner = scanner;
  }

  /** Stops at the `>` or `/` that ends the tag. */
  read(element: string): ReadonlyMap<string, string> {
    const scanner: XmlScanner = this.#scanner;
    const { text } = scanner;
    let shape = this.#shape;
    const values: string[] = [];
    for (;;) {
      const behind = scanner.i;
      scanner.skipSpace();
      const unit = text.charCodeAt(scanner.i);
      if (unit === GREATER || unit === SLASH) break;
      const start = scanner.i;
      const spaced = start > behind;
      const likely = shape.likely;
      let name: string;
      if (
        likely !== undefined &&
        text.startsWith(likely.name, start) &&
        text.charCodeAt(start + likely.name.length) === EQUALS
      ) {
        name = likely.name;
        scanner.i = start + name.length;
      } else name = scanner.readName(`the name of an attribute, > or /> in <${element}>`);
      if (!spaced) scanner.refuse(`expected white space before the attribute ${name}`, start);
      if (shape.size === MOST_SHARED) {
        scanner.i = start;
        return this.#manyAttributes(element, new Map(new Attributes(shape, values)));
      }
      const next = likely?.name === name ? likely : shape.with(name);
      if (next === undefined) scanner.refuse(`duplicate attribute: ${name}`, start);
      shape = next;
      values.push(this.#value(name, shape));
    }
    return values.length === 0 ? NO_ATTRIBUTES : new Attributes(shape, values);
  }

  #manyAttributes(element: string, known: Map<string, string>): ReadonlyMap<string, string> {
    const scanner: XmlScanner = this.#scanner;
    for (;;) {
      const start = scanner.i;
      const name = scanner.readName(`the name of an attribute, > or /> in <${element}>`);
      if (known.has(name)) scanner.refuse(`duplicate attribute: ${name}`, start);
      known.set(name, this.#value(name, this.#shape));
      const behind = scanner.i;
      scanner.skipSpace();
      const unit = scanner.text.charCodeAt(scanner.i);
      if (unit === GREATER || unit === SLASH) return known;
      if (scanner.i === behind) scanner.refuse(`expected white space, > or /> behind the attribute ${name}`, behind);
    }
  }

  /** From behind an attribute's name to behind the quote that ends its value. */
  #value(name: string, shape: NameChain): string {
    const scanner: XmlScanner = this.#scanner;
    const { text } = scanner;
    let i = scanner.i;
    if (text.charCodeAt(i) !== EQUALS) {
      scanner.skipSpace();
      i = scanner.i;
      if (text.charCodeAt(i) !== EQUALS)
        scanner.refuse(`expected = behind the attribute ${name}, found ${scanner.shown(i)}`, i);
    }
    let quote = text.charCodeAt(++i);
    while (isSpace(quote)) quote = text.charCodeAt(++i);
    if (quote !== QUOTE && quote !== APOSTROPHE) {
      scanner.refuse(`expected a quoted value of the attribute ${name}, found ${scanner.shown(i)}`, i);
    }
    const start = ++i;
    const last = shape.lastValue;
    if (text.charCodeAt(i + last.length) === quote && text.startsWith(last, i)) {
      scanner.i = i + last.length + 1;
      return last;
    }
    while (isPlainInValue(text.charCodeAt(i))) i++;
    if (text.charCodeAt(i) === quote) {
      scanner.i = i + 1;
      shape.lastValue = text.slice(start, i);
      return shape.lastValue;
    }
    return this.#valueWithMarks(name, start, i, quote);
  }

  #valueWithMarks(name: string, from: number, at: number, quote: number): string {
    const scanner: XmlScanner = this.#scanner;
    const { text } = scanner;
    let found = "";
    let start = from;
    let i = at;
    for (;;) {
      const unit = text.charCodeAt(i);
      if (unit === quote) break;
      if (unit === QUOTE || unit === APOSTROPHE || isPlainInValue(unit)) i++;
      else if (unit === AMPERSAND) {
        found += text.slice(start, i) + scanner.reference(i);
        start = i = scanner.i;
      } else if (unit === TAB || unit === LF || unit === CR) {
        found += `${text.slice(start, i)} `;
        i += unit === CR && text.charCodeAt(i + 1) === LF ? 2 : 1;
        start = i;
      } else if (unit === LESS) scanner.refuse(`expected &lt; in the value of the attribute ${name}, found <`, i);
      else if (Number.isNaN(unit)) scanner.refuse(`the value of the attribute ${name} does not end`, from - 1);
      else i += scanner.legalLength(i);
    }
    scanner.i = i + 1;
    return found + text.slice(start, i);
  }
}
