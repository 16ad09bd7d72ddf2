/**
 * What sets of pairs that Holdfast adds have in common: a pair that says who added it and why, and a rule that a date ends,
 * whatever has become of the program that wrote it.
 */
import { formatMoment, parseMoment } from "./value/date.ts";
import { child, type Element, element, elements, get } from "./xml/tree.ts";

/** Characters of a reason that are kept. */
const LONGEST = 500;

export interface Said {
  readonly who: string;
  readonly why: string;
}

/** @param id of the set @param name what such sets are known by */
export function saidPair(id: string, name: string, { who, why }: Said): Element {
  const value = `${who.replace(/\s+/g, "-")}: ${why.replace(/\s+/g, " ").trim().slice(0, LONGEST)}`;
  return element("nvpair", { id: `${id}-said`, name, value });
}

const pairOf = (set: Element, name: string): Element | undefined =>
  elements(set, "nvpair").find((p) => get(p, "name") === name);

/** Whether it is a set of that name. */
export const isSetOf = (set: Element, name: string): boolean => pairOf(set, name) !== undefined;

/** Both empty where the set does not say it. */
export function readSaid(set: Element, name: string): Said {
  const pair = pairOf(set, name);
  const text = pair === undefined ? "" : (get(pair, "value") ?? "");
  const [, who = "", why = text] = /^(\S*): (.*)$/.exec(text) ?? [];
  return { who, why };
}

/** @param id of the set @param until epoch seconds */
export function endingRule(id: string, until: number): Element {
  return element("rule", { id: `${id}-rule`, score: "0", "boolean-op": "and" }, [
    element("date_expression", { id: `${id}-end`, operation: "lt", end: formatMoment(until) }),
  ]);
}

/** Epoch seconds at which a rule ends what it is in; undefined where none of its conditions is such an end. */
export function endOf(holder: Element): number | undefined {
  const rule = child(holder, "rule");
  if (rule === undefined || get(rule, "boolean-op") === "or") return undefined;
  const last = elements(rule, "date_expression").find((e) => get(e, "operation") === "lt");
  return parseMoment(last === undefined ? "" : (get(last, "end") ?? ""));
}

/** At a moment in epoch seconds; what has no end never is. */
export const isOver = ({ until }: { readonly until: number | undefined }, now: number): boolean =>
  until !== undefined && now >= until;
