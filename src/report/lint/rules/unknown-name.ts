/** O03. */

import { META_ATTRIBUTES, PROPERTIES } from "../../../cib/known-names.ts";
import { didYouMean } from "../../../cib/value/nearest.ts";
import { type Element, elements, get, walk } from "../../../cib/xml/tree.ts";
import type { Breach, LintRule } from "../rule/rule.ts";

/** What agents keep in the configuration for themselves: SAPHana, Redis, OVN. */
const OTHERS = /^(?:holdfast-|hana_|lpa_)|_REPL_INFO$|-/;

export const unknownName: LintRule = {
  id: "O03",
  severity: "warning",
  title: "a property or meta attribute that nothing reads",
  why: "a misspelled name has no effect, and the default holds",
  fix: "correct the name",
  source: "pcs: unknown options; Pacemaker Explained",
  check: ({ cib, section, primitives, collectives }) => [
    ...section("crm_config").flatMap((set) => unknownIn(set, PROPERTIES, "property")),
    ...[...primitives.map(({ element }) => element), ...collectives].flatMap((e) =>
      elements(e, "meta_attributes").flatMap((set) => unknownIn(set, META_ATTRIBUTES, "meta attribute")),
    ),
    ...[...walk(cib)].filter((e) => e.name === "rsc_defaults").flatMap((e) => unknownIn(e, META_ATTRIBUTES, "default")),
  ],
};

/** A name that is near to a known one is taken for a mistake; others may be some tool's own. */
function unknownIn(holder: Element, known: ReadonlySet<string>, what: string): Breach[] {
  return [...walk(holder)].flatMap((at) => {
    const name = get(at, "name") ?? "";
    if (at.name !== "nvpair" || known.has(name) || name === "") return [];
    const hint = didYouMean(name, known);
    const near = hint?.startsWith("did you mean") === true ? hint : undefined;
    if (near === undefined && OTHERS.test(name)) return [];
    return [{ at, text: `nothing reads the ${what} ${name}${near === undefined ? "" : `: ${near}`}` }];
  });
}
