/**
 * Who wrote a configuration, and when, as the CIB's first line says it. Every cluster changes it with its configuration;
 * tools that edit a copy of the CIB in a file (`pcs -f`, `CIB_file`) raise its epoch and leave this as it is, so it shows
 * which configuration a copy was made from.
 */
import { type Element, get, withAttribute } from "./xml/tree.ts";

const NAMES = ["cib-last-written", "update-origin", "update-client", "update-user"] as const;

/** @param at epoch milliseconds */
export function withWriter(cib: Element, who: string, at: number): Element {
  const written = new Date(at).toUTCString().replace(",", "").replace(" GMT", "");
  let result = withAttribute(cib, "cib-last-written", written);
  result = withAttribute(result, "update-client", "holdfast");
  return withAttribute(result, "update-user", who);
}

/** Whether two CIBs have the same last write: one is the other, or a copy of it that was edited. */
export function sameWriting(a: Element, b: Element): boolean {
  return NAMES.every((name) => get(a, name) === get(b, name));
}

/** As in "written by root at Mon Apr 9 06:28:41 2018"; empty if the CIB does not say. */
export function writingOf(cib: Element): string {
  const [at, , , who] = NAMES.map((name) => get(cib, name));
  if (at === undefined) return "";
  return `written${who === undefined ? "" : ` by ${who}`} at ${at}`;
}
