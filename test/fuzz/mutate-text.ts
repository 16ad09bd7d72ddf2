/** A text with a few mistakes of the kinds that hands, editors and programs make, and some that attackers do. */
import type { Random } from "../differential/random.ts";

const deep = (n: number, open: string, close: string): string => open.repeat(n) + close.repeat(n);

/** Words that a reader of YAML or XML may trip over. */
const NASTY: readonly string[] = [
  "",
  "null",
  "~",
  "true",
  "-1",
  "0x10",
  "1e400",
  "9".repeat(40),
  "INFINITY",
  "-INFINITY",
  "__proto__",
  "constructor",
  "toString",
  "2026-01-01",
  "\u0000",
  "\uFEFF",
  "\u202E",
  "\u001B[31m",
  "\r",
  "\t",
  "'",
  '"',
  "&",
  "<",
  "]]>",
  "<!--",
  "-->",
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  "&b;",
  "&#0;",
  "&#x110000;",
  "*a",
  "&a ",
  "<<: *a",
  "!!binary x",
  "!!js/function x",
  "? ",
  "- - - -",
  "|\n  x",
  ">-\n  x",
  "{}",
  "[]",
  "{a: {b: {c: d}}}",
  deep(400, "[", "]"),
  deep(400, "{a: ", "}"),
  deep(400, "<group id='g'>", "</group>"),
  "x".repeat(20_000),
  "ocf:heartbeat:../../etc/passwd",
  "{node}",
  "{secret: nobody}",
  "P1Y2M",
  "99999999999h",
  "a b",
  "-",
];

const LINES: readonly string[] = [
  "  surprise: 1",
  "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b]",
  "---",
  "...",
  "%YAML 1.1",
  "nodes: 7",
  "resources: []",
  "constraints: {}",
  "services: {galera: {galera: {galera: 1}}}",
  "properties: [1, 2]",
  "profile: nowhere",
  "<rsc_location id='x' rsc='nobody' node='nowhere' score='much'/>",
  "<rule id='r' score-attribute='x' boolean-op='xor'><expression id='e' operation='gt'/></rule>",
];

export function mutated(text: string, other: string, random: Random): string {
  let result = text;
  for (let left = random.between(1, 5); left > 0; left--) result = once(result, other, random);
  return result;
}

function once(text: string, other: string, random: Random): string {
  const at = random.int(text.length + 1);
  const end = Math.min(text.length, at + random.between(1, 40));
  const lines = text.split("\n");
  const line = random.int(lines.length);
  switch (random.int(10)) {
    case 0:
      return text.slice(0, at) + random.pick(NASTY) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return text.slice(0, end) + text.slice(at);
    case 3:
      return text.slice(0, random.int(text.length + 1));
    case 4:
      return lines.with(line, lines[random.int(lines.length)] ?? "").join("\n");
    case 5:
      return lines.toSpliced(line, random.between(0, 2), random.pick(LINES)).join("\n");
    case 6:
      return lines.with(line, `${" ".repeat(random.int(5))}${(lines[line] ?? "").trimStart()}`).join("\n");
    case 7: {
      const from = other.split("\n");
      const first = random.int(from.length);
      return lines.toSpliced(line, 0, ...from.slice(first, first + random.between(1, 6))).join("\n");
    }
    default:
      return replaceToken(text, at, random);
  }
}

/** The word or the quoted text at this place, by one that is not meant there. */
function replaceToken(text: string, at: number, random: Random): string {
  const token = /[\w:./-]+|"[^"\n]*"/g;
  token.lastIndex = at;
  const found = token.exec(text);
  if (found === null) return text;
  const word = random.chance(0.5) ? random.pick(NASTY) : random.pick(text.match(/[\w:./-]+/g) ?? [""]);
  const quoted = found[0].startsWith('"') ? `"${word}"` : word;
  return text.slice(0, found.index) + quoted + text.slice(found.index + found[0].length);
}
