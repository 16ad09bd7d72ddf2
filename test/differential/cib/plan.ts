/** What the parts of a random configuration know of each other while it is being made. */
import { type AttributeInput, type Element, element } from "../../../src/cib/xml/tree.ts";
import type { Random } from "../random.ts";

export interface Referent {
  readonly id: string;
  readonly promotable: boolean;
  /** A member of a cloned group, or a bundle's primitive: its name stands for the clone once it has a history. */
  readonly inner?: boolean;
  readonly kind: "primitive" | "group" | "clone" | "bundle" | "member" | "template" | "tag";
}

export interface Plan {
  readonly r: Random;
  /** Epoch seconds of the CIB's first moment. */
  readonly start: number;
  readonly nodes: readonly string[];
  /** Remote, guest and bundle nodes, by name; filled with the resources that make them. */
  readonly remotes: string[];
  /** What constraints can name; filled with the resources. */
  readonly referents: Referent[];
  readonly tickets: readonly string[];
  readonly utilization: boolean;
  /** How many elements have been given ids. */
  ids: number;
}

export function freshId(plan: Plan, stem: string): string {
  plan.ids++;
  return `${stem}-${plan.ids}`;
}

export const SCORES = ["INFINITY", "-INFINITY", "100", "-100", "1", "5", "0", "3000", "-3", "500000", "-500000"];

/** A block of name/value pairs; undefined when there are none. */
export function block(
  plan: Plan,
  tag: string,
  pairs: ReadonlyMap<string, string>,
  options: { readonly rule?: Element | undefined; readonly score?: string | undefined } = {},
): Element[] {
  if (pairs.size === 0) return [];
  const id = freshId(plan, tag === "meta_attributes" ? "meta" : "set");
  const attributes: AttributeInput = { id, score: options.score };
  return [
    element(tag, attributes, [
      ...(options.rule === undefined ? [] : [options.rule]),
      ...[...pairs].map(([name, value]) =>
        element("nvpair", { id: `${id}-${name.replace(/[^\w-]/g, "_")}`, name, value }),
      ),
    ]),
  ];
}

/** Names of the attributes nodes may have, for rules and for colocation by attribute. */
export const SITE = "site";
export const NODE_ATTRIBUTES: readonly (readonly [string, number, readonly string[]])[] = [
  [SITE, 0.6, ["a", "b", "c"]],
  ["rack", 0.4, ["1", "2", "10"]],
  ["weight", 0.3, ["0.5", "2", "10", "junk", "100"]],
  ["score-here", 0.2, ["100", "-100", "INFINITY", "50"]],
];
