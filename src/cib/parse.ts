/**
 * Text to tree, strictly: anything that is not well-formed XML 1.0 is refused with its place. Input may be hostile, so
 * its size and depth are bounded, and a document type declaration, the only way to declare entities, is refused.
 * Nothing is lost except white space between elements, the XML declaration, processing instructions and whatever
 * stands outside the root element; CDATA becomes text.
 */

import { SaxesParser } from "saxes";
import type { Place, Problem } from "./problem.ts";
import type { Element, Position, XmlNode } from "./tree.ts";

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

/** Stops the parser at the first problem; never leaves this file. */
class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function parseXml(text: string, options: ParseOptions = {}): ParseResult {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  if (exceeds(text, maxBytes)) {
    return {
      ok: false,
      problem: {
        code: "xml-too-big",
        message: `the document is larger than ${maxBytes} bytes`,
        where: place(options, 1, 1),
      },
    };
  }
  try {
    return { ok: true, root: parse(text, options) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem };
    throw error;
  }
}

interface Open {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlNode[];
  readonly at: Position;
}

function parse(text: string, options: ParseOptions): Element {
  const maxDepth = options.maxDepth ?? DEFAULT_MAX_DEPTH;
  const lines = lineReader(text);
  const open: Open[] = [];
  let root: Element | undefined;
  let pendingText = "";
  let pendingIsData = false;
  let start = 0;

  const refuse = (code: string, message: string, offset: number, hint?: string): never => {
    const { line, column } = lines(Math.min(offset, text.length));
    throw new Refusal({ code, message, where: place(options, line, column), ...(hint === undefined ? {} : { hint }) });
  };
  const flush = (): void => {
    if (pendingText !== "" && (pendingIsData || !/^[ \t\r\n]*$/.test(pendingText))) {
      open.at(-1)?.children.push({ kind: "text", text: pendingText });
    }
    pendingText = "";
    pendingIsData = false;
  };

  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on("error", (error) =>
    refuse("xml-syntax", `not well-formed XML: ${error.message.replace(/\.$/, "")}`, Math.max(0, parser.position - 1)),
  );
  parser.on("doctype", () =>
    refuse(
      "xml-doctype",
      "a document type declaration is not allowed",
      text.lastIndexOf("<!DOCTYPE", parser.position),
      "remove the <!DOCTYPE ...> declaration",
    ),
  );
  parser.on("opentagstart", () => {
    // The parser has read one character past the name, and a name has no "<" in it.
    start = text.lastIndexOf("<", parser.position - 1);
  });
  parser.on("opentag", (tag) => {
    flush();
    if (open.length >= maxDepth) refuse("xml-too-deep", `elements are nested more than ${maxDepth} deep`, start);
    const attributes = new Map<string, string>();
    for (const name in tag.attributes) attributes.set(name, tag.attributes[name] as string);
    open.push({ name: tag.name, attributes, children: [], at: lines(start) });
  });
  parser.on("closetag", () => {
    flush();
    const { name, attributes, children, at } = open.pop() as Open;
    const closed: Element = { kind: "element", name, attributes, children, at };
    const parent = open.at(-1);
    if (parent === undefined) root = closed;
    else parent.children.push(closed);
  });
  parser.on("text", (part) => {
    pendingText += part;
  });
  parser.on("cdata", (part) => {
    pendingText += part;
    pendingIsData = true;
  });
  parser.on("comment", (part) => {
    flush();
    open.at(-1)?.children.push({ kind: "comment", text: part });
  });
  parser.write(text).close();
  return root ?? refuse("xml-syntax", "not well-formed XML: there is no element", text.length);
}

function place(options: ParseOptions, line: number, column: number): Place {
  return options.file === undefined ? { line, column } : { file: options.file, line, column };
}

function exceeds(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  // At most three bytes stand for one UTF-16 unit, so most texts need no counting.
  return text.length * 3 > maxBytes && new TextEncoder().encode(text).length > maxBytes;
}

/** Positions of offsets, which are asked for mostly in rising order. Lines end with LF, CR LF or CR. */
function lineReader(text: string): (offset: number) => Position {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  let line = 1;
  return (offset) => {
    while (line > 1 && (starts[line - 1] as number) > offset) line--;
    while (line < starts.length && (starts[line] as number) <= offset) line++;
    return { offset, line, column: offset - (starts[line - 1] as number) + 1 };
  };
}
