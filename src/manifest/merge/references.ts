/** What constraints, tags and levels of a manifest name must be in it, or in the cluster that it is for. */
import type { Problem } from "../../cib/problem.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import { child, type Element, idOf, walk } from "../../cib/xml/tree.ts";
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
    return section === undefined ? [] : walk(section).filter((e) => RESOURCES.has(e.name));
  });
  const known = new Set(inside.map(idOf));
  return all.flatMap((draft) => named(draft).flatMap((name) => unknown(draft, name, known)));
}

const RESOURCES = new Set(["primitive", "template", "group", "clone", "master", "bundle", "tag"]);

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
