/**
 * The constraints that `crm_resource --move`, `--ban` and `--clear` make and remove, with its ids and rules, so that either
 * program takes back what the other did. Source: `crm_resource` 2.1.5 and 3.0.3, tried.
 */

import { withConfigurationSection } from "../../cib/sections.ts";
import { formatMoment } from "../../cib/value/date.ts";
import { child, descend, type Element, element, elements, get, idOf, withChildren } from "../../cib/xml/tree.ts";
import { missing } from "../../cluster/missing.ts";
import { isSame } from "../../manifest/merge/overlay.ts";
import { wordsOf } from "../../manifest/merge/schema-words.ts";
import { type FoundResource, namedResource } from "./find-resource.ts";

const MOVE_PREFIX = "cli-prefer-";
const BAN_PREFIX = "cli-ban-";

export interface Temporary {
  readonly resource: string;
  readonly node: string;
  /** Only in the promoted role. */
  readonly promoted: boolean;
  /** Epoch seconds at which it ends; undefined: until it is cleared. */
  readonly until?: number | undefined;
}

/** What a constraint names for a resource: the outermost clone or bundle around it, which is placed as a whole. */
export function placedAs({ element: found, within }: FoundResource): string {
  return idOf(within.find((e) => e.name !== "group") ?? found);
}

/** Throws `missing` for a node that the cluster does not have: of the configuration, or a guest. */
export function checkNode(cib: Element, node: string, others: Iterable<string> = []): void {
  const section = descend(cib, "configuration", "nodes");
  const names = new Set([
    ...(section === undefined ? [] : elements(section, "node").map((n) => get(n, "uname") ?? "")),
    ...others,
  ]);
  if (names.has(node)) return;
  throw missing(`there is no node "${node}"`, node, names);
}

/** In place of an earlier move, and without the ban from that node. */
export function withMove(cib: Element, move: Temporary): Element {
  const { node } = move;
  const rsc = placedAs(namedResource(cib, move.resource));
  const id = `${MOVE_PREFIX}${rsc}`;
  const rule = {
    rule: `${MOVE_PREFIX}rule-${rsc}`,
    expression: `${MOVE_PREFIX}expr-${rsc}`,
    end: `${MOVE_PREFIX}lifetime-end-${rsc}`,
  };
  return withOwn(cib, [id, `${BAN_PREFIX}${rsc}-on-${node}`], location({ ...move, id, rsc, score: "INFINITY" }, rule));
}

/** In place of an earlier ban from that node. @param named another id than `crm_resource` would give it */
export function withBan(cib: Element, ban: Temporary, named?: string): Element {
  const rsc = placedAs(namedResource(cib, ban.resource));
  const id = named ?? banId(rsc, ban.node);
  const rule = { rule: `${id}-rule`, expression: `${id}-expr`, end: `${id}-lifetime` };
  return withOwn(cib, [id], location({ ...ban, id, rsc, score: "-INFINITY" }, rule));
}

export const banId = (rsc: string, node: string): string => `${BAN_PREFIX}${rsc}-on-${node}`;

interface Location extends Temporary {
  readonly id: string;
  readonly rsc: string;
  readonly score: string;
}

function location(
  { id, rsc, node, promoted, until, score }: Location,
  ids: Readonly<Record<"rule" | "expression" | "end", string>>,
): Element {
  const role = promoted ? "Promoted" : "Started";
  if (until === undefined) return element("rsc_location", { id, rsc, role, node, score });
  const where = { attribute: "#uname", operation: "eq", value: node, type: "string" };
  // Pacemaker looks for the role at the rule where there is one, which `crm_resource` does not say: its ban is of all roles.
  const ofRule = promoted ? { role } : {};
  return element("rsc_location", { id, rsc, role }, [
    element("rule", { id: ids.rule, score, "boolean-op": "and", ...ofRule }, [
      element("expression", { id: ids.expression, ...where }),
      element("date_expression", { id: ids.end, operation: "lt", end: formatMoment(until) }),
    ]),
  ]);
}

function withOwn(cib: Element, gone: readonly string[], made: Element): Element {
  const constraint = wordsOf(get(cib, "validate-with"))(made);
  return withConfigurationSection(cib, "constraints", (all) => {
    const same = elements(all).find((e) => idOf(e) === idOf(constraint));
    if (same !== undefined && isSame(same, constraint)) return all;
    const kept = all.children.filter((c) => c.kind !== "element" || !gone.includes(idOf(c)));
    return withChildren(all, [...kept, constraint]);
  });
}

export interface Cleared {
  readonly resource: string;
  /** Undefined: on all nodes. */
  readonly nodes?: ReadonlySet<string> | undefined;
  /** Ids of those that stay. */
  readonly kept?: ReadonlySet<string>;
}

/** Ids of the bans of a resource. */
export function bansOf(cib: Element, resource: string): ReadonlySet<string> {
  const constraints = descend(cib, "configuration", "constraints");
  const rsc = placedAs(namedResource(cib, resource));
  const all = constraints === undefined ? [] : elements(constraints);
  return new Set(all.filter((e) => idOf(e).startsWith(BAN_PREFIX) && get(e, "rsc") === rsc).map(idOf));
}

/** Without the moves and bans of a resource, by whichever program they were made. */
export function withoutMovesAndBans(cib: Element, { resource, nodes, kept }: Cleared): Element {
  const found = namedResource(cib, resource);
  const names = new Set([placedAs(found), idOf(found.element)]);
  return withConfigurationSection(cib, "constraints", (all) =>
    withChildren(
      all,
      all.children.filter((c) => c.kind !== "element" || kept?.has(idOf(c)) === true || !isMoveOrBan(c, names, nodes)),
    ),
  );
}

function isMoveOrBan(e: Element, resources: ReadonlySet<string>, nodes: ReadonlySet<string> | undefined): boolean {
  const id = idOf(e);
  const ours = id.startsWith(MOVE_PREFIX) || id.startsWith(BAN_PREFIX);
  if (!ours || !resources.has(get(e, "rsc") ?? "")) return false;
  return nodes === undefined || nodes.has(nodeOf(e) ?? "");
}

function nodeOf(e: Element): string | undefined {
  const rule = child(e, "rule");
  const expression = rule === undefined ? undefined : child(rule, "expression");
  return get(e, "node") ?? (expression === undefined ? undefined : get(expression, "value"));
}
