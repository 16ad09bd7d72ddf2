/**
 * What is known about each node for each resource before anything is assigned: shutdown locks, location constraints,
 * stickiness, and bans by failures and by exclusive discovery.
 * Behaviour: docs/pacemaker/node-criteria.md.
 */
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import { actionsOn } from "../action/create.ts";
import { applyLocations } from "../assignment/locations.ts";
import { addNodeScore } from "../model/allowed-nodes.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ProbeMode } from "../model/enums.ts";
import { topOf } from "../model/resource.ts";
import type { Node, Resource } from "../model/types.ts";
import { toBanForFailures } from "../status/failcounts.ts";
import { applyShutdownLock } from "./shutdown-lock.ts";

/** Writes these criteria into the node scores of every resource of the model. */
export function applyNodeCriteria(s: ClusterModel): void {
  if (s.options.shutdownLock) for (const rsc of s.resources) applyShutdownLock(s, rsc);
  applyLocations(s);
  s.why?.because({ kind: "stickiness" });
  for (const rsc of s.resources) applyStickiness(s, rsc);
  for (const node of s.nodes) {
    const knowsFailures = s.failureAttributes.on(node).length > 0;
    for (const rsc of s.resources) {
      if (knowsFailures) banAfterFailures(s, rsc, node);
      s.why?.because({ kind: "discovery" });
      banUnlessDiscovered(rsc, node);
    }
  }
}

/** What runs on exactly one node prefers to stay there. */
function applyStickiness(s: ClusterModel, rsc: Resource): void {
  if (rsc.children.length > 0) {
    for (const child of rsc.children) applyStickiness(s, child);
    return;
  }
  const node = rsc.active[0];
  const counts = s.dialect.ignoresNegativeStickiness ? rsc.stickiness > 0 : rsc.stickiness !== 0;
  if (!rsc.managed || !counts || rsc.active.length !== 1 || node === undefined) return;
  // In an asymmetric cluster a resource must not cling to a node it is not enabled for any more.
  if (!s.options.symmetric && !rsc.allowed.has(node)) return;
  addNodeScore(s, rsc, node, rsc.stickiness);
}

function banAfterFailures(s: ClusterModel, rsc: Resource, node: Node): void {
  if (rsc.children.length > 0) {
    for (const child of rsc.children) banAfterFailures(s, child, node);
    return;
  }
  // Failures that are about to be forgotten do not count.
  if (actionsOn(rsc, "clear_failcount", node).length > 0) return;
  const banned = toBanForFailures(s, rsc, node);
  s.why?.because({ kind: "failures", of: rsc });
  if (banned !== undefined) addNodeScore(s, banned, node, MINUS_INFINITY);
}

/** With exclusive discovery, a resource may only run where it is looked for. */
function banUnlessDiscovered(rsc: Resource, node: Node): void {
  if (!rsc.exclusiveProbes && !topOf(rsc, false).exclusiveProbes) return;
  for (const child of rsc.children) banUnlessDiscovered(child, node);
  if (rsc.allowed.probeMode(node) !== ProbeMode.exclusive) rsc.allowed.setScore(node, MINUS_INFINITY);
}
