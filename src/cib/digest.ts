/**
 * Parameter digests: how a history entry remembers the definition it ran with. The text that is hashed is the element
 * ` <parameters a="..." b="..."/>` with a leading space, a final newline and its attributes in byte order.
 * Verified against settled CIBs of real clusters, in which it makes no difference.
 * Behaviour: docs/pacemaker/configuration-changes.md#the-text-of-a-digest.
 */

import { md5 } from "./md5.ts";
import { memoize } from "./memoize.ts";

/** By the text. The same digests are made in run after run, since few parameters ever change. */
const digestOf = memoize(4096, md5);

/** The MD5, as 32 small hexadecimal digits, of {@link digestText}; filter the attributes first. */
export function digestAttributes(attributes: ReadonlyMap<string, string>): string {
  return digestOf(digestText(attributes));
}

/** The text that is hashed; comparing two of them shows why their digests differ. */
export function digestText(attributes: ReadonlyMap<string, string>): string {
  let text = " <parameters";
  for (const name of inByteOrder([...attributes.keys()]))
    text += ` ${name}="${escapeValue(attributes.get(name) as string)}"`;
  return `${text}/>\n`;
}

const NEVER_DIGESTED = new Set(["id", "crm_feature_set", "op-digest", "on_node", "on_node_uuid", "pcmk_external_ip"]);
const META = "CRM_meta_";

/** Leaves out what is no parameter of the agent: meta-attributes (except a recurring operation's timeout) and bookkeeping. */
export function filterForDigest(attributes: ReadonlyMap<string, string>, intervalMs: number): Map<string, string> {
  const kept = new Map<string, string>();
  for (const [name, value] of attributes) {
    if (NEVER_DIGESTED.has(name)) continue;
    if (name.startsWith(META) && !(intervalMs !== 0 && name === "CRM_meta_timeout")) continue;
    kept.set(name, value);
  }
  return kept;
}

/** Byte order is that of UTF-16 units, which needs no comparison of ours, but where a character has two of them. */
function inByteOrder(names: string[]): string[] {
  return names.some((name) => SURROGATE.test(name)) ? names.sort(compareBytes) : names.sort();
}

const SURROGATE = /[\uD800-\uDFFF]/;

/** UTF-8 byte order, which is code point order and so differs from UTF-16 order above the basic plane. */
function compareBytes(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return (a.codePointAt(i) as number) - (b.codePointAt(i) as number);
  }
  return a.length - b.length;
}

const ESCAPES: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };

/** Anything but the four marks, and the control characters of ASCII. */
const SPECIAL = /[^ !#-%'-;=?-~\u0080-\u{10FFFF}]/gu;

/** Nothing in it needs escaping: so most values, which a regular expression would be slow to say. */
function isPlain(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit < 32 || unit > 126 || unit === 34 || unit === 38 || unit === 60 || unit === 62) return false;
  }
  return true;
}

function escapeValue(value: string): string {
  if (isPlain(value)) return value;
  return value.replace(
    SPECIAL,
    (c) => ESCAPES[c] ?? `&#x${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")};`,
  );
}
