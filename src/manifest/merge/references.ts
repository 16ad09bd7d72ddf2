/** What constraints, tags and levels of a manifest name must be in it, or in the cluster that it is for. */

import type { Problem } from "../../cib/problem.ts";
import { RESOURCES_AND_TEMPLATES } from "../../cib/resource-elements.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import { child, type Element, get, idOf, walk } from "../../cib/xml/tree.ts";
import { attributeText, type DraftElement, drafts } from "../model/draft.ts";
import type { Manifest } from "../model/model.ts";

/** Attributes that name a resource or what stands for some: a template, a tag. */
const NAMING = ["rsc", "with-rsc", "first", "then"] as const;

/** @param merged the CIB with what the manifest says */
export function unknownReferences({ constraints }: Manifest, merged: Element): readonly Problem[] {
  const all = constraints.flatMap(({ draft }) => drafts(draft));
  if (all.length === 0) return [];
  const configuration = child(merged, "configuration");
  const inside = ["resources", "tags"].flatMap((name) => {
    const section = configuration && child(configuration, name);
    return section === undefined ? [] : walk(section).filter((e) => NAMED.has(e.name));
  });
  const known = new Set(inside.map(idOf));
  return all.flatMap((draft) => named(draft).flatMap((name) => unknown(draft, name, known)));
}

/** What a constraint may name. */
const NAMED = new Set([...RESOURCES_AND_TEMPLATES, "tag"]);

function named(draft: DraftElement): readonly string[] {
  return draft.name === "resource_ref" ? ["id"] : NAMING.filter((name) => draft.attributes.has(name));
}

function unknown(draft: DraftElement, attribute: string, known: ReadonlySet<string>): readonly Problem[] {
  const id = attributeText(draft, attribute) ?? "";
  if (known.has(id)) return [];
  const hint = didYouMean(id, known);
  return [
    {
      code: "unknown-resource",
      message: `there is no service or resource "${id}" in this manifest or in the cluster`,
      where: draft.places?.get(attribute) ?? draft.at,
      ...(hint === undefined ? {} : { hint }),
    },
  ];
}

/**
 * Nodes that location constraints of a manifest name, and that neither it nor the cluster has: a warning, since a node may
 * join later, and Pacemaker ignores the constraint until then.
 * @param merged the CIB with what the manifest says
 */
export function unknownNodes({ constraints }: Manifest, merged: Element): readonly Problem[] {
  const named = constraints.flatMap(({ draft }) => (draft.attributes.has("node") ? [draft] : []));
  if (named.length === 0) return [];
  const configuration = child(merged, "configuration");
  const { names, bundles } = nodesIn(configuration === undefined ? [] : walk(configuration));
  return named.flatMap((draft): readonly Problem[] => {
    const node = attributeText(draft, "node") ?? "";
    if (names.has(node) || bundles.has(node.replace(/-\d+$/, ""))) return [];
    const hint = didYouMean(node, names);
    return [
      {
        code: "unknown-node",
        message: `there is no node "${node}" in this manifest or in the cluster: the constraint has no effect until it joins`,
        where: draft.places?.get("node") ?? draft.at,
        ...(hint === undefined ? {} : { hint }),
      },
    ];
  });
}

/** Cluster, remote and guest nodes by name; a bundle's replicas are guest nodes that are called after it. */
function nodesIn(all: readonly Element[]): {
  readonly names: ReadonlySet<string>;
  readonly bundles: ReadonlySet<string>;
} {
  const names = new Set<string>();
  const bundles = new Set<string>();
  for (const e of all) {
    if (e.name === "node") names.add(get(e, "uname") ?? "");
    else if (e.name === "primitive" && get(e, "type") === "remote") names.add(idOf(e));
    else if (e.name === "nvpair" && get(e, "name") === "remote-node") names.add(get(e, "value") ?? "");
    else if (e.name === "bundle") bundles.add(idOf(e));
  }
  return { names, bundles };
}
