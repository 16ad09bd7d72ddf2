/** Explains a resource from a run of the scheduler that recorded its reasons. */

import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import type { ReadonlyNode, ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import { primitivesOf, roleName } from "../../scheduler/model/roles.ts";
import { currentNode } from "../../scheduler/model/whereabouts.ts";
import { type Explained, explainedOf, momentOf } from "../../scheduler/reading.ts";
import type { ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { heldAbout } from "../held/read.ts";
import { explainActions } from "./actions.ts";
import { obstacles } from "./availability.ts";
import { overruled } from "./beyond-scores.ts";
import type { Explanation, InstanceExplanation, NodeExplanation, Reason } from "./document.ts";
import { type FencingAttempt, failedFencing } from "./fencing-text.ts";
import { staysStopped } from "./idle.ts";
import { whyNotMigrated } from "./migration-text.ts";
import { hostOf } from "./place-text.ts";
import { explainNodes } from "./placement.ts";
import { uselessDemands } from "./promotable-text.ts";
import { explainPromotion } from "./promotion.ts";
import { configuredId } from "./references.ts";
import { rootCauses } from "./root-cause.ts";

export interface ExplainOptions {
  /** Epoch seconds. */
  readonly now: number;
  /** Explain only this node (for a resource in a container, the container's host). */
  readonly on?: string | undefined;
}

export type ExplainAnswer =
  | { readonly ok: true; readonly explanation: Explanation }
  | {
      readonly ok: false;
      readonly missing: "resource" | "node";
      /** The known names. */
      readonly known: readonly string[];
    };

/** Explains one resource. For several, {@link explainer} schedules the cluster once. */
export function explain(cib: Element, id: string, { now, on }: ExplainOptions): ExplainAnswer {
  return explainer(cib, now)(id, on);
}

/** @param now epoch seconds */
export function explainer(cib: Element, now: number): (id: string, on?: string) => ExplainAnswer {
  const explained = explainedOf(cib, momentOf(cib, now));
  return (id, on) => explainIn(explained, id, on);
}

/**
 * Explains one resource of a decision whose reasons were recorded.
 * @param attempts the cluster's fencing history; none where it is not known
 */
export function explainIn(
  { model: s, why }: Explained,
  id: string,
  on?: string,
  attempts: readonly FencingAttempt[] = [],
): ExplainAnswer {
  const rsc = resourceCalled(s, id);
  if (rsc === undefined) return { ok: false, missing: "resource", known: [...s.resourcesById.keys()] };
  if (on !== undefined && !s.nodesByName.has(on))
    return { ok: false, missing: "node", known: s.nodes.map((node) => node.name) };
  const instances = partsToTell(rsc, id)
    .map((part) => explainInstance(s, why, part, { on, attempts }))
    .filter((instance) => instance !== undefined);
  return {
    ok: true,
    explanation: {
      document: "explanation",
      version: 2,
      resource: id,
      ...(on === undefined ? {} : { on }),
      instances,
      held: heldAbout(s.cib, s.now, rsc),
      now: s.now,
    },
  };
}

/** The id of a clone's or bundle's primitive stands for all its instances. */
function resourceCalled(s: ReadonlyModel, id: string): ReadonlyResource | undefined {
  const found =
    findResource(s, id) ?? s.resources.find((top) => primitivesOf(top).some((p) => configuredId(s, p) === id));
  if (found === undefined || found.id === id || found.parent === undefined) return found;
  const top = topOf(found, false);
  return top;
}

/** Explains a bundle by its containers and, if it has a primitive, by the instances in them. */
function partsToTell(rsc: ReadonlyResource, id: string): ReadonlyPrimitive[] {
  const parts =
    rsc.kind === "bundle"
      ? rsc.replicas.flatMap((r) => (r.inner === undefined ? [r.container] : [r.container, r.inner]))
      : primitivesOf(rsc);
  const named = parts.filter((p) => p.id === id || withoutInstanceNumber(p.id) === id);
  return (named.length > 0 && rsc.kind !== "bundle" ? named : parts).filter((p) => !p.removed || p.active.length > 0);
}

function explainInstance(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  rsc: ReadonlyPrimitive,
  { on, attempts }: { readonly on: string | undefined; readonly attempts: readonly FencingAttempt[] },
): InstanceExplanation | undefined {
  const node = currentNode(rsc);
  const all = explainNodes(s, why, rsc);
  const nodes = on === undefined ? all : all.filter((n) => n.node === on || hostName(s, n.node) === on);
  const promotion = explainPromotion(s, why, rsc);
  const actions = explainActions(s, why, rsc);
  const migration = whyNotMigrated(s, why, rsc);
  const notes = [...(migration === undefined ? [] : [migration]), ...uselessDemands(s, rsc)];
  const runs = !staysStopped(rsc) && rsc.assigned !== undefined;
  const unclean = node === undefined ? undefined : uncleanHost(node);
  const doubt = unclean === undefined ? [] : uncleanReasons(s, unclean, attempts);
  // Resources in containers on other hosts do not concern this node.
  if (on !== undefined && nodes.length === 0) return undefined;
  return {
    resource: rsc.id,
    // On an unclean node it may be anything by now.
    role: unclean === undefined ? roleName(rsc.role) : "Unknown",
    ...(node === undefined ? {} : { node: node.name }),
    nextRole: runs ? roleName(rsc.nextRole) : "Stopped",
    ...(rsc.assigned === undefined || !runs ? {} : { nextNode: rsc.assigned.name }),
    managed: rsc.managed,
    ...(rsc.pendingTask === undefined || rsc.pendingTask === "monitor"
      ? {}
      : {
          underWay: { task: rsc.pendingTask, ...(rsc.pendingNode === undefined ? {} : { node: rsc.pendingNode.name }) },
        }),
    reasons: onceEach([
      ...doubt,
      ...placeReasons(s, why, rsc, all),
      ...(runs ? (promotion?.reasons ?? []) : []),
      ...notes,
    ]),
    nodes,
    ...(promotion === undefined ? {} : { promotion }),
    actions,
  };
}

/** The unclean node that it may still run on: its own, or that of its container. */
function uncleanHost(node: ReadonlyNode): ReadonlyNode | undefined {
  return [node, ...(node.connection?.launcher?.active ?? [])].findLast((n) => n.unclean);
}

/** The root of all that follows: until the node is fenced nothing of what it has is started elsewhere. */
function uncleanReasons(s: ReadonlyModel, node: ReadonlyNode, attempts: readonly FencingAttempt[]): Reason[] {
  const failed = failedFencing(s, attempts, node.name);
  const unclean = obstacles(s, node).flatMap(({ reason }) => (reason.code === "node-unclean" ? [reason] : []));
  return [...unclean, ...(failed === undefined ? [] : [failed])];
}

function onceEach(reasons: readonly Reason[]): Reason[] {
  return reasons.filter((r, i) => reasons.findIndex((other) => other.text === r.text) === i);
}

function hostName(s: ReadonlyModel, node: string): string | undefined {
  const found = s.nodesByName.get(node);
  return found === undefined ? undefined : hostOf(found).name;
}

function placeReasons(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  rsc: ReadonlyPrimitive,
  nodes: readonly NodeExplanation[],
): Reason[] {
  if (staysStopped(rsc)) return rootCauses(s, why, rsc).map((r) => onItsNode(r, nodes));
  const rule = overruled(s, why, rsc);
  if (rule !== undefined) return [rule];
  return [...(nodes.find((n) => n.chosen)?.reasons ?? [])];
}

/** Of several nodes each with a reason of its own, the one that it is about is named. */
function onItsNode(reason: Reason, nodes: readonly NodeExplanation[]): Reason {
  const [about, other] = nodes.filter((n) => n.reasons[0]?.text === reason.text);
  if (about === undefined || other !== undefined || reason.text.includes(about.node) || nodes.length === 1)
    return reason;
  return { ...reason, text: `on ${about.node}, ${reason.text}` };
}
