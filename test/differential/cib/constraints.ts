/** Random constraints of every kind between the resources of a plan; sets and tags included. */
import { type Element, element } from "../../../src/cib/xml/tree.ts";
import { freshId, type Plan, type Referent, SCORES, SITE } from "./plan.ts";
import { randomRule } from "./rules.ts";

export function constraintsSection(plan: Plan): Element {
  const { r } = plan;
  const makers = r.weighted([
    [3, 2],
    [4, 4],
    [3, 7],
  ]);
  const made: Element[] = [];
  for (let i = r.int(makers + 1); i > 0; i--) made.push(...constraint(plan));
  return element("constraints", {}, made);
}

export function constraint(plan: Plan): Element[] {
  const make = plan.r.weighted([
    [5, location],
    [5, colocation],
    [5, order],
    [1, colocationSets],
    [1.5, orderSets],
    [1, ticket],
  ]);
  const made = make(plan);
  return made === undefined ? [] : [made];
}

export function tagsSection(plan: Plan): Element[] {
  const { r } = plan;
  const candidates = plan.referents.filter((x) => x.kind !== "template" && x.kind !== "tag");
  if (candidates.length < 2 || !r.chance(0.15)) return [];
  const members = r.sample(candidates, r.between(1, 3));
  plan.referents.push({
    id: "tag1",
    kind: "tag",
    promotable: members.every((m) => m.promotable),
    inner: members.some((m) => m.inner === true),
  });
  const refs = members.map(({ id }) => element("obj_ref", { id }));
  return [element("tags", {}, [element("tag", { id: "tag1" }, refs)])];
}

function pair(plan: Plan): [Referent, Referent] | undefined {
  const [a, b] = plan.r.shuffle(plan.referents);
  return a === undefined || b === undefined ? undefined : [a, b];
}

function role(plan: Plan, of: Referent): string | undefined {
  const { r } = plan;
  if (!of.promotable) return r.chance(0.04) ? r.pick(["Started", "Stopped", "Promoted"]) : undefined;
  return r.weighted([
    [4, undefined],
    [4, "Promoted"],
    [1, "Unpromoted"],
    [1, "Started"],
    [1, "Master"],
    [0.3, "Slave"],
    [0.3, "Stopped"],
  ]);
}

function location(plan: Plan): Element | undefined {
  const { r } = plan;
  const [target] = r.shuffle(plan.referents);
  if (target === undefined) return undefined;
  const id = freshId(plan, "loc");
  const discovery = r.weighted([
    [8, undefined],
    [1, "always"],
    [1, "never"],
    [1, "exclusive"],
  ]);
  const who = r.weighted<() => Readonly<Record<string, string | undefined>>>([
    [10, () => ({ rsc: target.id, role: role(plan, target) })],
    [1, () => ({ "rsc-pattern": r.pick(["^rsc", "!^rsc", "(.*)-m1", `^(${target.id})$`, "cln.*"]) })],
    [1, () => ({})],
  ])();
  const sets = who.rsc === undefined && who["rsc-pattern"] === undefined ? [resourceSet(plan, "location")] : [];
  if (r.chance(0.35)) {
    const scored = r.chance(0.15)
      ? { "score-attribute": r.pick(["score-here", "weight", "score-%1"]) }
      : { score: r.pick(SCORES) };
    const rule = randomRule(plan, { attributes: true }, { ...scored, role: r.chance(0.05) ? "Promoted" : undefined });
    return element("rsc_location", { id, ...who, "resource-discovery": discovery }, [...sets, rule]);
  }
  const node = r.pick([...plan.nodes, ...plan.nodes, ...plan.remotes]);
  return element("rsc_location", { id, ...who, score: r.pick(SCORES), node, "resource-discovery": discovery }, sets);
}

function colocation(plan: Plan): Element | undefined {
  const { r } = plan;
  const both = pair(plan);
  if (both === undefined) return undefined;
  const [dependent, primary] = both;
  return element("rsc_colocation", {
    id: freshId(plan, "col"),
    rsc: dependent.id,
    "with-rsc": primary.id,
    score: r.weighted([
      [4, "INFINITY"],
      [2, "-INFINITY"],
      [1, undefined],
      [5, r.pick(SCORES)],
    ]),
    "rsc-role": role(plan, dependent),
    "with-rsc-role": role(plan, primary),
    influence: r.weighted([
      [8, undefined],
      [1, "true"],
      [2, "false"],
    ]),
    "node-attribute": r.weighted([
      [12, undefined],
      [2, SITE],
      [0.5, "absent"],
      [0.5, "#uname"],
    ]),
  });
}

function task(plan: Plan, of: Referent): string | undefined {
  const { r } = plan;
  if (!of.promotable)
    return r.weighted([
      [12, undefined],
      [2, "start"],
      [1, "stop"],
    ]);
  return r.weighted([
    [4, undefined],
    [2, "start"],
    [1, "stop"],
    [4, "promote"],
    [1, "demote"],
  ]);
}

