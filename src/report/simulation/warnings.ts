/** The warnings that `crm_simulate` prints on standard error before it reads a CIB. */
import { type Element, get } from "../../cib/xml/tree.ts";

export function inputWarnings(cib: Element): string[] {
  if (get(cib, "validate-with") !== "none") return [];
  return [
    'Schema validation of configuration is disabled (support for validate-with set to "none" is deprecated and will be removed in a future release)',
  ];
}
