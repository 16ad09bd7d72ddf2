/**
 * Lists the differences of two configurations, object by object, in an operator's words. Secrets are shown as `(secret)`:
 * values with the name of a secret, and those that the caller lists.
 */

import type { Change, Patch } from "../../cib/patch/patch.ts";
import { parsePath } from "../../cib/patch/patch.ts";
import type { Place } from "../../cib/problem.ts";
import { HIDDEN, isSecretName, isSecretPair, withoutCredentials } from "../../cib/secret-text.ts";
import { SECTIONS } from "../../cib/sections.ts";
import { type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import type { Difference } from "./document.ts";

/** Ids that can be asked for one. */
export type Ids = Pick<ReadonlySet<string>, "has">;

/** A difference, with the elements from the root to the one that differs (the old one, or the new one). */
export interface LocatedDifference {
  readonly difference: Difference;
  readonly trail: readonly Element[];
}

/**
 * Finds the file and line of an element.
 * @param attribute the attribute that differs, if it is not the whole element
 */
export type Locate = (trail: readonly Element[], attribute: string | undefined) => Place | undefined;

function shown(e: Element, attribute: string, value: string, secrets: ReadonlySet<string>): string {
  const secret = e.name === "nvpair" && attribute === "value" ? isSecretPair(e) : isSecretName(attribute);
  return secret || secrets.has(value) ? HIDDEN : withoutCredentials(value);
}

/** Sections whose children are objects that an operator knows by id. */
const OBJECTS: ReadonlySet<string> = new Set(SECTIONS);

/** Elements that only contain others, left out of paths, and what they are called where they are what differs. */
const HOLDERS: ReadonlyMap<string, string> = new Map([
  ["operations", "operations"],
  ["storage", "mounts"],
  ["instance_attributes", "parameters"],
  ["meta_attributes", "meta attributes"],
  ["utilization", "utilization"],
  ["network", "network"],
]);

/** The elements from the root to the one that the path names. */
function follow(root: Element, path: string): Element[] | undefined {
  let at: Element = root;
  const trail: Element[] = [root];
  for (const step of parsePath(path)?.slice(1) ?? []) {
    const next = elements(at, step.name).find((e) => step.id === undefined || get(e, "id") === step.id);
    if (next === undefined) return undefined;
    at = next;
    trail.push(next);
  }
  return trail;
}

/** The path of the last of these in the CIB, whose root is the first. */
export function pathOf(trail: readonly Element[]): string {
  return trail.map((e) => `/${e.name}${get(e, "id") === undefined ? "" : `[@id='${get(e, "id")}']`}`).join("");
}

function label(e: Element): string {
  const holder = HOLDERS.get(e.name);
  if (holder !== undefined) return holder;
  if (e.name === "nvpair") return get(e, "name") ?? "";
  if (e.name === "op")
    return `${get(e, "name")} operation${get(e, "role") === undefined ? "" : ` (${get(e, "role")})`}`;
  const id = get(e, "id");
  return id === undefined ? e.name : `${e.name} ${id}`;
}

/** The object on the trail, and the path inside it. */
function name(trail: readonly Element[], attribute: string | undefined): { object: string; part: string } {
  const section = trail.findIndex((e) => OBJECTS.has(e.name));
  const inside = trail.slice(section + 1);
  const [object, ...rest] = inside;
  if (object === undefined) return { object: trail.at(-1)?.name ?? "", part: "" };
  const whole = attribute === undefined ? rest.at(-1) : undefined;
  const parts = rest.filter((e) => e === whole || !HOLDERS.has(e.name)).map(label);
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

type Said = Omit<Difference, "object" | "part" | "path" | "where">;

/** Makes differences, each with its place in the CIB. */
class Teller {
  readonly #secrets: ReadonlySet<string>;
  readonly #locate: Locate;

  constructor(secrets: ReadonlySet<string>, locate: Locate) {
    this.#secrets = secrets;
    this.#locate = locate;
  }

  tell(before: Element, change: Change): LocatedDifference[] {
    const trail = follow(before, change.path);
    const element = trail?.at(-1);
    if (trail === undefined || element === undefined) return [];
    switch (change.operation) {
      case "create":
        return change.node.kind === "element" ? this.#created(change.node, trail) : [];
      case "delete":
        return this.#contents(element, trail).map((inside) =>
          this.#made(inside, { kind: "removed", before: summary(inside.at(-1) ?? element, this.#secrets) }),
        );
      case "move":
        return [this.#made(trail, { kind: "reordered" })];
      case "modify":
        return change.changes.map(({ name: attribute, value }) => {
          const old = get(element, attribute);
          const before = old === undefined ? undefined : shown(element, attribute, old, this.#secrets);
          const after = value === undefined ? undefined : shown(change.result, attribute, value, this.#secrets);
          // What a secret takes the place of was one too: it is known by no name, and no file has it any longer.
          const secret = before === HIDDEN || after === HIDDEN;
          const said: Said = {
            kind: "changed",
            ...(before === undefined ? {} : { before: secret ? HIDDEN : before }),
            ...(after === undefined ? {} : { after: secret ? HIDDEN : after }),
          };
          return this.#made(trail, said, attribute);
        });
    }
  }

  #created(node: Element, parents: readonly Element[]): LocatedDifference[] {
    return this.#contents(node, [...parents, node]).map((inside) =>
      this.#made(inside, { kind: "added", after: summary(inside.at(-1) ?? node, this.#secrets) }),
    );
  }

  /** An element that only contains others is shown by its contents; an object is one difference. */
  #contents(node: Element, trail: readonly Element[]): (readonly Element[])[] {
    const holder = HOLDERS.has(node.name) || OBJECTS.has(node.name) || node.name === "cluster_property_set";
    if (!holder || elements(node).length === 0) return [trail];
    return elements(node).flatMap((c) => this.#contents(c, [...trail, c]));
  }

  #made(trail: readonly Element[], said: Said, attribute?: string): LocatedDifference {
    const { object, part } = name(trail, attribute);
    const value = attribute === "value" && trail.at(-1)?.name === "nvpair";
    const where = this.#locate(trail, attribute);
    const difference = {
      ...said,
      object,
      part: attribute === undefined || value ? part : [part, attribute].filter((p) => p !== "").join(", "),
      path: `${pathOf(trail)}${attribute === undefined ? "" : `/@${attribute}`}`,
      ...(where === undefined ? {} : { where }),
    };
    return { difference, trail };
  }
}

export interface DifferenceOptions {
  /** Secret values. */
  readonly secrets?: ReadonlySet<string> | undefined;
  /** Ids of elements that are not shown, with their contents, such as Holdfast's own records. */
  readonly unsaid?: Ids | undefined;
  readonly locate?: Locate | undefined;
}

/** @param before the whole CIB the patch was made from */
export function listDifferences(before: Element, patch: Patch, options: DifferenceOptions = {}): LocatedDifference[] {
  const { secrets = new Set(), unsaid = new Set<string>(), locate = () => undefined } = options;
  const teller = new Teller(secrets, locate);
  const elsewhere = newPlaces(before, patch);
  return patch.changes
    .flatMap((change) => teller.tell(before, change))
    .map((located) => asMoved(located, elsewhere))
    .filter(({ trail }) => !trail.some((e) => unsaid.has(idOf(e) ?? "")));
}

const keyOf = (e: Element): string => `${e.name} ${idOf(e)}`;

/** What elements with an id that the patch creates are in: the created element around them, or their parent. */
function newPlaces(before: Element, patch: Patch): ReadonlyMap<string, Element> {
  const places = new Map<string, Element>();
  for (const change of patch.changes) {
    if (change.operation !== "create" || change.node.kind !== "element") continue;
    const parent = follow(before, change.path)?.at(-1);
    for (const e of walk(change.node)) {
      const around = e === change.node ? parent : change.node;
      if (around !== undefined && get(e, "id") !== undefined) places.set(keyOf(e), around);
    }
  }
  return places;
}

/** What is removed in one place and created in another, such as a resource that is put into a group, is moved. */
function asMoved(located: LocatedDifference, places: ReadonlyMap<string, Element>): LocatedDifference {
  const target = located.trail.at(-1);
  const around = target === undefined || get(target, "id") === undefined ? undefined : places.get(keyOf(target));
  if (located.difference.kind !== "removed" || around === undefined) return located;
  const { before: _, ...difference } = located.difference;
  return { ...located, difference: { ...difference, kind: "moved", after: label(around) } };
}