function order(plan: Plan): Element | undefined {
  const { r } = plan;
  const both = pair(plan);
  if (both === undefined) return undefined;
  const [first, then] = both;
  const kind = r.weighted([
    [5, undefined],
    [2, "Mandatory"],
    [2, "Optional"],
    [1, "Serialize"],
  ]);
  const named = new Map([
    ["first", first.id],
    ["then", then.id],
  ]);
  return element("rsc_order", {
    id: freshId(plan, "ord"),
    ...Object.fromEntries(named),
    "first-action": task(plan, first),
    "then-action": task(plan, then),
    kind,
    score: kind === undefined && r.chance(0.15) ? r.pick(["0", "INFINITY", "100"]) : undefined,
    symmetrical: r.weighted([
      [6, undefined],
      [1, "true"],
      [2, "false"],
    ]),
    "require-all": r.weighted([
      [8, undefined],
      [1, "true"],
      [2, "false"],
    ]),
  });
}

type SetUse = "location" | "colocation" | "order" | "ticket";

function resourceSet(plan: Plan, use: SetUse, excluded: ReadonlySet<Referent> = new Set()): Element {
  const { r } = plan;
  // A set that names a cloned group's member can colocate the clone with itself, and then what crm_simulate decides
  // depends on how much it is told to log (-VVVVVV): there is no answer to agree with.
  const candidates = plan.referents.filter((x) => !excluded.has(x) && !(use === "colocation" && x.inner === true));
  const members = r.shuffle(r.sample(candidates, r.between(1, 3)));
  const promotable = members.length > 0 && members.every((m) => m.promotable);
  return element(
    "resource_set",
    {
      id: freshId(plan, "rset"),
      sequential:
        use === "location"
          ? undefined
          : r.weighted([
              [3, undefined],
              [1, "true"],
              [2, "false"],
            ]),
      "require-all":
        use === "order"
          ? r.weighted([
              [4, undefined],
              [1, "true"],
              [2, "false"],
            ])
          : undefined,
      action:
        use === "order"
          ? r.weighted([
              [5, undefined],
              [1, "start"],
              [0.5, "stop"],
              [promotable ? 3 : 0.1, "promote"],
            ])
          : undefined,
      role:
        use === "colocation" || use === "ticket"
          ? r.weighted([
              [5, undefined],
              [1, "Started"],
              [promotable ? 3 : 0.1, "Promoted"],
            ])
          : undefined,
      score: use === "colocation" && r.chance(0.2) ? r.pick(SCORES) : undefined,
      kind: use === "order" && r.chance(0.1) ? r.pick(["Optional", "Mandatory", "Serialize"]) : undefined,
    },
    members.map(({ id }) => element("resource_ref", { id })),
  );
}

/** Sets with different members: a set of resources that stand before themselves is nothing a person writes. */
function sets(plan: Plan, use: SetUse): Element[] {
  const used = new Set<Referent>();
  const made: Element[] = [];
  for (
    let i = plan.r.weighted([
      [3, 1],
      [4, 2],
      [2, 3],
    ]);
    i > 0;
    i--
  ) {
    const set = resourceSet(plan, use, used);
    if (set.children.length === 0) break;
    made.push(set);
    for (const ref of set.children) {
      const found = plan.referents.find((x) => ref.kind === "element" && x.id === ref.attributes.get("id"));
      if (found !== undefined) used.add(found);
    }
  }
  return made;
}

function colocationSets(plan: Plan): Element | undefined {
  const made = sets(plan, "colocation");
  if (made.length === 0) return undefined;
  return element("rsc_colocation", { id: freshId(plan, "cset"), score: plan.r.pick(SCORES) }, made);
}

function orderSets(plan: Plan): Element | undefined {
  const { r } = plan;
  const made = sets(plan, "order");
  if (made.length === 0) return undefined;
  const kind = r.weighted([
    [4, undefined],
    [2, "Mandatory"],
    [2, "Optional"],
    [1, "Serialize"],
  ]);
  const symmetrical = r.weighted([
    [5, undefined],
    [1, "false"],
    [1, "true"],
  ]);
  return element("rsc_order", { id: freshId(plan, "oset"), kind, symmetrical }, made);
}

function ticket(plan: Plan): Element | undefined {
  const { r } = plan;
  const [target] = r.shuffle(plan.referents);
  if (target === undefined) return undefined;
  const policy = r.weighted([
    [2, undefined],
    [1, "stop"],
    [1, "demote"],
    [1, "freeze"],
    [1, "fence"],
  ]);
  const common = { id: freshId(plan, "tick"), ticket: r.pick(plan.tickets), "loss-policy": policy };
  if (r.chance(0.25)) {
    const made = sets(plan, "ticket");
    if (made.length > 0) return element("rsc_ticket", common, made);
  }
  return element("rsc_ticket", { ...common, rsc: target.id, "rsc-role": role(plan, target) });
}
