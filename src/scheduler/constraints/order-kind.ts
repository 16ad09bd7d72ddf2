/**
 * What an order constraint's `kind` and `symmetrical` mean for the relation between its two actions.
 * Behaviour: docs/pacemaker/ordering-constraints.md#kind-and-symmetry.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { parseScore } from "../../cib/value/score.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";

export type OrderKind = "optional" | "mandatory" | "serialize";

/** `inverse` is the second half of a symmetric ordering: what undoes the two actions, in reverse. */
export type Symmetry = "asymmetric" | "symmetric" | "inverse";

/** The kind that `kind` names, or `score` when there is no `kind`. Any other text counts as mandatory. */
export function orderKind(e: Element): OrderKind {
  switch (get(e, "kind")) {
    case undefined: {
      // Before there was a kind, a score of zero made an ordering optional.
      const score = get(e, "score");
      return score !== undefined && (parseScore(score) ?? 0) === 0 ? "optional" : "mandatory";
    }
    case "Optional":
      return "optional";
    case "Serialize":
      return "serialize";
    default:
      return "mandatory";
  }
}

/** `inherited` are the kind and the `symmetrical` attribute of the constraint, for a set inside one. */
export function orderSymmetry(
  e: Element,
  inherited: { readonly kind: OrderKind; readonly symmetrical: string | undefined },
): "asymmetric" | "symmetric" {
  const kind = get(e, "kind") !== undefined || get(e, "score") !== undefined ? orderKind(e) : inherited.kind;
  if (kind === "serialize") return "asymmetric";
  const own = parseBoolean(get(e, "symmetrical"));
  const symmetrical =
    own ?? (inherited.symmetrical === undefined ? true : (parseBoolean(inherited.symmetrical) ?? false));
  return symmetrical ? "symmetric" : "asymmetric";
}

/** The relation of an ordering whose first action is `first`. */
export function orderRelation(
  { dialect }: Pick<ClusterModel, "dialect">,
  kind: OrderKind,
  first: string | undefined,
  symmetry: Symmetry,
): number {
  if (kind === "optional") return Relation.ordered;
  if (kind === "serialize") return Relation.serialize | (dialect.ordersSerialized ? Relation.ordered : 0);
  switch (symmetry) {
    case "asymmetric":
      return Relation.ordered | Relation.asymmetric;
    case "inverse":
      return Relation.ordered | Relation.thenImpliesFirst;
    case "symmetric": {
      const gains = first?.toLowerCase() === "start" || first?.toLowerCase() === "promote";
      return Relation.ordered | Relation.firstImpliesThen | (gains ? Relation.unrunnableFirstBlocks : 0);
    }
  }
}

const INVERSE: ReadonlyMap<string, string> = new Map<string, string>([
  ["start", "stop"],
  ["stop", "start"],
  ["promote", "demote"],
  ["demote", "promote"],
  ["promoted", "demoted"],
  ["demoted", "promoted"],
  ["running", "stopped"],
  ["stopped", "running"],
]);

/** The action that undoes this one; undefined when it cannot be undone. */
export function invertAction(action: string): string | undefined {
  return INVERSE.get(action);
}
