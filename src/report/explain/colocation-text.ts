/** A colocation as a sentence, with its constraint or the structure that implies it. */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyColocation, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { roleName } from "../../scheduler/model/roles.ts";
import type { Reason, Reference } from "./document.ts";
import { hostOf, listText, placesOf, type Subject } from "./place-text.ts";
import { configuredId, metaReference, reference } from "./references.ts";

/** The implicit colocations of groups, bundles and guests have no element in the CIB. */
export function colocationReferences(s: ReadonlyModel, colocation: ReadonlyColocation): Reference[] {
  if (!colocation.id.startsWith("#") && s.byId.has(colocation.id)) return reference("constraint", colocation.id);
  return reference("resource", configuredId(s, colocation.dependent));
}

export function through(colocation: ReadonlyColocation): string {
  const { id, primary } = colocation;
  if (id === "#group-members") return `a member of the same group as ${primary.id}`;
  if (id.startsWith("#")) return `which must run with ${primary.id}`;
  return `colocated with ${primary.id} by ${id}`;
}

export function colocationReason(
  { s, rsc, node, who: it = "it" }: Subject,
  colocation: ReadonlyColocation,
  primary: ReadonlyResource,
  score: number,
): Reason {
  const code = "colocation";
  const references = colocationReferences(s, colocation);
  const target = isPartOf(primary, colocation.primary) ? colocation.primary : primary;
  const role = colocation.primaryRole > Role.started ? ` as ${roleName(colocation.primaryRole)}` : "";
  const places = placesOf(target, colocation.primaryRole);
  const by = colocation.id.startsWith("#") ? "" : ` (${colocation.id})`;
  if (places.length === 0 && target.meta.get("target-role")?.toLowerCase() === "stopped") {
    const disabled = metaReference(s, target, "target-role");
    const text = `${it} is colocated with ${target.id}${role}, which is disabled (target-role=Stopped)${by}`;
    if (colocation.score >= 0) return { code, text, references: [...references, ...disabled] };
  }
  const where =
    places.length === 0
      ? placelessText(target, colocation.primaryRole)
      : `is on ${listText(places.map((p) => p.name))}`;
  const who = isPartOf(rsc, colocation.dependent) && rsc !== colocation.dependent ? colocation.dependent.id : it;
  if (colocation.score < 0)
    return { code, text: `${who} is kept apart from ${target.id}${role}, which ${where}${by}`, references };
  if (score >= 0)
    return { code, text: `${who} is colocated with ${target.id}${role}, which ${where}${by}`, references };
  const missing = places.includes(hostOf(node))
    ? where
    : places.length === 0
      ? where
      : `${where} and not on ${hostOf(node).name}`;
  return { code, text: `${who} must run with ${target.id}${role}, which ${missing}${by}`, references };
}

/** What runs may still be promoted nowhere. */
function placelessText(target: ReadonlyResource, role: Role): string {
  if (role === Role.promoted && placesOf(target).length > 0) return "is promoted nowhere";
  return "does not run";
}

export function isPartOf(rsc: ReadonlyResource, whole: ReadonlyResource): boolean {
  for (let at: ReadonlyResource | undefined = rsc; at !== undefined; at = at.parent) if (at === whole) return true;
  return false;
}
