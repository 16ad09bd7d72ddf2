/** A constraint in one sentence. Everything it says is in the sentence: a reader need not look at the XML. */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { MINUS_INFINITY, parseScore } from "../../cib/value/score.ts";
import { child, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ShownConstraint } from "./document.ts";
import { ruleWords } from "./rule-words.ts";

const KINDS: ReadonlyMap<string, ShownConstraint["kind"]> = new Map([
  ["rsc_location", "location"],
  ["rsc_colocation", "colocation"],
  ["rsc_order", "order"],
  ["rsc_ticket", "ticket"],
]);

/** Undefined for an element that is no constraint. */
export function constraintOf(e: Element): ShownConstraint | undefined {
  const kind = KINDS.get(e.name);
  return kind === undefined ? undefined : { kind, id: idOf(e), resources: namedIn(e), text: TEXTS[kind](e) };
}

/** The resources, tags and patterns that a constraint names. */
export function namedIn(e: Element): string[] {
  const pattern = get(e, "rsc-pattern");
  const own = ["rsc", "with-rsc", "first", "then"].flatMap((name) => get(e, name) ?? []);
  const inSets = elements(e, "resource_set").flatMap((set) => elements(set, "resource_ref").map(idOf));
  return [...new Set([...own, ...(pattern === undefined ? [] : [`/${pattern}/`]), ...inSets])];
}

const TEXTS: Readonly<Record<ShownConstraint["kind"], (e: Element) => string>> = {
  location: locationText,
  colocation: colocationText,
  order: orderText,
  ticket: ticketText,
};

const inRole = (role: string | undefined): string => (role === undefined ? "" : ` (${role})`);

function subject(e: Element): string {
  const pattern = get(e, "rsc-pattern");
  const sets = elements(e, "resource_set");
  const who = pattern !== undefined ? `what matches /${pattern}/` : (get(e, "rsc") ?? setsText(sets));
  return `${who}${inRole(get(e, "role"))}`;
}

/** As in `[a, b; sequential=false], [c]`. */
function setsText(sets: readonly Element[]): string {
  return sets
    .map((set) => {
      const reference = get(set, "id-ref");
      const members = reference === undefined ? elements(set, "resource_ref").map(idOf).join(", ") : `as ${reference}`;
      const options = [...set.attributes].filter(([name]) => name !== "id" && name !== "id-ref");
      const said = options.map(([name, value]) => `; ${name}=${value}`).join("");
      return `[${members}${said}]`;
    })
    .join(", ");
}

const scoreText = (score: string | undefined, otherwise = "0"): string => `score ${score ?? otherwise}`;

function locationText(e: Element): string {
  const score = get(e, "score");
  const node = get(e, "node");
  const who = subject(e);
  const discovery = get(e, "resource-discovery");
  const rules = elements(e, "rule");
  const said: string[] = rules.map((rule) => {
    const own = get(rule, "score-attribute");
    const worth = own === undefined ? scoreText(get(rule, "score")) : `the value of ${own} as its score`;
    return `${who}${inRole(get(rule, "role"))} has ${worth} where ${ruleWords(rule)}`;
  });
  if (rules.length === 0) said.push(placeText(who, node ?? "", score));
  const lifetime = child(e, "lifetime");
  const during = lifetime === undefined ? [] : elements(lifetime, "rule").map((rule) => `while ${ruleWords(rule)}`);
  const probes = discovery === undefined ? [] : [`resource-discovery=${discovery}`];
  return [said.join(" and "), ...during, ...probes].join(", ");
}

function placeText(who: string, node: string, score: string | undefined): string {
  const value = parseScore(score) ?? 0;
  const verb = value <= MINUS_INFINITY ? "never runs on" : value < 0 ? "avoids" : "prefers";
  return `${who} ${verb} ${node} (${scoreText(score)})`;
}

function colocationText(e: Element): string {
  const sets = elements(e, "resource_set");
  const score = get(e, "score");
  const attribute = get(e, "node-attribute");
  const place = attribute === undefined ? "" : `, a node with the same ${attribute} counting as the same`;
  const influence = get(e, "influence");
  const rest = `${place}${influence === undefined ? "" : `, influence=${influence}`}`;
  const worth = scoreText(score, sets.length > 0 ? "as its sets say" : undefined);
  if (sets.length > 0) return `${setsText(sets)} run together (${worth})${rest}`;
  const who = `${get(e, "rsc") ?? ""}${numbered(e, "rsc-instance")}${inRole(get(e, "rsc-role"))}`;
  const whom = `${get(e, "with-rsc") ?? ""}${numbered(e, "with-rsc-instance")}${inRole(get(e, "with-rsc-role"))}`;
  const value = parseScore(score) ?? 0;
  const verb = value <= MINUS_INFINITY ? "never runs with" : value < 0 ? "avoids the node of" : "runs with";
  return `${who} ${verb} ${whom} (${worth})${rest}`;
}

const numbered = (e: Element, name: string): string => (get(e, name) === undefined ? "" : `:${get(e, name)}`);

function orderText(e: Element): string {
  const sets = elements(e, "resource_set");
  const score = get(e, "score");
  const kind = get(e, "kind") ?? (score === undefined ? "Mandatory" : `score ${score}`);
  const options = [
    ...(get(e, "symmetrical") === undefined ? [] : [reversedText(get(e, "symmetrical") ?? "")]),
    ...(get(e, "require-all") === undefined ? [] : [`require-all=${get(e, "require-all")}`]),
  ];
  const rest = options.map((text) => `, ${text}`).join("");
  if (sets.length > 0) return `${setsText(sets)} one after the other (${kind})${rest}`;
  const action = get(e, "first-action") ?? "start";
  const first = `${action} ${get(e, "first") ?? ""}${numbered(e, "first-instance")}`;
  const then = `${get(e, "then-action") ?? action} ${get(e, "then") ?? ""}${numbered(e, "then-instance")}`;
  return `${first}, then ${then} (${kind})${rest}`;
}

function reversedText(symmetrical: string): string {
  return parseBoolean(symmetrical) === false ? "not reversed when they stop" : `symmetrical=${symmetrical}`;
}

function ticketText(e: Element): string {
  const sets = elements(e, "resource_set");
  const who = sets.length > 0 ? setsText(sets) : `${get(e, "rsc") ?? ""}${inRole(get(e, "rsc-role"))}`;
  const policy = get(e, "loss-policy");
  return `${who} needs ticket ${get(e, "ticket") ?? ""}${policy === undefined ? "" : `; without it: ${policy}`}`;
}
