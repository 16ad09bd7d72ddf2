/**
 * A corosync.conf as it is written: sections, keys and everything between, so that printing gives back the same text.
 * Grammar: corosync.conf(5), and what `corosync -t` of 3.1.7 takes.
 */

export interface ConfItem {
  readonly kind: "item";
  readonly key: string;
  readonly value: string;
  /** The whole line with its end. */
  readonly raw: string;
  /** From 1. */
  readonly line: number;
  /** Of the key, from 1. */
  readonly column: number;
}

export interface ConfSection {
  readonly kind: "section";
  readonly name: string;
  /** The line of the opening bracket, with its end. */
  readonly open: string;
  readonly children: readonly ConfNode[];
  /** The line of the closing bracket, with its end. */
  readonly close: string;
  readonly line: number;
  readonly column: number;
}

/** A comment or an empty line, with its end. */
interface ConfText {
  readonly kind: "text";
  readonly raw: string;
}

export type ConfNode = ConfItem | ConfSection | ConfText;

export interface ConfFile {
  readonly children: readonly ConfNode[];
}

/** Sections of that name, in their order. */
export function sections(holder: { readonly children: readonly ConfNode[] }, name: string): readonly ConfSection[] {
  return holder.children.filter((c): c is ConfSection => c.kind === "section" && c.name === name);
}

export function items(holder: { readonly children: readonly ConfNode[] }): readonly ConfItem[] {
  return holder.children.filter((c): c is ConfItem => c.kind === "item");
}

/** The text that it was read from, or was edited to. */
export function printConf({ children }: ConfFile): string {
  return children.map(printNode).join("");
}

function printNode(node: ConfNode): string {
  return node.kind === "section" ? `${node.open}${printConf(node)}${node.close}` : node.raw;
}
