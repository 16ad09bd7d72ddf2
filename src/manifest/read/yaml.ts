/**
 * First phase: YAML 1.2 to values with places. What could exhaust the program that reads it is refused: size, depth (looked at
 * while lexing, since the composer is recursive) and aliases, whose expansion is counted. Tags, directives, several
 * documents and keys that are not texts have no meaning in a manifest and are problems, not surprises.
 */

import type { Document, Node, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from "yaml";
import type { Place, Problem } from "../../cib/problem.ts";
import type { ProblemCode } from "../../cib/problem-code.ts";
import type { EmptyValue, MapEntry, ScalarValue, Value } from "./value.ts";

const LARGEST = 1024 * 1024;
const DEEPEST = 100;
const MOST_ALIASED_NODES = 10_000;

export type ReadResult =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function parseYaml(text: string, file?: string): ReadResult {
  const start: Place = { ...(file === undefined ? {} : { file }), line: 1, column: 1 };
  if (text.length > LARGEST) {
    const size = Math.ceil(text.length / 1024);
    return fail(
      "too-large",
      `the manifest has ${size} KiB, more than the ${LARGEST / 1024} KiB a manifest may have`,
      start,
    );
  }
  const lines = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { ...start, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const composed = compose(text, lines);
  if (composed.kind === "too-deep") {
    return fail("too-deep", `nested deeper than the ${DEEPEST} levels a manifest may have`, placeOf(composed.offset));
  }
  const { documents } = composed;
  const [first, second] = documents;
  // Those after the first are mostly its consequences.
  const [fault] = documents.flatMap((d) => [...d.errors, ...d.warnings]).sort((a, b) => a.pos[0] - b.pos[0]);
  if (fault !== undefined) return fail("yaml-syntax", sentence(fault.message), placeOf(fault.pos[0]));
  if (second !== undefined) {
    return fail(
      "yaml-syntax",
      "expected one document, found a second",
      placeOf(second.contents?.range?.[0] ?? second.range[0]),
    );
  }
  if (first === undefined || first.contents === null)
    return fail("wrong-type", "expected a manifest, found an empty file", start);
  return new Reader(placeOf).document(first);
}

type Composed = { kind: "documents"; documents: Document.Parsed[] } | { kind: "too-deep"; offset: number };

function compose(text: string, lines: LineCounter): Composed {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: "silent", version: "1.2" });
  const documents: Document.Parsed[] = [];
  lines.addNewLine(0);
  const feed = (tokens: Iterable<Parameters<Composer["next"]>[0]>): void => {
    for (const token of tokens) for (const d of composer.next(token)) documents.push(d as Document.Parsed);
  };
  for (const lexeme of new Lexer().lex(text)) {
    feed(parser.next(lexeme));
    if (parser.stack.length > DEEPEST) return { kind: "too-deep", offset: parser.offset };
  }
  feed(parser.end());
  for (const d of composer.end()) documents.push(d as Document.Parsed);
  return { kind: "documents", documents };
}

/** Walks one document. A class because anchors and the aliases' budget live as long as the walk. */
class Reader {
  private readonly problems: Problem[] = [];
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private aliased = 0;
  private inAlias = 0;
  /** Of the outermost alias that is being expanded. */
  private aliasAt: Place | undefined;
  private readonly placeOf: (offset: number) => Place;

  constructor(placeOf: (offset: number) => Place) {
    this.placeOf = placeOf;
  }

  document(d: Document.Parsed): ReadResult {
    const value = this.value(d.contents, 0);
    return this.problems.length > 0 ? { ok: false, problems: this.problems } : { ok: true, value };
  }

  private value(node: Node | null, offset: number): Value {
    const at = this.placeOf(node?.range?.[0] ?? offset);
    const empty: EmptyValue = { kind: "empty", at };
    if (node === null) return empty;
    if (this.inAlias > 0 && ++this.aliased > MOST_ALIASED_NODES) {
      if (this.aliased === MOST_ALIASED_NODES + 1) {
        this.report(
          "too-many-aliases",
          `the manifest's aliases stand for more than ${MOST_ALIASED_NODES} values`,
          this.aliasAt ?? at,
        );
      }
      return empty;
    }
    if (isAlias(node)) return this.alias(node.source, at);
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined && this.inAlias === 0) this.anchors.set(anchor, node);
    this.open.add(node);
    const value = isMap(node)
      ? this.map(node, at)
      : isSeq(node)
        ? this.list(node, at)
        : isScalar(node)
          ? this.scalar(node, at)
          : empty;
    this.open.delete(node);
    return value;
  }

  private alias(name: string, at: Place): Value {
    const target = this.anchors.get(name);
    if (target === undefined || this.open.has(target)) {
      const message =
        target === undefined
          ? `there is no anchor "&${name}" before this alias`
          : `the alias "*${name}" stands for itself`;
      this.report("yaml-syntax", message, at);
      return { kind: "empty", at };
    }
    if (this.inAlias === 0) this.aliasAt = at;
    this.inAlias++;
    const value = this.value(target, 0);
    this.inAlias--;
    return value;
  }

  private map(node: YAMLMap, at: Place): Value {
    const entries: MapEntry[] = [];
    const seen = new Map<string, Place>();
    for (const pair of node.items) {
      const key = pair.key as Node | null;
      const keyAt = this.placeOf(key?.range?.[0] ?? node.range?.[0] ?? 0);
      const after = key?.range?.[1] ?? 0;
      if (!isScalar(key) || (key.source ?? "") === "") {
        this.report("wrong-type", "expected a text as the key", keyAt);
        continue;
      }
      const read = this.value(key, 0);
      const name = read.kind === "scalar" ? read.text : (key.source ?? "");
      const first = seen.get(name);
      if (first !== undefined)
        this.report("duplicate-key", `duplicate key "${name}"; the first is in line ${first.line}`, keyAt);
      else seen.set(name, keyAt);
      entries.push({ key: name, keyAt, value: this.value(pair.value as Node | null, after) });
    }
    return { kind: "map", at, entries };
  }

  private list(node: YAMLSeq, at: Place): Value {
    return { kind: "list", at, items: node.items.map((item) => this.value(item as Node | null, node.range?.[0] ?? 0)) };
  }

  private scalar(node: Scalar, at: Place): Value {
    const quoted = node.type !== "PLAIN";
    if (!quoted && node.value === null) return { kind: "empty", at };
    const text = quoted ? String(node.value) : (node.source ?? String(node.value));
    if (!isXmlText(text))
      this.report("bad-value", "a control character or half a surrogate pair, which XML cannot hold", at);
    const value: ScalarValue = { kind: "scalar", at, text, quoted };
    return value;
  }

  private report(code: ProblemCode, message: string, where: Place): void {
    this.problems.push({ code, message, where });
  }
}

/** Whether every character is one that XML 1.0 allows. */
function isXmlText(text: string): boolean {
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const control = point < 0x20 && point !== 0x9 && point !== 0xa && point !== 0xd;
    if (control || (point >= 0xd800 && point <= 0xdfff) || point === 0xfffe || point === 0xffff) return false;
  }
  return true;
}

function sentence(message: string): string {
  const [line = ""] = message.split("\n");
  return line.replace(/[.:]\s*$/, "");
}

function fail(code: ProblemCode, message: string, where: Place): ReadResult {
  return { ok: false, problems: [{ code, message, where }] };
}
