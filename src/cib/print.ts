/**
 * Tree to text that {@link parseXml} reads back as the same tree. Indented, every element stands on a line of its own,
 * except inside an element with text, where white space would mean something.
 */

import type { Element, XmlNode } from "./tree.ts";

export interface PrintOptions {
  /** Spaces per level, 2 by default; 0 prints everything on one line without a final newline. */
  readonly indent?: number;
}

export function printXml(e: Element, options: PrintOptions = {}): string {
  const out: string[] = [];
  printNode(e, options.indent ?? 2, 0, out);
  return out.join("");
}

function printNode(node: XmlNode, indent: number, depth: number, out: string[]): void {
  const margin = indent > 0 ? " ".repeat(indent * depth) : "";
  const end = indent > 0 ? "\n" : "";
  if (node.kind === "text") out.push(margin, escapeText(node.text), end);
  else if (node.kind === "comment") out.push(margin, "<!--", commentText(node.text), "-->", end);
  else {
    out.push(margin, "<", node.name);
    for (const [name, value] of node.attributes) out.push(" ", name, '="', escapeAttribute(value), '"');
    if (node.children.length === 0) out.push("/>", end);
    else {
      const inner = node.children.some((c) => c.kind === "text") ? 0 : indent;
      out.push(">", inner > 0 ? "\n" : "");
      for (const c of node.children) printNode(c, inner, depth + 1, out);
      out.push(inner > 0 ? margin : "", "</", node.name, ">", end);
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

function escapeAttribute(value: string): string {
  return /[&<>"\t\n\r]/.test(value) ? legal(value).replace(/[&<>"\t\n\r]/g, (c) => ESCAPES[c] ?? c) : legal(value);
}

function escapeText(value: string): string {
  return legal(value).replace(/[&<>\r]/g, (c) => ESCAPES[c] ?? c);
}

/** XML 1.0 has no way to write most control characters; an agent's output may hold them, a document must not. */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function legal(value: string): string {
  return value.replace(ILLEGAL, "\uFFFD");
}

function commentText(text: string): string {
  return legal(text).replace(/--/g, "- -").replace(/-$/, "- ");
}
