/**
 * Parameter digests: how a history entry remembers the definition it ran with. The text that is hashed is the element
 * ` <parameters a="..." b="..."/>` with a leading space, a final newline and its attributes in byte order. Source:
 * facts, section 20; verified there against settled CIBs of real clusters.
 */

import { md5 as md5Bytes } from "@noble/hashes/legacy.js";

const encoder = new TextEncoder();

/** MD5 of the text's UTF-8 bytes, in hexadecimal. A fingerprint the CIB's format asks for, not a protection. */
export function md5(text: string): string {
  let hex = "";
  for (const byte of md5Bytes(encoder.encode(text))) hex += byte < 16 ? `0${byte.toString(16)}` : byte.toString(16);
  return hex;
}

export function digestAttributes(attributes: ReadonlyMap<string, string>): string {
  return md5(digestText(attributes));
}

/** The very text that is hashed; shown when somebody asks why two digests differ. */
export function digestText(attributes: ReadonlyMap<string, string>): string {
  let text = " <parameters";
  for (const name of [...attributes.keys()].sort(compareBytes))
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

function escapeValue(value: string): string {
  return value.replace(
    SPECIAL,
    (c) => ESCAPES[c] ?? `&#x${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")};`,
  );
}
