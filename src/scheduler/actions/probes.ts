/**
 * Probes: before anything is started, every resource whose state on a node is unknown is looked at there.
 * Behaviour: docs/pacemaker/probes.md#what-is-probed-where (pcmk_sched_probes.c).
 */
import { operationKey } from "../../cib/operation.ts";
import { Rc } from "../../cib/result-code.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { expectResult, hasFlag, setMeta } from "../action/action-state.ts";
import { isFailedRemote } from "../action/connection-state.ts";
import { clearFlag, createAction } from "../action/create.ts";
import { fenceNode } from "../action/fence-node.ts";
import { newOrdering } from "../action/ordering.ts";
import { containedGuest } from "../action/resource-active.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, ProbeMode, Relation, Role } from "../model/enums.ts";
import { isGuest, isRemoteKind } from "../model/node.ts";
import { topOf } from "../model/resource.ts";
import type { Action, Group, Node, Primitive, Resource } from "../model/types.ts";
import { probeAll, probeBundle, probeClone } from "./probe-collectives.ts";
import { orderAfterUnfencing } from "./unfencing.ts";

export { orderProbes } from "./probe-orderings.ts";

/**
 * Makes the probes of all nodes, unless `enable-startup-probes` is off. Fences remote nodes whose connection failed.
 */
export function createProbes(s: ClusterModel): void {
  if (!s.options.startupProbes) return;
  for (const node of s.nodes) {
    if (!node.online) {
      if (isFailedRemote(node)) fenceNode(s, node, "the connection is unrecoverable", false);
    } else if (!node.unclean && node.probesAllowed) {
      if (asksToProbeAgain(s, node)) probeAgain(s, node);
      else for (const rsc of s.resources) probe(s, rsc, node);
    }
  }
}

function asksToProbeAgain(s: ClusterModel, node: Node): boolean {
  const complete = node.attributes.get("probe_complete");
  return s.dialect.probeAgain && complete !== undefined && parseBoolean(complete) !== true;
}

/** Asks a node to forget what is known of it, so that it is probed anew in the next transition. */
function probeAgain(s: ClusterModel, node: Node): void {
  const key = `probe_again-${node.name}`;
  const action = createAction(s, { rsc: undefined, key, task: "probe_again", node, optional: false });
  setMeta(action, "op_no_wait", "true");
}

/** Makes the probes of a resource (of all its parts, as its variant wants) on a node; true if any was needed. */
function probe(s: ClusterModel, rsc: Resource, node: Node): boolean {
  switch (rsc.kind) {
    case "primitive":
      return probePrimitive(s, rsc, node);
    case "group":
      return probeGroup(s, rsc, node);
    case "clone":
      return probeClone(s, rsc, node, probe);
    case "bundle":
      return probeBundle(s, rsc, node, probe);
  }
}

function probeGroup(s: ClusterModel, group: Group, node: Node): boolean {
  if (isGuest(node) && containedGuest(group) !== undefined) return false;
  return probeAll(s, group.children, node, probe);
}

function probePrimitive(s: ClusterModel, rsc: Primitive, node: Node): boolean {
  if (isRemoteKind(node) && (rsc.standard === "stonith" || rsc.isRemoteConnection)) return false;
  if (isGuest(node) && containedGuest(rsc) !== undefined) return false;
  // What is inside a container is found when the container is.
  if (rsc.launcher !== undefined && !rsc.isRemoteConnection) return false;
  if (rsc.removed || rsc.knownOn.has(node)) return false;
  const top = topOf(rsc, false);
  const mode = rsc.allowed.has(node) ? rsc.allowed.probeMode(node) : node.probeMode;
  if ((rsc.exclusiveProbes || top.exclusiveProbes) && (!rsc.allowed.has(node) || mode !== ProbeMode.exclusive))
    return false;
  if (mode === ProbeMode.never) return false;

  const guest = isGuest(node) ? node.connection?.launcher : undefined;
  if (guest !== undefined) {
    if (guest.role === Role.stopped) {
      // Nothing runs in it; but whether it is stopped may itself be only an assumption until it is probed.
      if (guest.assigned !== undefined && !guest.knownOn.has(guest.assigned)) {
        newOrdering(s, { rsc: guest, task: "monitor" }, { rsc: top, task: "start" }, Relation.ordered);
      }
      return false;
    }
    if (guestWillStop(node, guest)) {
      newOrdering(s, { rsc: guest, task: "stop" }, { rsc: top, task: "start" }, Relation.ordered);
      return false;
    }
  }

  const action = probeAction(s, rsc, node);
  // An instance's probe is waited for by the whole clone.
  const waiting = top.kind === "clone" ? top : rsc;
  let type: number = Relation.ordered;
  // What cannot be probed must not be started, but need not be stopped if it already runs.
  const { active } = s.dialect.blockedProbeSparesActive ? waiting : rsc;
  if (!hasFlag(action, ActionFlag.runnable) && active.length === 0) type |= Relation.unrunnableFirstBlocks;
  newOrdering(s, { rsc, action }, { rsc: waiting, key: operationKey(waiting.id, "start", 0) }, type);
  newOrdering(
    s,
    { rsc, action },
    { rsc: waiting, key: operationKey(rsc.id, s.dialect.reloadTask, 0) },
    Relation.ordered,
  );
  return true;
}

/** The stop is not known for certain before actions exist, so this goes by what will lead to one. */
function guestWillStop(node: Node, guest: Resource): boolean {
  const moving = guest.role > Role.stopped && guest.assigned !== undefined && !guest.active.includes(guest.assigned);
  return node.remoteReset || node.unclean || guest.failed || guest.nextRole === Role.stopped || moving;
}

function probeAction(s: ClusterModel, rsc: Primitive, node: Node): Action {
  const action = createAction(s, {
    rsc,
    key: operationKey(rsc.id, "monitor", 0),
    task: "monitor",
    node,
    optional: false,
  });
  clearFlag(action, ActionFlag.optional);
  orderAfterUnfencing(s, rsc, node, action, Relation.ordered);
  if (!rsc.active.includes(node)) expectResult(action, Rc.notRunning);
  else if (rsc.role === Role.promoted) expectResult(action, Rc.promoted);
  return action;
}
