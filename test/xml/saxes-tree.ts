/** The tree of a document as saxes, a parser by others, has it: what ours is compared with. */
import { SaxesParser } from "saxes";
import type { Element, XmlNode } from "../../src/cib/xml/tree.ts";

interface Open {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlNode[];
  readonly offset: number;
}

/** Offsets, by element, of where it starts. */
export interface SaxesTree {
  readonly root: Element;
  readonly offsets: ReadonlyMap<Element, number>;
}

/** Undefined where saxes refuses the document, or it has a document type. */
export function saxesTree(text: string): SaxesTree | undefined {
  const open: Open[] = [];
  const offsets = new Map<Element, number>();
  let root: Element | undefined;
  let pending = "";
  let isData = false;
  let start = 0;
  let refused = false;
  const flush = (): void => {
    if (pending !== "" && (isData || !/^[ \t\r\n]*$/.test(pending))) {
      open.at(-1)?.children.push({ kind: "text", text: pending });
    }
    pending = "";
    isData = false;
  };
  const parser = new SaxesParser({ xmlns: false, position: false, forceXMLVersion: true, defaultXMLVersion: "1.0" });
  const refuse = (): void => {
    refused = true;
  };
  parser.on("error", refuse);
  parser.on("doctype", refuse);
  parser.on("opentagstart", () => {
    start = text.lastIndexOf("<", parser.position - 1);
  });
  parser.on("opentag", (tag) => {
    flush();
    open.push({ name: tag.name, attributes: new Map(Object.entries(tag.attributes)), children: [], offset: start });
  });
  parser.on("closetag", () => {
    flush();
    const closed = open.pop();
    if (closed === undefined) return;
    const { name, attributes, children, offset } = closed;
    const e: Element = { kind: "element", name, attributes, children };
    offsets.set(e, offset);
    const parent = open.at(-1);
    if (parent === undefined) root = e;
    else parent.children.push(e);
  });
  parser.on("text", (part) => {
    pending += part;
  });
  parser.on("cdata", (part) => {
    pending += part;
    isData = true;
  });
  parser.on("comment", (part) => {
    flush();
    open.at(-1)?.children.push({ kind: "comment", text: part });
  });
  parser.write(text).close();
  return refused || root === undefined ? undefined : { root, offsets };
}
