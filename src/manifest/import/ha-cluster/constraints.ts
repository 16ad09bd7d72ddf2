/** The constraints of the role's variables, each as an entry of the manifest's section. */
import { type Plain, type PlainMap, plainMap } from "../../words/plain.ts";
import { textMap } from "./settings.ts";
import type { DeclaredResourceSets, Pairs, Variables } from "./variables.ts";

export function constraintsOf(said: Variables): readonly PlainMap[] {
  const one = (kind: string, keys: PlainMap): PlainMap => new Map<string, Plain>([[kind, keys]]);
  return [
    ...(said.ha_cluster_constraints_location ?? []).map(({ resource, node, rule, id, options }) =>
      one(
        "location",
        new Map([
          ...plainMap({ id, resource: resource.id, pattern: resource.pattern, node, rule, role: resource.role }),
          ...plainMap({ score: textMap(options).has("score") ? undefined : "INFINITY" }),
          ...renamed(options, DISCOVERY),
        ]),
      ),
    ),
    ...(said.ha_cluster_constraints_colocation ?? []).map((c) =>
      one(
        "colocation",
        new Map([
          ...plainMap({ id: c.id, resource: c.resource_follower?.id, with: c.resource_leader?.id }),
          ...plainMap({ role: c.resource_follower?.role, "with-role": c.resource_leader?.role }),
          ...plainMap({ sets: setsOf(c.resource_sets) }),
          ...textMap(c.options),
        ]),
      ),
    ),
    ...(said.ha_cluster_constraints_order ?? []).map((c) =>
      one(
        "order",
        new Map([
          ...plainMap({ id: c.id, first: c.resource_first?.id }),
          // biome-ignore lint/suspicious/noThenProperty: a key of the manifest
          ...plainMap({ then: c.resource_then?.id }),
          ...plainMap({ "first-action": c.resource_first?.action, "then-action": c.resource_then?.action }),
          ...plainMap({ sets: setsOf(c.resource_sets) }),
          ...textMap(c.options),
        ]),
      ),
    ),
    ...(said.ha_cluster_constraints_ticket ?? []).map((c) =>
      one(
        "ticket",
        new Map([
          ...plainMap({ id: c.id, ticket: c.ticket, resource: c.resource?.id, role: c.resource?.role }),
          ...plainMap({ sets: setsOf(c.resource_sets) }),
          ...textMap(c.options),
        ]),
      ),
    ),
  ];
}

const DISCOVERY: ReadonlyMap<string, string> = new Map([["resource-discovery", "discovery"]]);

function renamed(options: Pairs | undefined, names: ReadonlyMap<string, string>): PlainMap {
  return new Map([...textMap(options)].map(([key, value]) => [names.get(key) ?? key, value]));
}

function setsOf(sets: DeclaredResourceSets | undefined): Plain | undefined {
  return sets?.map(
    ({ resource_ids, options }) =>
      new Map([...plainMap({ resources: resource_ids.map(({ value }) => value) }), ...textMap(options)]),
  );
}
