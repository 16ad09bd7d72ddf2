/**
 * Location constraints on the way to schema 4.0, where one has at most one rule and no lifetime: a constraint with
 * several rules becomes one for each, and a lifetime becomes part of the rule.
 */

import { type Element, element, elements, get, idOf, withChildren } from "../xml/tree.ts";

/** Starts every id that the upgrade to 4.0 makes up. */
export const MADE_ID = "pcmk__3_10_upgrade-";

/** One constraint per top-level rule, in their order; a constraint with fewer than two is returned itself. */
export function splitLocation(location: Element): readonly Element[] {
  const rules = elements(location, "rule");
  if (rules.length < 2) return [location];
  return rules.map((rule, i) => {
    // Later parts refer to the first one's sets and lifetimes, so that no id is there twice.
    const share = i === 0 ? (e: Element): Element => e : asReference;
    const lifetimes = elements(location, "lifetime").map((lifetime) =>
      withChildren(lifetime, elements(lifetime).map(share)),
    );
    return {
      ...location,
      attributes: new Map(location.attributes).set("id", `${MADE_ID}${idOf(location)}-${i + 1}`),
      children: [...elements(location, "resource_set").map(share), rule, ...lifetimes],
    };
  });
}

function asReference(e: Element): Element {
  return get(e, "id") === undefined ? e : element(e.name, { "id-ref": idOf(e) });
}

/** The lifetime's rules (any of several) and the constraint's own, or one made of its node and score, must all pass. */
export function withoutLifetime(location: Element): Element {
  const lifetimes = elements(location, "lifetime");
  if (lifetimes.length === 0) return location;
  const own = elements(location, "rule");
  const attributes = new Map(location.attributes);
  attributes.delete("node");
  attributes.delete("score");
  const conditions = [
    ...(own.length > 0 ? own : [ruleOfNode(location)]),
    ...lifetimes.flatMap((lifetime) => ruleOfLifetime(lifetime, location)),
  ];
  const rule = element(
    "rule",
    { id: `${MADE_ID}${idOf(location)}-lifetime-and-rule`, "boolean-op": "and" },
    conditions,
  );
  return { ...location, attributes, children: [...elements(location, "resource_set"), rule] };
}

function ruleOfNode(location: Element): Element {
  const id = `${MADE_ID}${idOf(location)}-node-score-rule`;
  const expression = element("expression", {
    id: `${id}-expr`,
    attribute: "#uname",
    operation: "eq",
    value: get(location, "node") ?? "",
  });
  return element("rule", { id, score: get(location, "score") }, [expression]);
}

function ruleOfLifetime(lifetime: Element, location: Element): Element[] {
  const rules = elements(lifetime, "rule");
  return rules.length > 1
    ? [element("rule", { id: `${MADE_ID}${idOf(location)}-lifetime-or-rule`, "boolean-op": "or" }, rules)]
    : rules;
}
