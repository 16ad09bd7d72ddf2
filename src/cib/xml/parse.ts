/**
 * Text to tree, strictly: anything that is not well-formed XML 1.0 is refused with its place. Input may be hostile, so
 * its size and depth are bounded, and a document type declaration, the only way to declare entities, is refused.
 * Nothing is lost except white space between elements, the XML declaration, processing instructions and whatever
 * stands outside the root element; CDATA becomes text.
 */

import type { Place, Problem } from "../problem.ts";
import { Lines } from "./position.ts";
import { XmlReader } from "./reader.ts";
import { Refusal } from "./scanner.ts";
import type { Element } from "./tree.ts";

export interface ParseOptions {
  /** Named in problems; not opened. */
  readonly file?: string;
  /** Largest text accepted, in bytes of UTF-8. Default 64 MiB: the largest CIBs known are a few MiB. */
  readonly maxBytes?: number;
  /** Deepest nesting accepted. Default 128: a CIB's schema allows far less. */
  readonly maxDepth?: number;
}

export type ParseResult =
  | { readonly ok: true; readonly root: Element }
  | { readonly ok: false; readonly problem: Problem };

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const DEFAULT_MAX_DEPTH = 128;

/** The root element, or the first problem: `xml-syntax`, `xml-too-big`, or what else the document breaks, with its place. */
export function parseXml(text: string, options: ParseOptions = {}): ParseResult {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  const place = (line: number, column: number): Place =>
    options.file === undefined ? { line, column } : { file: options.file, line, column };
  if (exceeds(text, maxBytes)) {
    const message = `the document is larger than ${maxBytes} bytes`;
    return { ok: false, problem: { code: "xml-too-big", message, where: place(1, 1) } };
  }
  const lines = new Lines(text);
  try {
    return { ok: true, root: new XmlReader(text, lines, options.maxDepth ?? DEFAULT_MAX_DEPTH).read() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, offset, hint } = error;
    const where = place(lines.lineAt(offset), lines.columnAt(offset));
    return { ok: false, problem: { code, message, where, ...(hint === undefined ? {} : { hint }) } };
  }
}

const CHUNK = 1 << 16;

function exceeds(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  // At most three bytes stand for one UTF-16 unit, so most texts need no counting.
  if (text.length * 3 <= maxBytes) return false;
  const encoder = new TextEncoder();
  // Four bytes for two units, so three times the chunk always have room.
  const room = new Uint8Array(3 * (CHUNK + 1));
  let bytes = 0;
  for (let i = 0; i < text.length; ) {
    const last = text.charCodeAt(i + CHUNK - 1);
    const end = i + CHUNK + (last >= 0xd800 && last < 0xdc00 ? 1 : 0);
    bytes += encoder.encodeInto(text.slice(i, end), room).written;
    i = end;
  }
  return bytes > maxBytes;
}
