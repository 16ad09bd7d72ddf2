/** Cluster properties: set and unset, under the name by which the cluster has them. */

import { PROPERTIES } from "../../cib/known-names.ts";
import { withConfigurationSection } from "../../cib/sections.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import { FIRST_SET, FORMER_NAMES } from "../../cib/value/property.ts";
import { descend, type Element, get } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { NewPair } from "./new-pair.ts";
import { ownPairs, withPair } from "./pairs.ts";
import type { Verb } from "./verb.ts";

const BLOCK = { tag: "cluster_property_set", id: FIRST_SET };
const PRESENT_NAMES: ReadonlyMap<string, string> = new Map([...FORMER_NAMES].map(([now, before]) => [before, now]));

/**
 * A property that was renamed in Pacemaker 3.0.2 is changed where the cluster has it, under either name.
 * Throws `missing` for a name that no release knows, unless it is there already or `force` is set.
 */
function withProperty(cib: Element, [name, value]: NewPair, force = false): Element {
  const config = descend(cib, "configuration", "crm_config");
  const present = new Set(config === undefined ? [] : ownPairs(config, BLOCK.tag).map((p) => get(p, "name")));
  const other = FORMER_NAMES.get(name) ?? PRESENT_NAMES.get(name);
  const written = !present.has(name) && other !== undefined && present.has(other) ? other : name;
  if (!force && !PROPERTIES.has(name) && !present.has(name)) refuseName(name);
  return withConfigurationSection(cib, "crm_config", (section) => withPair(cib, section, BLOCK, [written, value]));
}

function refuseName(name: string): never {
  throw new HoldfastError("missing", `Pacemaker has no property "${name}"`, {
    hint: didYouMean(name, PROPERTIES) ?? "to set it all the same: --force",
  });
}

export function setProperties(verb: "set" | "unset", pairs: readonly NewPair[], force: boolean): Verb {
  return {
    name: `property ${verb}`,
    steps: pairs.map((pair) => {
      const [name, value] = pair;
      return {
        object: name,
        edit: (cib) => withProperty(cib, pair, force),
        done: value === undefined ? "is no longer set: its default counts" : `is now ${value}`,
        already: value === undefined ? "is not set" : `is ${value} already`,
      };
    }),
    wanted: { resources: [] },
  };
}
