/** The attributes of the `cib` element itself, and which schema it says it is of. */

import type { Element } from "../xml/tree.ts";
import { TYPES } from "./attribute-type.ts";
import type { Report } from "./check.ts";
import type { Major } from "./grammar.ts";

/** The last minor version of each major one. */
const LAST_MINOR: Readonly<Record<Major, number>> = { 1: 3, 2: 10, 3: 10, 4: 0 };

const REQUIRED = ["validate-with", "admin_epoch", "epoch", "num_updates"];
const KINDS: ReadonlyMap<string, string> = new Map([
  ["validate-with", "text"],
  ["admin_epoch", "count"],
  ["epoch", "count"],
  ["num_updates", "count"],
  ["crm_feature_set", "text"],
  ["remote-tls-port", "count"],
  ["remote-clear-port", "count"],
  ["have-quorum", "boolean"],
  ["dc-uuid", "text"],
  ["cib-last-written", "text"],
  ["no-quorum-panic", "boolean"],
  ["update-origin", "text"],
  ["update-client", "text"],
  ["update-user", "text"],
  ["execution-date", "text"],
]);

/** Reports what is wrong with the attributes of the `cib` element. */
export function checkHeader(cib: Element, report: Report): void {
  for (const name of REQUIRED) {
    if (!cib.attributes.has(name)) report(cib, "missing-attribute", `the <cib> has no "${name}"`);
  }
  for (const [name, value] of cib.attributes) {
    if (name.startsWith("xmlns:")) continue;
    const kind = KINDS.get(name);
    const type = TYPES.get(kind ?? "");
    if (type === undefined) report(cib, "unknown-attribute", `the <cib> has an unknown attribute "${name}"`);
    else if (!type.fits(value)) report(cib, "bad-value", `${name}="${value}" of the <cib> is ${type.otherwise}`);
  }
}

/** The major version of the schema a document names; undefined for a name that no release knows. */
export function majorOf(schema: string): Major | undefined {
  const match = /^pacemaker-([1-4])\.(\d+)$/.exec(schema);
  if (match === null) return undefined;
  const major = Number(match[1]) as Major;
  const minor = Number(match[2]);
  // There was no 1.1.
  if (String(minor) !== match[2] || minor > LAST_MINOR[major] || (major === 1 && minor === 1)) return undefined;
  return major;
}
