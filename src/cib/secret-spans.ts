/**
 * Where the secrets are in a line of a file as someone wrote it, well-formed or not: an error shows the line, and must not
 * show them.
 */
import { HIDDEN, isSecretName, isSecretParameter, SECRET_MARK, withoutCredentials } from "./secret-text.ts";

interface Span {
  readonly start: number;
  readonly end: number;
}

/** `password: x` and `"password": "x"`, in a block or between braces. */
const YAML_PAIR = /(["']?)([\w.-]+)\1(\s*:\s+)("[^"]*"?|'[^']*'?|[^\s,{}[\]#][^,{}[\]#]*)/g;
const XML_VALUE = /\bvalue\s*=\s*("[^"]*"?|'[^']*'?)/;
const XML_NAME = /\bname\s*=\s*["']([^"']*)/;
const XML_ID = /\bid\s*=\s*["']([^"']*)/;

function spansIn(line: string): Span[] {
  const spans: Span[] = [];
  for (const found of line.matchAll(YAML_PAIR)) {
    const [whole, , name = "", , value = ""] = found;
    const end = found.index + whole.length;
    // `secret: x` names one.
    if (name !== "secret" && isSecretParameter(name)) spans.push({ start: end - value.length, end });
  }
  let from = 0;
  // An attribute that stands alone may be the rest of a pair that another line begins.
  for (const tag of line.split("<")) {
    const value = XML_VALUE.exec(tag);
    const name = XML_NAME.exec(tag)?.[1];
    const isSecret = name === undefined ? from === 0 : isSecretName(name);
    const marked = XML_ID.exec(tag)?.[1]?.endsWith(`-${SECRET_MARK}`) === true;
    if (value?.[1] !== undefined && (isSecret || marked)) {
      const end = from + value.index + value[0].length;
      spans.push({ start: end - value[1].length, end });
    }
    from += tag.length + 1;
  }
  return spans.toSorted((a, b) => a.start - b.start);
}

/** What is between two columns of the line, with the secrets hidden; a secret that is cut is hidden too. */
export function withoutSecrets(line: string, start: number, end: number): string {
  let shown = "";
  let at = start;
  for (const span of spansIn(line)) {
    if (span.end <= at || span.start >= end) continue;
    shown += withoutCredentials(line.slice(at, Math.max(at, span.start))) + HIDDEN;
    at = span.end;
  }
  return shown + withoutCredentials(line.slice(at, Math.max(at, end)));
}
