/**
 * Promotion scores: how much an agent (or an administrator) wants an instance promoted on a node, kept as the node
 * attribute `master-NAME`, permanent or transient.
 * Behaviour: docs/pacemaker/assignment.md#promotion-scores (pcmk_sched_promotable.c; nodes' attributes: pengine's
 * common.c).
 */
import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import { parseScore } from "../../cib/value/score.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { nodeAvailable } from "../model/node-availability.ts";
import { topOf } from "../model/resource.ts";
import type { Clone, Node, Resource } from "../model/types.ts";

/** Before assignment: nodes are worth their promotion scores to an instance, and its best score is its priority. */
export function addPromotionScores(s: ClusterModel, clone: Clone): void {
  for (const instance of clone.children) {
    s.why?.because({ kind: "promotion", instance });
    for (const node of s.nodes) {
      // A score for a node that cannot promote anything would only shuffle the instances.
      if (!instance.allowed.has(node) || !nodeAvailable(node)) continue;
      const score = promotionScore(s, instance, node) ?? 0;
      if (score > 0) instance.allowed.addScore(node, score);
      if (score > instance.priority) instance.priority = score;
    }
  }
}

/** The promotion score of an instance on a node, a cloned group's the sum of its members'; undefined when none is set. */
export function promotionScore(s: ClusterModel, rsc: Resource, node: Node): number | undefined {
  if (rsc.children.length > 0) {
    let sum: number | undefined;
    for (const member of rsc.children) {
      const score = promotionScore(s, member, node);
      if (score !== undefined) sum = (sum ?? 0) + score;
    }
    return sum;
  }

  if (!scoreApplies(rsc, node)) return undefined;
  // Agents set it by the name their history is kept under; until there is any, that of an anonymous clone's primitive.
  let value = promotionAttribute(s, rsc, node, rsc.historyId ?? rsc.id);
  if (value === undefined && !rsc.unique) {
    const name = withoutInstanceNumber(rsc.id);
    if (name !== rsc.id) value = promotionAttribute(s, rsc, node, name);
  }
  return value === undefined ? undefined : (parseScore(value, s.options.health) ?? 0);
}

/**
 * A score counts for the instance that is active on the node; for any, where none is active but the state is known, or
 * while nothing is known of the instance anywhere, so that permanent scores work from the start; else where its own state
 * is known. Whatever the reason, the node has to be allowed.
 */
function scoreApplies(rsc: Resource, node: Node): boolean {
  if (!rsc.allowed.has(node) || rsc.allowed.score(node) < 0) return false;
  if (!rsc.unique) {
    const clone = topOf(rsc, false);
    const name = withoutInstanceNumber(rsc.id);
    const active = findInstance(clone, name, (candidate) => candidate.active.includes(node));
    if (active === rsc) return true;
    if (active === undefined && findInstance(clone, name, (candidate) => candidate.knownOn.has(node)) !== undefined)
      return true;
  }
  if (rsc.active.length === 0 && rsc.knownOn.size === 0) return true;
  return rsc.knownOn.has(node) || rsc.active.includes(node);
}

/** The first of the clone's instances, or of the same member in its instances, that fits. */
function findInstance(clone: Resource, name: string, fits: (candidate: Resource) => boolean): Resource | undefined {
  for (const instance of clone.children) {
    const found = findPart(instance, name, fits);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findPart(rsc: Resource, name: string, fits: (candidate: Resource) => boolean): Resource | undefined {
  if ((rsc.id === name || rsc.xml.attributes.get("id") === name) && fits(rsc)) return rsc;
  for (const child of rsc.children) {
    const found = findPart(child, name, fits);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The attribute's value on the node or, with container-attribute-target=host, on the host of the node's container. */
function promotionAttribute(s: ClusterModel, rsc: Resource, node: Node, name: string): string | undefined {
  let holder: Node | undefined = node;
  if (node.kind === "guest" && rsc.meta.get("container-attribute-target")?.toLowerCase() === "host") {
    const container = node.connection?.launcher;
    holder = rsc.unassigned || !s.dialect.promotionScoreAhead ? container?.active[0] : container?.assigned;
  }
  return holder?.attributes.get(`master-${name}`);
}
