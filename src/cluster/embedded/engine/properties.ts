/** Cluster properties as written: the few the engine itself obeys. Rules are not looked at; the first set wins. */

import { descend, type Element, elements, get } from "../../../cib/xml/tree.ts";

export function clusterProperty(cib: Element, name: string): string | undefined {
  const config = descend(cib, "configuration", "crm_config");
  for (const set of config === undefined ? [] : elements(config, "cluster_property_set")) {
    const pair = elements(set, "nvpair").find((e) => get(e, "name") === name);
    if (pair !== undefined) return get(pair, "value");
  }
  return undefined;
}
