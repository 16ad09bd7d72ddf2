/**
 * What differs between two configurations, an object at a time and in an operator's words. Secrets are shown as
 * `(secret)`: a value is one when its name says so or the caller knows it.
 */
import type { Change, Patch } from "../../cib/patch.ts";
import { parsePath } from "../../cib/patch.ts";
import { child, type Element, elements, get, walk } from "../../cib/tree.ts";

export type DifferenceKind = "added" | "changed" | "removed" | "reordered";

export interface Difference {
  readonly kind: DifferenceKind;
  /** The object whose definition differs: a resource's, constraint's or other section's id. */
  readonly object: string;
  /** The part of it, such as `storage-mapping mysql-hosts`; empty when it is the object itself. */
  readonly part: string;
  readonly before?: string;
  readonly after?: string;
}

/** Names whose values are never shown. */
const SECRET_NAMES = /passw|secret|token|private_?key$|^auth$/i;

const HIDDEN = "(secret)";

function shown(e: Element, attribute: string, value: string, secrets: ReadonlySet<string>): string {
  const name = e.name === "nvpair" && attribute === "value" ? (get(e, "name") ?? "") : attribute;
  return SECRET_NAMES.test(name) || secrets.has(value) ? HIDDEN : value;
}

/** Sections whose children are the objects people think of. */
const SECTIONS = new Set([
  "resources",
  "constraints",
  "nodes",
  "crm_config",
  "tags",
  "fencing-topology",
  "acls",
  "alerts",
  "rsc_defaults",
  "op_defaults",
]);

/** Elements that only hold others; the path through them is of no interest. */
const HOLDERS = new Set(["operations", "storage", "instance_attributes", "meta_attributes", "utilization", "network"]);

interface Place {
  readonly element: Element;
  /** From the configuration's section down. */
  readonly trail: readonly Element[];
}

function follow(root: Element, path: string): Place | undefined {
  let at: Element = root;
  const trail: Element[] = [root];
  for (const step of parsePath(path)?.slice(1) ?? []) {
    const next = elements(at, step.name).find((e) => step.id === undefined || get(e, "id") === step.id);
    if (next === undefined) return undefined;
    at = next;
    trail.push(next);
  }
  return { element: at, trail };
}

function label(e: Element): string {
  if (e.name === "nvpair") return get(e, "name") ?? "";
  if (e.name === "op")
    return `${get(e, "name")} operation${get(e, "role") === undefined ? "" : ` (${get(e, "role")})`}`;
  const id = get(e, "id");
  return id === undefined ? e.name : `${e.name} ${id}`;
}

/** The object the trail leads into, and the path inside it. */
function name(trail: readonly Element[]): { object: string; part: string } {
  const section = trail.findIndex((e) => SECTIONS.has(e.name));
  const inside = trail.slice(section + 1);
  const [object, ...rest] = inside;
  if (object === undefined) return { object: trail.at(-1)?.name ?? "", part: "" };
  const parts = rest.filter((e) => !HOLDERS.has(e.name)).map(label);
  if (object.name.endsWith("_attributes") || object.name === "cluster_property_set") {
    return { object: trail[section]?.name ?? "", part: parts.join(", ") };
  }
  return { object: get(object, object.name === "node" ? "uname" : "id") ?? object.name, part: parts.join(", ") };
}

function summary(e: Element, secrets: ReadonlySet<string>): string {
  if (e.name === "nvpair") return shown(e, "value", get(e, "value") ?? "", secrets);
  return [...e.attributes]
    .filter(([n]) => n !== "id")
    .map(([n, v]) => `${n}=${shown(e, n, v, secrets)}`)
    .join(" ");
}

function ofChange(before: Element, change: Change, secrets: ReadonlySet<string>): Difference[] {
  const place = follow(before, change.path);
  if (place === undefined) return [];
  const { element, trail } = place;
  switch (change.operation) {
    case "create": {
      if (change.node.kind !== "element") return [];
      return created(change.node, trail, secrets);
    }
    case "delete":
      return [{ kind: "removed", ...name(trail), before: summary(element, secrets) }];
    case "move":
      return [{ kind: "reordered", ...name(trail) }];
    case "modify":
      return change.changes.map(({ name: attribute, value }): Difference => {
        const old = get(element, attribute);
        const at = name(trail);
        const part =
          element.name === "nvpair" && attribute === "value"
            ? at.part
            : [at.part, attribute].filter((p) => p !== "").join(", ");
        return {
          kind: "changed",
          object: at.object,
          part,
          ...(old === undefined ? {} : { before: shown(element, attribute, old, secrets) }),
          ...(value === undefined ? {} : { after: shown(change.result, attribute, value, secrets) }),
        };
      });
  }
}

/** A new holder is told by what it holds; a whole new object is one difference. */
function created(node: Element, trail: readonly Element[], secrets: ReadonlySet<string>): Difference[] {
  const holder = HOLDERS.has(node.name) || SECTIONS.has(node.name) || node.name === "cluster_property_set";
  if (holder && elements(node).length > 0) return elements(node).flatMap((c) => created(c, [...trail, node], secrets));
  return [{ kind: "added", ...name([...trail, node]), after: summary(node, secrets) }];
}

/**
 * @param before the whole CIB the patch was made from
 * @param unsaid objects that are nobody's business, such as a tool's own records
 */
export function readDifferences(
  before: Element,
  patch: Patch,
  secrets: ReadonlySet<string> = new Set(),
  unsaid: ReadonlySet<string> = new Set(),
): Difference[] {
  return patch.changes.flatMap((change) => ofChange(before, change, secrets)).filter((d) => !unsaid.has(d.object));
}

/** Values of a CIB that are secrets by their names: what logs and plans must not repeat. */
export function secretValues(cib: Element): Set<string> {
  const found = new Set<string>();
  const configuration = child(cib, "configuration");
  for (const e of configuration === undefined ? [] : walk(configuration)) {
    const value = get(e, "value");
    if (e.name === "nvpair" && value !== undefined && value !== "" && SECRET_NAMES.test(get(e, "name") ?? ""))
      found.add(value);
  }
  return found;
}
