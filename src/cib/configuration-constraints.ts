/** The constraints section read into plain values. See configuration.ts. */

import { parseBoolean } from "./boolean.ts";
import { dereference, type IndexById } from "./index.ts";
import { parseScore } from "./score.ts";
import { type Element, elements, get, idOf } from "./tree.ts";

/** A resource as constraints name it: the resource, template or tag, and the role it must have, if any. */
export interface Reference {
  readonly id: string;
  readonly role: string | undefined;
}

export interface ResourceSet {
  readonly id: string;
  readonly resources: readonly string[];
  readonly role: string | undefined;
  readonly action: string | undefined;
  readonly score: number | undefined;
  /** As written; what it is otherwise depends on the constraint. */
  readonly sequential: boolean | undefined;
  readonly requireAll: boolean | undefined;
  readonly element: Element;
}

interface ConstraintBase {
  readonly id: string;
  readonly element: Element;
  /** Instead of the resources named directly. */
  readonly sets: readonly ResourceSet[];
}

export interface LocationConstraint extends ConstraintBase {
  readonly kind: "location";
  readonly resource: Reference | undefined;
  readonly pattern: string | undefined;
  readonly node: string | undefined;
  readonly score: number | undefined;
  readonly rules: readonly Element[];
  readonly discovery: string | undefined;
}

export interface ColocationConstraint extends ConstraintBase {
  readonly kind: "colocation";
  readonly resource: Reference | undefined;
  readonly with: Reference | undefined;
  readonly score: number | undefined;
  readonly nodeAttribute: string | undefined;
}

export interface OrderConstraint extends ConstraintBase {
  readonly kind: "order";
  readonly firstResource: Reference | undefined;
  readonly firstAction: string | undefined;
  readonly thenResource: Reference | undefined;
  readonly thenAction: string | undefined;
  readonly strength: "Mandatory" | "Optional" | "Serialize";
  readonly symmetrical: boolean;
}

export interface TicketConstraint extends ConstraintBase {
  readonly kind: "ticket";
  readonly resource: Reference | undefined;
  readonly ticket: string;
  readonly lossPolicy: string | undefined;
}

export type Constraint = LocationConstraint | ColocationConstraint | OrderConstraint | TicketConstraint;

/** In document order; elements that are no constraints are passed over. */
export function readConstraints(section: Element | undefined, byId: IndexById): Constraint[] {
  return section === undefined ? [] : elements(section).flatMap((e) => readConstraint(e, byId) ?? []);
}

/** Everything a constraint speaks of, by id, each once. */
export function resourcesOf(constraint: Constraint): string[] {
  const direct: (Reference | undefined)[] =
    constraint.kind === "order"
      ? [constraint.firstResource, constraint.thenResource]
      : constraint.kind === "colocation"
        ? [constraint.resource, constraint.with]
        : [constraint.resource];
  const ids = [
    ...direct.flatMap((reference) => reference?.id ?? []),
    ...constraint.sets.flatMap((set) => set.resources),
  ];
  return [...new Set(ids)];
}

function readConstraint(e: Element, byId: IndexById): Constraint | undefined {
  const base: ConstraintBase = { id: idOf(e), element: e, sets: readSets(e, byId) };
  const score = parseScore(get(e, "score"));
  switch (e.name) {
    case "rsc_location":
      return {
        ...base,
        kind: "location",
        resource: reference(e, "rsc", "role"),
        pattern: get(e, "rsc-pattern"),
        node: get(e, "node"),
        score,
        rules: elements(e, "rule").flatMap((rule) => dereference(rule, byId) ?? []),
        discovery: get(e, "resource-discovery"),
      };
    case "rsc_colocation":
      return {
        ...base,
        kind: "colocation",
        resource: reference(e, "rsc", "rsc-role"),
        with: reference(e, "with-rsc", "with-rsc-role"),
        score,
        nodeAttribute: get(e, "node-attribute"),
      };
    case "rsc_order": {
      const strength = orderStrength(e, score);
      return {
        ...base,
        kind: "order",
        firstResource: reference(e, "first", undefined),
        firstAction: get(e, "first-action"),
        thenResource: reference(e, "then", undefined),
        thenAction: get(e, "then-action"),
        strength,
        symmetrical: parseBoolean(get(e, "symmetrical")) ?? strength !== "Serialize",
      };
    }
    case "rsc_ticket":
      return {
        ...base,
        kind: "ticket",
        resource: reference(e, "rsc", "rsc-role"),
        ticket: get(e, "ticket") ?? "",
        lossPolicy: get(e, "loss-policy"),
      };
    default:
      return undefined;
  }
}

function reference(e: Element, attribute: string, role: string | undefined): Reference | undefined {
  const id = get(e, attribute);
  return id === undefined ? undefined : { id, role: role === undefined ? undefined : get(e, role) };
}

/** Before there were kinds, a score of zero made an order advisory. */
function orderStrength(e: Element, score: number | undefined): OrderConstraint["strength"] {
  switch (get(e, "kind")?.toLowerCase()) {
    case "optional":
      return "Optional";
    case "serialize":
      return "Serialize";
    case undefined:
      return score === 0 ? "Optional" : "Mandatory";
    default:
      return "Mandatory";
  }
}

function readSets(e: Element, byId: IndexById): ResourceSet[] {
  return elements(e, "resource_set").flatMap((own) => {
    const set = dereference(own, byId);
    if (set === undefined) return [];
    return {
      id: idOf(set),
      resources: elements(set, "resource_ref").map(idOf),
      role: get(set, "role"),
      action: get(set, "action"),
      score: parseScore(get(set, "score")),
      sequential: parseBoolean(get(set, "sequential")),
      requireAll: parseBoolean(get(set, "require-all")),
      element: set,
    };
  });
}
