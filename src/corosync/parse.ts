/** Reads a corosync.conf, or says everything that Corosync would refuse of its form, with line and column. */
import type { Problem } from "../cib/problem.ts";
import type { ConfFile, ConfNode } from "./syntax.ts";

export type ConfResult =
  | { readonly ok: true; readonly conf: ConfFile }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Bytes of a line without its end: Corosync reads into 512 bytes, with the end of the line and a NUL. */
const LONGEST_LINE = 510;
/** Bytes of a key with its sections (ICMAP_KEYNAME_MAXLEN). */
const LONGEST_KEY = 255;
const MOST_PROBLEMS = 100;

/** A section whose end is not yet read. */
interface Opened {
  readonly name: string;
  readonly open: string;
  readonly line: number;
  readonly column: number;
  readonly children: ConfNode[];
}

/** @param file named in the problems */
export function parseConf(text: string, file?: string): ConfResult {
  const problems: Problem[] = [];
  const refuse = (line: number, column: number, message: string, hint?: string): void => {
    if (problems.length === MOST_PROBLEMS) return;
    const where = { ...(file === undefined ? {} : { file }), line, column };
    problems.push({ code: "corosync-syntax", message, where, ...(hint === undefined ? {} : { hint }) });
  };
  const root: Opened = { name: "", open: "", line: 0, column: 0, children: [] };
  const stack: Opened[] = [root];
  const lines = text === "" ? [] : text.split(/(?<=\n)/);
  for (const [i, raw] of lines.entries()) {
    const read = readLine(raw);
    const [line, column] = [i + 1, read.column];
    const holder = stack.at(-1) ?? root;
    if (read.long) refuse(line, 1, `expected a line of at most ${LONGEST_LINE} bytes, found ${read.bytes}`);
    switch (read.kind) {
      case "text":
        holder.children.push({ kind: "text", raw });
        break;
      case "open":
        stack.push({ name: read.name, open: raw, line, column, children: [] });
        break;
      case "item": {
        const path = [...stack.slice(1).map((s) => s.name), read.key].join(".");
        const refusal = keyRefusal(path);
        if (refusal !== undefined) refuse(line, column, refusal);
        const { key, value } = read;
        holder.children.push({ kind: "item", key, value, raw, line, column });
        break;
      }
      case "close": {
        if (stack.length === 1) {
          refuse(line, column, "expected a section or a key, found } that closes nothing");
          break;
        }
        stack.pop();
        const { children, ...opened } = holder;
        stack.at(-1)?.children.push({ kind: "section", ...opened, children, close: raw });
        break;
      }
      case "wrong":
        refuse(line, column, read.message, read.hint);
        break;
    }
  }
  for (const { name, line, column } of stack.slice(1).toReversed())
    refuse(line, column, `expected } for the section "${name}", found the end of the file`);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, conf: { children: root.children } };
}

type Line = (
  | { readonly kind: "text" | "close" }
  | { readonly kind: "open"; readonly name: string }
  | { readonly kind: "item"; readonly key: string; readonly value: string }
  | { readonly kind: "wrong"; readonly message: string; readonly hint?: string }
) & { readonly column: number; readonly bytes: number; readonly long: boolean };

/** An opening bracket counts before a colon, and a colon before a closing bracket, wherever in the line they are. */
function readLine(raw: string): Line {
  const bare = raw.replace(/\r?\n$/, "");
  const content = trimmed(bare);
  const column = bare.length - bare.replace(/^[ \t]+/, "").length + 1;
  const bytes = utf8Length(bare);
  const at = { column, bytes, long: bytes > LONGEST_LINE };
  if (content === "" || content.startsWith("#")) return { kind: "text", ...at };
  const bracket = content.indexOf("{");
  if (bracket >= 0) {
    const [name, after] = [trimmed(content.slice(0, bracket)), trimmed(content.slice(bracket + 1))];
    if (name === "") return { kind: "wrong", ...at, message: "expected the name of a section before {" };
    if (after === "") return { kind: "open", name, ...at };
    const hint = "a comment needs a line of its own, and so does each key";
    return { kind: "wrong", ...at, message: `expected the end of the line after {, found "${after}"`, hint };
  }
  const colon = content.indexOf(":");
  if (colon >= 0) {
    const [key, value] = [trimmed(content.slice(0, colon)), trimmed(content.slice(colon + 1))];
    if (key === "") return { kind: "wrong", ...at, message: 'expected a key before ":"' };
    return { kind: "item", key, value, ...at };
  }
  if (content === "}") return { kind: "close", ...at };
  if (content.includes("}"))
    return { kind: "wrong", ...at, message: `expected } alone in its line, found "${content}"` };
  const message = `expected a section, "key: value", } or a comment, found "${content}"`;
  return {
    kind: "wrong",
    ...at,
    message,
    ...(/^\w+$/.test(content) ? { hint: "{ stands in the section's line" } : {}),
  };
}

function keyRefusal(path: string): string | undefined {
  const odd = /[^A-Za-z0-9._/-]/.exec(path)?.[0];
  if (odd !== undefined)
    return `expected letters, digits and . _ - / in the key and its sections, found "${odd}" in "${path}"`;
  if (path.length > LONGEST_KEY)
    return `expected a key with its sections of at most ${LONGEST_KEY} characters, found ${path.length}`;
  if (path.length < 3) return `expected a key of at least three characters, found "${path}"`;
  return undefined;
}

const trimmed = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, "");

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
