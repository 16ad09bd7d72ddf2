/** H09. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { parseScore } from "../../../cib/value/score.ts";
import { get, idOf } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const ersBesideAscs: LintRule = {
  id: "H09",
  severity: "error",
  title: "an enqueue replicator may stay beside its enqueue server",
  why: "when the node of both is lost, the lock table is lost with them",
  fix: "a colocation of the ERS with the ASCS and the score -5000: apart where there are two nodes, together as a last resort",
  source: "Trento 733ED3, 58002B; SUSE's and Azure's guides to ASCS and ERS",
  check: ({ primitives, section }) => {
    const apart = section("constraints").filter(
      (e) => e.name === "rsc_colocation" && (parseScore(get(e, "score") ?? "") ?? 0) < 0,
    );
    return primitives.flatMap(({ element, id, type, parameters, within }) => {
      if (type !== "SAPInstance" || parseBoolean(parameters.get("IS_ERS")) !== true) return [];
      const names = new Set([id, ...within.map(idOf)]);
      const isKept = apart.some((e) => ["rsc", "with-rsc"].some((side) => names.has(get(e, side) ?? "")));
      return isKept ? [] : [{ at: element, text: `nothing keeps ${id} apart from its enqueue server` }];
    });
  },
};
