/**
 * Tree to text that {@link parseXml} reads back as the same tree. Indented, every element stands on a line of its own,
 * except inside an element with text, where white space would mean something.
 */

import { isPlainInText, isPlainInValue } from "./characters.ts";
import type { Element, XmlNode } from "./tree.ts";

export interface PrintOptions {
  /** Spaces per level, 2 by default; 0 prints everything on one line without a final newline. */
  readonly indent?: number;
}

/** XML text without a declaration. Characters that XML 1.0 cannot hold become U+FFFD. */
export function printXml(e: Element, options: PrintOptions = {}): string {
  const indent = options.indent ?? 2;
  return new Printer().print(e, indent, indent > 0 ? "\n" : "");
}

/** Printed pieces are joined when there are this many: text grown one attribute at a time costs a cell for each. */
const PIECES = 4096;

class Printer {
  #done = "";
  #pieces: string[] = [];

  print(e: Element, indent: number, end: string): string {
    this.#node(e, indent, "", end);
    return this.#done + this.#pieces.join("");
  }

  /** @param margin the white space before the node */
  #node(node: XmlNode, indent: number, margin: string, end: string): void {
    if (node.kind === "text") this.#put(margin + escapeText(node.text) + end);
    else if (node.kind === "comment") this.#put(`${margin}<!--${commentText(node.text)}-->${end}`);
    else {
      let tag = `${margin}<${node.name}`;
      node.attributes.forEach((value, name) => {
        tag += ` ${name}="${escapeAttribute(value)}"`;
      });
      if (node.children.length === 0) this.#put(`${tag}/>${end}`);
      else this.#withChildren(node, tag, indent, margin, end);
    }
  }

  #withChildren(node: Element, tag: string, indent: number, margin: string, end: string): void {
    if (indent === 0 || node.children.some((c) => c.kind === "text")) {
      this.#put(`${tag}>`);
      for (const c of node.children) this.#node(c, 0, "", "");
      this.#put(`</${node.name}>${end}`);
    } else {
      this.#put(`${tag}>\n`);
      const inner = margin + " ".repeat(indent);
      for (const c of node.children) this.#node(c, indent, inner, "\n");
      this.#put(`${margin}</${node.name}>${end}`);
    }
  }

  #put(piece: string): void {
    if (this.#pieces.push(piece) < PIECES) return;
    this.#done += this.#pieces.join("");
    this.#pieces = [];
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

const GREATER = 0x3e;

/** A value as it stands between double quotes. */
export function escapeAttribute(value: string): string {
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (!isPlainInValue(unit) || unit === GREATER) return legal(value).replace(/[&<>"\t\n\r]/g, (c) => ESCAPES[c] ?? c);
  }
  return value;
}

function escapeText(value: string): string {
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (!isPlainInText(unit) || unit === GREATER) return legal(value).replace(/[&<>\r]/g, (c) => ESCAPES[c] ?? c);
  }
  return value;
}

/** XML 1.0 has no way to write most control characters; an agent's output may hold them, a document must not. */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function legal(value: string): string {
  return value.replace(ILLEGAL, "\uFFFD");
}

function commentText(text: string): string {
  return legal(text).replace(/--/g, "- -").replace(/-$/, "- ");
}
