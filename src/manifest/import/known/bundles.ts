/** Bundles that are services of the catalogue, by their id, each with the nodes that its role attribute sends it to. */
import { child, type Element, elements, get, idOf } from "../../../cib/xml/tree.ts";
import { CATALOGUE } from "../../catalogue/catalogue.ts";
import type { Deployment } from "../../catalogue/entry.ts";
import { roleLocation } from "../../compile/constraint-elements.ts";
import { overlay } from "../../merge/overlay.ts";
import type { Service } from "../../model/model.ts";
import { containerOf } from "../../words/bundle.ts";
import { withoutSwitches } from "../source/left-alone.ts";
import { inSection } from "./in-section.ts";
import { plainDeployment } from "./plain-deployment.ts";
import type { Search } from "./search.ts";

export interface KnownBundle {
  /** As the catalogue calls the service. */
  readonly name: string;
  /** As it is, without what operators switch. */
  readonly element: Element;
  readonly runtime: "podman" | "docker";
  readonly roleAttribute: string;
  /** The id of the constraint that keeps it to its nodes. */
  readonly location: string;
  /** Nodes that have the role, in the order of the configuration. */
  readonly nodes: readonly string[];
  build(deployment: Deployment): Service;
}

/** Of one runtime: that of the first, since a manifest has one. */
export function bundlesOf({ configuration, without }: Search): readonly KnownBundle[] {
  const found = [...CATALOGUE.values()].flatMap((entry): KnownBundle[] => {
    if (without.has(entry.name)) return [];
    const usual = entry.build(plainDeployment({ runtime: "podman", nodes: ["node"] }));
    const { roleAttribute } = usual;
    const element = inSection(configuration, "resources").find((e) => e.name === "bundle" && idOf(e) === usual.id);
    const runtime = element && containerOf(element)?.name;
    if (element === undefined || roleAttribute === undefined || (runtime !== "podman" && runtime !== "docker"))
      return [];
    const inner = elements(element, "primitive").map(idOf);
    if (inner.join() !== (usual.primitive?.id ?? "")) return [];
    const nodes = nodesWith(configuration, roleAttribute);
    const location = locationOf(configuration, usual.id, roleAttribute);
    if (nodes.length === 0 || location === undefined) return [];
    const { rest } = withoutSwitches(element);
    return [{ name: entry.name, element: rest, runtime, roleAttribute, location, nodes, build: (d) => entry.build(d) }];
  });
  return found.filter(({ runtime }) => runtime === found[0]?.runtime);
}

function locationOf(configuration: Element, resource: string, attribute: string): string | undefined {
  const wanted = roleLocation(resource, attribute);
  const there = inSection(configuration, "constraints").find((e) => idOf(e) === idOf(wanted));
  return there !== undefined && there.name === wanted.name && overlay(there, wanted) === there
    ? idOf(there)
    : undefined;
}

function nodesWith(configuration: Element, attribute: string): readonly string[] {
  return inSection(configuration, "nodes")
    .filter((node) => plainAttributes(node).get(attribute) === "true")
    .map((node) => get(node, "uname") ?? "");
}

/** Those that always hold. */
function plainAttributes(node: Element): ReadonlyMap<string, string> {
  const sets = elements(node, "instance_attributes").filter((set) => child(set, "rule") === undefined);
  const pairs = sets.flatMap((set) => elements(set, "nvpair"));
  return new Map(pairs.map((pair) => [get(pair, "name") ?? "", get(pair, "value") ?? ""]));
}
