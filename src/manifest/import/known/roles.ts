/** Roles: which nodes run which services, where not every node runs all. A role for each set of services there is. */
import { type Element, get } from "../../../cib/xml/tree.ts";
import { type PlainMap, plainMap } from "../../words/plain.ts";
import type { Section } from "../yaml-text.ts";
import type { KnownBundle } from "./bundles.ts";
import { inSection } from "./in-section.ts";

interface Roles {
  readonly sections: readonly Section[];
  readonly ofNodes: ReadonlyMap<string, PlainMap>;
}

export function rolesOf(configuration: Element, bundles: readonly KnownBundle[]): Roles {
  const nodes = inSection(configuration, "nodes").map((node) => get(node, "uname") ?? "");
  if (bundles.every((bundle) => bundle.nodes.length === nodes.length)) return { sections: [], ofNodes: new Map() };
  const groups = new Map<string, { readonly services: readonly string[]; readonly nodes: string[] }>();
  for (const node of nodes) {
    const services = bundles.filter((bundle) => bundle.nodes.includes(node)).map(({ name }) => name);
    const group = groups.get(services.join()) ?? { services, nodes: [] };
    group.nodes.push(node);
    groups.set(services.join(), group);
  }
  const taken = new Set<string>();
  const roles = new Map<string, readonly string[]>();
  const ofNodes = new Map<string, PlainMap>();
  for (const group of groups.values()) {
    const name = group.services.length === 0 ? undefined : roleName(group.nodes, taken);
    if (name !== undefined) roles.set(name, group.services);
    for (const node of group.nodes) ofNodes.set(node, plainMap({ roles: name === undefined ? [] : [name] }));
  }
  return { sections: [{ key: "roles", comments: [], entries: roles }], ofNodes };
}

/** After what the nodes' names have in common before their number, as TripleO calls roles: Controller of controller-0. */
function roleName(nodes: readonly string[], taken: Set<string>): string {
  const stems = new Set(nodes.map((node) => node.split(".")[0]?.replace(/[-_]?\d+$/, "") ?? ""));
  const [stem = ""] = stems.size === 1 ? stems : [];
  const words = stem.split(/[-_]/).filter((part) => /^[A-Za-z]/.test(part));
  const made = words.map((part) => `${part[0]?.toUpperCase()}${part.slice(1)}`).join("");
  const wanted = made === "" ? "Role" : made;
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}${i}`;
  taken.add(name);
  return name;
}
