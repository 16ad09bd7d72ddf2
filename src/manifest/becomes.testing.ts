/** What a key of a manifest becomes in the CIB, in short: the elements and attributes by which two CIBs differ. */
import { type Element, elements, get } from "../cib/xml/tree.ts";
import { OWNERSHIP_TAG } from "./merge/ownership.ts";

/** Where an element stands is clear without these. */
const SECTIONS: ReadonlySet<string> = new Set([
  "configuration",
  "crm_config",
  "nodes",
  "resources",
  "constraints",
  "fencing-topology",
  "tags",
  "alerts",
  "acls",
]);

/** Elements that only hold others: what is in them is named, and where it stands. */
const HOLDERS: ReadonlySet<string> = new Set([
  "cluster_property_set",
  "rsc_defaults",
  "op_defaults",
  "instance_attributes",
  "meta_attributes",
  "operations",
  "storage",
  "utilization",
]);

/** Elements whose id follows from what is in them. */
const DERIVED_ID =
  /^(?:nvpair|op|storage-mapping|fencing-level|rule|expression|date_expression|date_spec|resource_set|port-mapping|select)$/;

/** So many are named; of more only the number is given. */
const MOST = 3;
/** Characters of a value; what is longer is cut in the middle. */
const LONGEST = 50;

/** Undefined where the CIBs do not differ. */
export function becomes(before: Element, after: Element): string | undefined {
  const come = [...differences(before, after, "", new Set(["id"]))];
  if (come.length > 0) return listed(come);
  const gone = [...differences(after, before, "", new Set(["id"]))];
  if (gone.length > 0) return `no ${listed(gone)}`;
  // Ids follow from the rest but where a manifest gives one.
  const named = [...differences(before, after, "", new Set())];
  return named.length === 0 ? undefined : listed(named);
}

function listed(all: readonly string[]): string {
  const distinct = [...new Set(all)];
  const shown = distinct.slice(0, MOST).map((text) => `\`${text}\``);
  const more = distinct.length - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${more} more`;
}

/**
 * What `is` has and `was` has not: a new element by its attributes, an old one by those that changed.
 * @param apart attributes in which an old one may differ
 */
function* differences(was: Element, is: Element, where: string, apart: ReadonlySet<string>): Generator<string> {
  const byKey = new Map(elements(was).map((e) => [keyOf(e), e]));
  for (const e of elements(is)) {
    // What the manifest made is kept in a tag, whatever the key.
    if (e.name === "tag" && get(e, "id") === OWNERSHIP_TAG) continue;
    const old = byKey.get(keyOf(e));
    const holds = SECTIONS.has(e.name) || HOLDERS.has(e.name);
    if (old === undefined && !holds) {
      const attributes = [...e.attributes].filter(([name]) => name !== "id" || !DERIVED_ID.test(e.name));
      if (attributes.length > 0 || elements(e).length === 0) yield where + tag(e, attributes);
      // A constraint or a rule is known by what is in it as well.
      if (attributes.length === 0 || /^(?:rsc_.*|rule)$/.test(e.name))
        yield* differences({ ...e, children: [] }, e, `${where}<${e.name}>`, apart);
      continue;
    }
    const changed = [...e.attributes].filter(([name, value]) => !apart.has(name) && get(old ?? e, name) !== value);
    if (changed.length > 0) yield where + tag(e, [...new Map([...named(e), ...changed])]);
    const inside = SECTIONS.has(e.name) ? "" : HOLDERS.has(e.name) ? `${where}<${e.name}>` : `<${e.name}>`;
    yield* differences(old ?? { ...e, children: [] }, e, inside, apart);
  }
}

/** Names an element among those beside it. */
function keyOf(e: Element): string {
  if (SECTIONS.has(e.name) || HOLDERS.has(e.name)) return e.name;
  if (e.name === "op") return `op ${get(e, "name")} ${get(e, "role") ?? ""}`;
  return `${e.name} ${(e.name === "nvpair" ? get(e, "name") : get(e, "id")) ?? ""}`;
}

/** What an element that was there before is recognized by. */
function named(e: Element): [string, string][] {
  return ["name", "role"].flatMap((name): [string, string][] => {
    const value = get(e, name);
    return value === undefined ? [] : [[name, value]];
  });
}

function tag({ name }: Element, attributes: readonly (readonly [string, string])[]): string {
  return `<${[name, ...attributes.map(([key, value]) => `${key}="${short(value)}"`)].join(" ")}>`;
}

function short(value: string): string {
  return value.length <= LONGEST ? value : `${value.slice(0, LONGEST / 2)}…${value.slice(-LONGEST / 2)}`;
}
