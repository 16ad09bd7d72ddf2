/**
 * The part of XPath 1.0 in which agents ask for elements of a CIB: steps down by `/` and `//`, with conditions on attributes
 * joined by `and`. Anything else is denied, not guessed.
 */
import { type Element, elements, get, walk } from "../../cib/xml/tree.ts";

const STEP = /^(\/\/?)(\*|[\w.-]+)((?:\[(?:"[^"]*"|'[^']*'|[^\]"'])*\])*)/;
const CONDITION = /^@([\w.-]+)(?:\s*(!?=)\s*(?:"([^"]*)"|'([^']*)'))?$/;

type Test = (e: Element) => boolean;
interface XPathStep {
  readonly deep: boolean;
  readonly fits: Test;
}

/** In document order, each once; undefined for a path that is not understood. */
export function selectByXPath(root: Element, path: string): Element[] | undefined {
  let found: readonly Element[] | "document" = "document";
  for (let rest = path.trim(); rest !== ""; ) {
    const [whole, slashes, name, conditions] = STEP.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    const tests = testsOf(conditions ?? "");
    if (tests === undefined) return undefined;
    const fits = (e: Element): boolean => (name === "*" || e.name === name) && tests.every((test) => test(e));
    found = taken(root, found, { deep: slashes === "//", fits });
    rest = rest.slice(whole.length);
  }
  if (found === "document") return undefined;
  const wanted = new Set(found);
  return walk(root).filter((e) => wanted.has(e));
}

function taken(root: Element, from: readonly Element[] | "document", { deep, fits }: XPathStep): Element[] {
  const next = (e: Element): readonly Element[] => (deep ? walk(e).slice(1) : elements(e));
  const candidates = from === "document" ? (deep ? walk(root) : [root]) : from.flatMap(next);
  return candidates.filter(fits);
}

function testsOf(conditions: string): Test[] | undefined {
  const tests: Test[] = [];
  for (const [, inside = ""] of conditions.matchAll(/\[((?:"[^"]*"|'[^']*'|[^\]"'])*)\]/g)) {
    for (const part of inside.split(/\s+and\s+/)) {
      const [whole, attribute = "", sign, double, single] = CONDITION.exec(part.trim()) ?? [];
      if (whole === undefined) return undefined;
      const value = double ?? single;
      if (sign === undefined) tests.push((e) => get(e, attribute) !== undefined);
      else if (sign === "=") tests.push((e) => get(e, attribute) === value);
      else tests.push((e) => get(e, attribute) !== undefined && get(e, attribute) !== value);
    }
  }
  return tests;
}
