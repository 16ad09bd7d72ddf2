/** Constraints that ask for the Promoted role of what can never be promoted: they have no effect. */

import { child, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import type { ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import { parseRole } from "../../scheduler/model/target-role.ts";
import { isPartOf } from "./colocation-text.ts";
import type { Reason } from "./document.ts";
import { listText } from "./place-text.ts";

interface Demand {
  readonly constraint: string;
  /** Whose Promoted role it names. */
  readonly of: ReadonlyResource;
  readonly concerned: readonly ReadonlyResource[];
}

/** One sentence for each clone or primitive that is not promotable. No element is its cause, so it refers to none. */
export function uselessDemands(s: ReadonlyModel, rsc: ReadonlyPrimitive): Reason[] {
  const mine = demandsOf(s).filter((d) => !isPromotable(d.of) && d.concerned.some((c) => isPartOf(rsc, c)));
  return [...new Set(mine.map((d) => d.of))].map((of) => {
    const ids = mine.filter((d) => d.of === of).map((d) => d.constraint);
    const lack = of.kind === "clone" ? "promotable is not true for it" : "only a clone with promotable=true can be";
    return {
      code: "not-promotable",
      text: `${of.id} can never be promoted (${lack}), so ${listText(ids)} ${ids.length === 1 ? "has" : "have"} no effect`,
      references: [],
    };
  });
}

function isPromotable(rsc: ReadonlyResource): boolean {
  return topOf(rsc, false).promotable || (rsc.kind === "bundle" && rsc.inner?.promotable === true);
}

function demandsOf(s: ReadonlyModel): Demand[] {
  const constraints = child(s.configuration, "constraints");
  if (constraints === undefined) return [];
  return elements(constraints).flatMap((e): Demand[] => {
    const named = (attribute: string): ReadonlyResource | undefined => findResource(s, get(e, attribute) ?? "");
    const demand = (of: ReadonlyResource | undefined, ...concerned: (ReadonlyResource | undefined)[]): Demand[] =>
      of === undefined
        ? []
        : [{ constraint: idOf(e), of, concerned: [of, ...concerned.filter((c) => c !== undefined)] }];
    const promoted = (attribute: string): boolean => parseRole(s, get(e, attribute)) === Role.promoted;
    switch (e.name) {
      case "rsc_colocation":
        return [
          ...(promoted("with-rsc-role") ? demand(named("with-rsc"), named("rsc")) : []),
          ...(promoted("rsc-role") ? demand(named("rsc")) : []),
        ];
      case "rsc_location":
        return promoted("role") ? demand(named("rsc")) : [];
      case "rsc_order":
        return [
          ...(get(e, "first-action") === "promote" ? demand(named("first"), named("then")) : []),
          ...(get(e, "then-action") === "promote" ? demand(named("then")) : []),
        ];
      default:
        return [];
    }
  });
}
