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
  return old ? inOldWords : (e) => e;
}

const OLD: ReadonlyMap<string, string> = new Map([
  ["Promoted", "Master"],
  ["Unpromoted", "Slave"],
]);

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
