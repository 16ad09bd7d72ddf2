/** Explains a node: its state, what would end that, and what becomes of the resources there. */

import { hasFlag } from "../../scheduler/action/action-state.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { ActionFlag } from "../../scheduler/model/enums.ts";
import type { ReadonlyNode, ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import { primitivesOf, roleName } from "../../scheduler/model/roles.ts";
import type { Explained } from "../../scheduler/reading.ts";
import type { ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { obstacles } from "./availability.ts";
import { overruled } from "./beyond-scores.ts";
import { blameChain } from "./blame.ts";
import { blockedStops } from "./blocked-stops.ts";
import { causeReason } from "./cause-text.ts";
import type { Reason } from "./document.ts";
import { type FencingAttempt, failedFencing, fencingObstacle, fencingProgress } from "./fencing-text.ts";
import { staysStopped } from "./idle.ts";
import type { NodeResource, NodeStateExplanation } from "./node-document.ts";
import { locationReference } from "./references.ts";
import { whyBlocked } from "./root-cause.ts";

/**
 * @param attempts the cluster's fencing history; none where it is not known
 * @returns undefined if there is no node of that name
 */
export function explainNode(
  { model: s, why }: Explained,
  name: string,
  attempts: readonly FencingAttempt[],
): NodeStateExplanation | undefined {
  const node = s.nodesByName.get(name);
  if (node === undefined) return undefined;
  const found = obstacles(s, node);
  const health = healthReason(s, node);
  return {
    document: "node-explanation",
    version: 1,
    node: name,
    state: stateOf(node, health),
    reasons: [...found.map((o) => o.reason), ...(health === undefined ? [] : [health])],
    ends: [
      ...found.flatMap((o) => (o.reason.code === "node-unclean" ? fencingEnds(s, node, attempts) : [o.remedy])),
      ...(node.shutdown && node.online ? shutdownHolders(s, why, node) : []),
    ],
    resources: presentOn(s, node).map((rsc) => becomes(s, why, rsc, node)),
    arriving: s.resources
      .flatMap(primitivesOf)
      .filter((p) => p.managed && p.assigned === node && !p.active.includes(node) && !staysStopped(p))
      .map((p) => p.id),
    now: s.now,
  };
}

function stateOf(node: ReadonlyNode, health: Reason | undefined): NodeStateExplanation["state"] {
  if (node.unclean) return "unclean";
  if (node.pending) return "joining";
  if (!node.online) return "offline";
  if (node.shutdown) return "shutting-down";
  if (node.standby || node.standbyOnFail) return "standby";
  if (node.maintenance) return "maintenance";
  return health === undefined ? "available" : "unhealthy";
}

/** Its health counts against it, by the strategy that the cluster has for that. */
function healthReason(s: ReadonlyModel, node: ReadonlyNode): Reason | undefined {
  const location = s.locations.find((l) => (l.nodes.get(node) ?? 0) < 0 && locationReference(s, l) === undefined);
  if (location === undefined) return undefined;
  return causeReason(
    { s, rsc: location.rsc, node },
    { cause: { kind: "location", location }, score: location.nodes.get(node) ?? 0, before: undefined },
  );
}

/** Fencing that is due, what keeps it from being done, and how often it failed. */
function fencingEnds(s: ReadonlyModel, node: ReadonlyNode, attempts: readonly FencingAttempt[]): Reason[] {
  const failed = failedFencing(s, attempts, node.name);
  return [fencingNext(s, node, attempts), ...(failed === undefined ? [] : [failed])];
}

function fencingNext(s: ReadonlyModel, node: ReadonlyNode, attempts: readonly FencingAttempt[]): Reason {
  const { name } = node;
  const { stage } = fencingProgress(s, attempts, name);
  const say = (text: string): Reason => ({ code: "fencing", text, references: [] });
  if (stage === "under-way")
    return say(`the cluster is fencing ${name}; until that is done what it runs is not started elsewhere`);
  const obstacle = fencingObstacle(s, node);
  if (obstacle !== undefined)
    return {
      ...obstacle,
      text: `${name} has to be fenced or come back, and the cluster cannot fence it: ${obstacle.text}`,
    };
  const action = s.actions.find((a) => a.task === "stonith" && a.node === node && !hasFlag(a, ActionFlag.optional));
  if (stage !== "not-tried" || action === undefined) return say(`${name} has to come back or be fenced`);
  const how = action.meta.get("stonith_action") ?? "reboot";
  return say(`the cluster will fence ${name} (${how}); until then what it runs is not started elsewhere`);
}

function shutdownHolders(s: ReadonlyModel, why: ReadonlyWhy, node: ReadonlyNode): Reason[] {
  return blockedStops(s, node).flatMap((stop) => {
    const reasons = whyBlocked(s, why, stop);
    return reasons.map(
      (r): Reason => ({
        code: "shutdown-waits",
        text: `${node.name} waits until ${stop.rsc?.id} stops, which cannot be done: ${r.text}`,
        references: r.references,
      }),
    );
  });
}

/** What is active there by the last that is known, without what stands for the node itself. */
function presentOn(s: ReadonlyModel, node: ReadonlyNode): ReadonlyPrimitive[] {
  return s.resources.flatMap(primitivesOf).filter((p) => p.active.includes(node));
}

function becomes(s: ReadonlyModel, why: ReadonlyWhy, rsc: ReadonlyPrimitive, node: ReadonlyNode): NodeResource {
  // On an unclean node it may be anything by now.
  const role = node.unclean ? "Unknown" : roleName(rsc.role);
  const stop = rsc.actions.find((a) => a.task === "stop" && a.node === node && !hasFlag(a, ActionFlag.optional));
  if (rsc.managed && stop !== undefined && !hasFlag(stop, ActionFlag.runnable))
    return {
      resource: rsc.id,
      role,
      next: "cannot-stop",
      reasons: whyBlocked(s, why, blameChain(why, stop).root, { primitive: rsc, it: "it" }),
    };
  if (!rsc.managed) {
    const rule = overruled(s, why, rsc);
    return { resource: rsc.id, role, next: "stays", reasons: rule === undefined ? [] : [rule] };
  }
  if (staysStopped(rsc)) return { resource: rsc.id, role, next: "stops", reasons: [] };
  if (rsc.assigned === undefined || rsc.assigned === node)
    return { resource: rsc.id, role, next: "stays", reasons: [] };
  return { resource: rsc.id, role, next: "moves", nextNode: rsc.assigned.name, reasons: [] };
}
