/**
 * Roles in the words that a CIB's schema knows. Before pacemaker-3.7 they were Master and Slave, and a cluster that
 * keeps such a schema may have members that know no other; so the schema is left to its administrator, and the words
 * are fitted to it.
 */
import { type Element, elements, get, withAttribute, withChildren } from "../../cib/xml/tree.ts";

const FIRST_WITH_PROMOTED = [3, 7] as const;

export function wordsOf(schema: string | undefined): (e: Element) => Element {
  const [, major, minor] = /^pacemaker-(\d+)\.(\d+)$/.exec(schema ?? "") ?? [];
  const [newMajor, newMinor] = FIRST_WITH_PROMOTED;
  const old = Number(major) < newMajor || (Number(major) === newMajor && Number(minor) < newMinor);
  if (!old) return (e) => e;
  return Number(major) < 3 ? (e) => inOldWords(withMasters(e)) : inOldWords;
}

const OLD: ReadonlyMap<string, string> = new Map([
  ["Promoted", "Master"],
  ["Unpromoted", "Slave"],
]);

/** Before 3.0 the containers of a bundle said `masters` for promoted-max. */
function withMasters(e: Element): Element {
  if (e.name !== "bundle") return e;
  return withChildren(
    e,
    e.children.map((c) => {
      const max = c.kind === "element" ? get(c, "promoted-max") : undefined;
      if (c.kind !== "element" || max === undefined) return c;
      return withAttribute(withAttribute(c, "promoted-max", undefined), "masters", max);
    }),
  );
}

function inOldWords(e: Element): Element {
  let result = e;
  for (const name of ["role", "rsc-role", "with-rsc-role"]) {
    const word = OLD.get(get(e, name) ?? "");
    if (word !== undefined) result = withAttribute(result, name, word);
  }
  if (elements(result).length === 0) return result;
  return withChildren(
    result,
    result.children.map((c) => (c.kind === "element" ? inOldWords(c) : c)),
  );
}
