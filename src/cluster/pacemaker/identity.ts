/** What a CIB says about its cluster: DC, quorum, feature sets, version, and which words its tools use. */

import { readStatus } from "../../cib/status.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import { clusterProperty } from "../../cib/value/property.ts";
import { child, descend, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { missing } from "../missing.ts";
import type { PacemakerIdentity } from "../port.ts";

export type About = Omit<PacemakerIdentity, "host" | "follows">;

/** Undefined when the CIB does not say, as one in a file. */
export function quorumOf(cib: Element): boolean | undefined {
  return parseBoolean(get(cib, "have-quorum"));
}

/** The name of the node the CIB calls its DC, which may be gone. */
export function dcOf(cib: Element): string | undefined {
  const uuid = get(cib, "dc-uuid");
  if (uuid === undefined || uuid === "") return undefined;
  const nodes = descend(cib, "configuration", "nodes");
  const node = nodes === undefined ? undefined : elements(nodes, "node").find((n) => idOf(n) === uuid);
  return node === undefined ? undefined : get(node, "uname");
}

export function aboutCib(cib: Element): About {
  const version = clusterProperty(cib, "dc-version");
  const featureSets = new Map<string, string>();
  for (const node of readStatus(cib).nodes) {
    const set = node.attributes.get("#feature-set");
    if (node.name !== undefined && set !== undefined) featureSets.set(node.name, set);
  }
  return {
    dc: dcOf(cib),
    quorate: quorumOf(cib),
    version,
    featureSet: get(cib, "crm_feature_set"),
    featureSets: Object.fromEntries(featureSets),
    dialect: toolWords(version),
  };
}

/** Since 3.0.2 the options of fencing are called so; before that, `stonith-*`. */
function toolWords(version: string | undefined): About["dialect"] {
  const since = (release: string): boolean => compareDottedVersions(version ?? "", release) >= 0;
  return { pacemaker: since("3.0") ? "3.0" : "2.1", fencing: since("3.0.2") ? "fencing" : "stonith" };
}

/** Throws `missing` unless there is a cluster node, or a connected remote or guest node, of that name. */
export function refuseUnknownNode(cib: Element, name: string): void {
  const status = child(cib, "status");
  const nodes = descend(cib, "configuration", "nodes");
  const known = [
    ...(nodes === undefined ? [] : elements(nodes, "node")),
    ...(status === undefined ? [] : elements(status, "node_state")),
  ].map((n) => get(n, "uname") ?? "");
  if (!known.includes(name)) throw missing(`there is no node "${name}"`, name, new Set(known));
}
