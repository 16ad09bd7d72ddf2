/** Constraints of the writer's own. A service is named by its name or by the id of a resource; ids are as pcs makes them. */

import type { Place } from "../../cib/problem.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import type { Constraint, ConstraintBody } from "../model/model.ts";
import type { DeclaredConstraint } from "../read/language-constraints.ts";

import type { Located, Problems } from "../read/shape.ts";

/** A resource that constraints may name. */
export interface Named {
  readonly id: string;
  readonly promotable: boolean;
}

/** By what they may be called. */
export type Names = ReadonlyMap<string, Named>;

export function resolveConstraint(
  declared: Located<DeclaredConstraint>,
  names: Names,
  nodes: ReadonlySet<string>,
  problems: Problems,
): Constraint | undefined {
  const body = resolveBody(declared, names, nodes, problems);
  const { location, colocation, order } = declared.value;
  const named = (location ?? colocation ?? order)?.id !== undefined;
  return body && { ...body, named, at: declared.at };
}

function resolveBody(
  { value, at }: Located<DeclaredConstraint>,
  names: Names,
  nodes: ReadonlySet<string>,
  problems: Problems,
): ConstraintBody | undefined {
  const kinds = ["location", "colocation", "order"].filter((kind) => value.keys.has(kind));
  if (kinds.length !== 1) {
    const found = kinds.length === 0 ? "nothing" : kinds.join(" and ");
    problems.add("wrong-type", at, `expected one of location, colocation, order; found ${found}`);
    return undefined;
  }
  const id = (name: Located<string>): string => resourceId(name, names, problems);
  if (value.location !== undefined) return location(value.location, id, nodes, problems);
  if (value.colocation !== undefined) {
    const c = value.colocation;
    checkRoles(
      c.keys,
      [
        ["role", c.role, c.resource],
        ["with-role", c["with-role"], c.with],
      ],
      names,
      problems,
    );
    const [resource, companion, score] = [id(c.resource), id(c.with), c.score ?? "INFINITY"];
    return {
      kind: "colocation",
      id: c.id ?? `colocation-${resource}-${companion}-${score}`,
      resource,
      with: companion,
      score,
      role: c.role,
      withRole: c["with-role"],
      influence: c.influence,
    };
  }
  if (value.order !== undefined) {
    const o = value.order;
    const actions = [
      ["first-action", o["first-action"], o.first],
      ["then-action", o["then-action"], o.then],
    ] as const;
    checkRoles(o.keys, actions, names, problems);
    const [first, next, kind] = [id(o.first), id(o.then), o.kind ?? "Mandatory"];
    return {
      kind: "order",
      id: o.id ?? `order-${first}-${next}-${kind === "Mandatory" ? "mandatory" : kind}`,
      first,
      firstAction: o["first-action"] ?? "start",
      next,
      nextAction: o["then-action"] ?? "start",
      order: kind,
      symmetrical: o.symmetrical,
      requireAll: o["require-all"],
    };
  }
  return undefined;
}

const OF_PROMOTABLES: ReadonlySet<string> = new Set(["Promoted", "Unpromoted", "promote", "demote"]);

/** A role or an action that the resource never has: Pacemaker takes the constraint, and it has no effect. */
function checkRoles(
  keys: ReadonlyMap<string, Place>,
  said: readonly (readonly [key: string, word: string | undefined, resource: Located<string>])[],
  names: Names,
  problems: Problems,
): void {
  for (const [key, word, resource] of said) {
    const at = keys.get(key);
    if (at === undefined || word === undefined || !OF_PROMOTABLES.has(word)) continue;
    if (names.get(resource.value)?.promotable !== false) continue;
    problems.add(
      "not-promotable",
      at,
      `"${key}: ${word}" has no effect: ${resource.value} cannot be promoted`,
      "only a service of kind promotable, or a bundle with promoted-max, can be",
    );
  }
}

function location(
  l: NonNullable<DeclaredConstraint["location"]>,
  id: (name: Located<string>) => string,
  nodes: ReadonlySet<string>,
  problems: Problems,
): ConstraintBody | undefined {
  const resource = id(l.resource);
  if ((l.node === undefined) === (l.attribute === undefined)) {
    problems.add("missing-key", l.at, 'expected either the key "node" or the key "attribute" in a location constraint');
    return undefined;
  }
  if (l.node !== undefined && !nodes.has(l.node.value)) {
    problems.add("unknown-node", l.node.at, `there is no node "${l.node.value}"`, didYouMean(l.node.value, nodes));
  }
  const score = l.score ?? (l.node === undefined ? "0" : "INFINITY");
  const operation = l.operation ?? (l.value === undefined ? "defined" : "eq");
  return {
    kind: "location",
    id: l.id ?? `location-${resource}${l.node === undefined ? "" : `-${l.node.value}-${score}`}`,
    resource,
    score,
    node: l.node?.value,
    expression: l.attribute === undefined ? undefined : { attribute: l.attribute, operation, value: l.value },
    discovery: l.discovery,
  };
}

function resourceId({ value, at }: Located<string>, names: Names, problems: Problems): string {
  const named = names.get(value);
  if (named !== undefined) return named.id;
  problems.add(
    "unknown-resource",
    at,
    `there is no service or resource "${value}" in this manifest`,
    didYouMean(value, names.keys()),
  );
  return value;
}
