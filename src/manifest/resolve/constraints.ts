/**
 * Constraints of the writer's own. A service is named by its name or by the id of a resource; what neither the manifest
 * has, the cluster may have (merge/references.ts).
 */

import { attributeText, type DraftElement } from "../model/draft.ts";
import type { OwnConstraint } from "../model/model.ts";
import type { Problems } from "../read/shape.ts";
import type { DeclaredConstraint } from "../words/constraint.ts";

/** A resource that constraints may name. */
export interface Named {
  readonly id: string;
  /** `undefined`: not known. */
  readonly promotable: boolean | undefined;
}

/** By what they may be called. */
export type Names = ReadonlyMap<string, Named>;

export function resolveConstraint(
  { make, named, at }: DeclaredConstraint,
  names: Names,
  problems: Problems,
): OwnConstraint {
  const draft = make({ id: "", at, idOf: (name) => names.get(name)?.id ?? name });
  const byId = new Map([...names.values()].map((known) => [known.id, known]));
  for (const [said, key, of] of ROLES) warnOfRole(draft, { said, key, of }, byId, problems);
  return { draft, named };
}

/** Attributes that say a role or an action, by what they are called in the manifest, with that which names the resource. */
const ROLES = [
  ["rsc-role", "role", "rsc"],
  ["with-rsc-role", "with-role", "with-rsc"],
  ["first-action", "first-action", "first"],
  ["then-action", "then-action", "then"],
] as const;

const OF_PROMOTABLES: ReadonlySet<string> = new Set(["Promoted", "Unpromoted", "promote", "demote"]);

/** A role or an action that the resource never has: Pacemaker takes the constraint, and it has no effect. */
function warnOfRole(
  draft: DraftElement,
  { said, key, of }: { readonly said: string; readonly key: string; readonly of: string },
  byId: Names,
  problems: Problems,
): void {
  const [word, resource, at] = [attributeText(draft, said), attributeText(draft, of) ?? "", draft.places?.get(said)];
  if (at === undefined || word === undefined || !OF_PROMOTABLES.has(word)) return;
  if (byId.get(resource)?.promotable !== false) return;
  problems.add(
    "not-promotable",
    at,
    `"${key}: ${word}" has no effect: ${resource} cannot be promoted`,
    "only a service of kind promotable, or a bundle with promoted-max, can be",
  );
}
