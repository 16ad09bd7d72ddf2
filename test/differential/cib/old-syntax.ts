/** The same configuration as people wrote it for older schemas; Pacemaker upgrades it before it looks at it. */
import { type Element, element, elements, get, idOf, withAttribute, withChildren } from "../../../src/cib/xml/tree.ts";
import type { Dialect } from "../../../src/scheduler/model/dialect.ts";
import type { Random } from "../random.ts";

/** Rewrites what it happens upon, and names a schema that takes it and that the release knows. */
export function ageing(r: Random, cib: Element, dialect: Dialect): Element {
  const newer = dialect.knowsPromoted ? "pacemaker-3.10" : "pacemaker-3.5";
  const schema = r.pick(["pacemaker-3.0", "pacemaker-3.4", newer, "pacemaker-2.0", "pacemaker-2.10"]);
  return withAttribute(rewrite(r, cib), "validate-with", schema);
}

function rewrite(r: Random, e: Element): Element {
  const inner: Element = withChildren(
    e,
    e.children.map((c) => (c.kind === "element" ? rewrite(r, c) : c)),
  );
  switch (e.name) {
    case "clone":
      return r.chance(0.5) ? asMaster(inner) : inner;
    case "rsc_location":
      return manyRules(r, inner);
    case "instance_attributes":
    case "meta_attributes":
    case "cluster_property_set":
      return oddPairs(r, inner);
    case "podman":
    case "docker":
      return r.chance(0.5) ? renamed(inner, "promoted-max", "masters") : inner;
    case "op":
    case "rsc_colocation":
    case "resource_set":
    case "rsc_ticket":
      return oldRoles(r, inner);
    default:
      return inner;
  }
}

function asMaster(clone: Element): Element {
  const promotable = elements(clone, "meta_attributes").some((block) =>
    elements(block, "nvpair").some((p) => get(p, "name") === "promotable"),
  );
  if (!promotable) return clone;
  const children = clone.children.map((c) => {
    if (c.kind !== "element" || c.name !== "meta_attributes") return c;
    const pairs = c.children.filter((p) => p.kind !== "element" || get(p, "name") !== "promotable");
    return withChildren(
      c,
      pairs.map((p) =>
        p.kind === "element" ? withAttribute(p, "name", OLD_NAMES.get(get(p, "name") ?? "") ?? get(p, "name")) : p,
      ),
    );
  });
  return { ...clone, name: "master", children };
}

const OLD_NAMES = new Map([
  ["promoted-max", "master-max"],
  ["promoted-node-max", "master-node-max"],
]);

/** Several rules in one constraint, or a time in which it holds. */
function manyRules(r: Random, location: Element): Element {
  const rule = elements(location, "rule")[0];
  if (rule === undefined || !r.chance(0.4)) return location;
  const id = `${idOf(rule)}-too`;
  const second = element("rule", { id, score: r.pick(["10", "-10", "INFINITY"]) }, [
    element("expression", { id: `${id}-e`, attribute: "#uname", operation: "defined" }),
  ]);
  return withChildren(location, [...location.children, second]);
}

/** The same name twice, or a name without a value. */
function oddPairs(r: Random, block: Element): Element {
  const pair = elements(block, "nvpair")[0];
  if (pair === undefined || !r.chance(0.08)) return block;
  const again = withAttribute(pair, "id", `${idOf(pair)}-again`);
  return withChildren(block, [...block.children, withAttribute(again, "value", r.pick([undefined, "20", "true"]))]);
}

const OLD_ROLES = new Map([
  ["Promoted", "Master"],
  ["Unpromoted", "Slave"],
]);

const oldRoles = (r: Random, e: Element): Element => withOldRoles(e, () => r.chance(0.7));

/** Every role that a schema has a say in, in the words that all schemas take. */
export function inOldRoles(e: Element): Element {
  const inner = withChildren(
    e,
    e.children.map((c) => (c.kind === "element" ? inOldRoles(c) : c)),
  );
  return withOldRoles(inner, () => true);
}

function withOldRoles(e: Element, chosen: () => boolean): Element {
  return ["role", "rsc-role", "with-rsc-role"].reduce((result, name) => {
    const old = OLD_ROLES.get(get(result, name) ?? "");
    return old !== undefined && chosen() ? withAttribute(result, name, old) : result;
  }, e);
}

function renamed(e: Element, from: string, to: string): Element {
  const value = get(e, from);
  return value === undefined ? e : withAttribute(withAttribute(e, from, undefined), to, value);
}
