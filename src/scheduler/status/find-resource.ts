/**
 * Which resource a history is about. Histories of anonymous clone instances carry no number (or one that means
 * nothing any more), so an instance is chosen; a history nothing in the configuration matches belongs to a resource
 * that was removed, for which a stand-in is made so that it can be stopped.
 * Behaviour: docs/pacemaker/history.md#whose-history-it-is.
 */
import { type Element, idOf } from "../../cib/xml/tree.ts";
import { isAnonymousClone } from "../model/clone-kind.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { isGuest } from "../model/node.ts";
import { topOf } from "../model/resource.ts";
import { createInstance, createOrphan } from "../model/resources.ts";
import type { Clone, Node, Primitive, Resource } from "../model/types.ts";
import { nodesOf } from "../model/whereabouts.ts";
import { banFromAll } from "./node-scores.ts";

/** The configured primitive (or an instance made for it) whose history on `node` is kept under `id`. */
export function findHistoryResource(s: ClusterModel, node: Node, id: string): Primitive | undefined {
  const known = whoseHistory(s, id);
  if (known !== undefined && known.kind !== "primitive") return undefined;
  let rsc: Resource | undefined = known;
  let top = known === undefined ? undefined : topOf(known, false);
  if (known === undefined) {
    // There is an instance 0 even of a clone that may have none.
    const zero = s.resourcesById.get(`${baseName(id)}:0`);
    if (zero !== undefined && !zero.unique) {
      rsc = zero;
      top = topOf(zero, false);
    }
  }
  if (isAnonymousClone(top)) {
    const bundle = top.parent;
    if (bundle?.kind === "bundle") rsc = bundle.replicas.find((replica) => replica.node === node)?.inner;
    else rsc = chooseInstance(s, node, top, baseName(id));
  }
  if (rsc === undefined || rsc.kind !== "primitive") return undefined;
  if (rsc.id !== id && rsc.historyId !== id) rsc.historyId = id;
  return rsc;
}

/**
 * The resource called so. History ids need not be searched, since they are only given to what can be found without them;
 * but an instance that has this one comes before a stand-in for a removed resource that has it for a name.
 */
function whoseHistory(s: ClusterModel, id: string): Resource | undefined {
  const known = s.resourcesById.get(id);
  if (known?.removed !== true || known.parent !== undefined) return known;
  const zero = s.resourcesById.get(`${baseName(id)}:0`);
  return (zero === undefined ? undefined : withHistory(topOf(zero, false), id)) ?? known;
}

function withHistory(rsc: Resource, id: string): Resource | undefined {
  if (rsc.historyId === id) return rsc;
  for (const child of rsc.children) {
    const found = withHistory(child, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An id without the number of a clone instance. */
export function baseName(id: string): string {
  return id.replace(/(?!^):\d+$/, "");
}

/**
 * The instance active on the node; else one that is not active anywhere; else a new one, beyond what is configured and
 * therefore to be stopped.
 */
function chooseInstance(s: ClusterModel, node: Node, clone: Clone, base: string): Resource | undefined {
  const found = lookForInstance(node, clone, base);
  if (
    found !== undefined &&
    (isGuest(node) || found.needsFencing || (node.online && !node.unclean) || clone.cloneMax === s.nodes.length)
  )
    return found;
  // Either all are taken; or the instance seems active on a node that is gone and will not be fenced on its account, and
  // using up a number on it would keep an instance from being started elsewhere.
  const made = createInstance(s, clone);
  return memberCalled(made, base);
}

function lookForInstance(node: Node, clone: Clone, base: string): Resource | undefined {
  let free: Resource | undefined;
  let freeWillDo = true;
  for (const instance of clone.children) {
    const places = placesOf(instance);
    if (places.length > 0) {
      if (places[0] !== node) continue;
      const member = memberCalled(instance, base);
      if (member === undefined) continue;
      if (member.active.length === 0) return member;
      // A second history of the same resource on one node (it once was unique): one instance too many, whatever is free.
      freeWillDo = false;
      continue;
    }
    if (free !== undefined || instance.blocked) continue;
    const member = memberCalled(instance, base);
    if (member !== undefined && (member.pendingNode === undefined || member.pendingNode === node)) free = member;
  }
  return freeWillDo ? free : undefined;
}

/** Where an instance is active, or has an operation in flight. */
function placesOf(instance: Resource): Node[] {
  const places = nodesOf(instance, true);
  addPending(instance, places);
  return places;
}

function addPending(rsc: Resource, places: Node[]): void {
  if (rsc.pendingNode !== undefined && rsc.children.length === 0 && !places.includes(rsc.pendingNode))
    places.push(rsc.pendingNode);
  for (const child of rsc.children) addPending(child, places);
}

/** The resource configured (or known) under this id in an instance, which may be a group. */
function memberCalled(instance: Resource, base: string): Resource | undefined {
  if (instance.id === base || idOf(instance.xml) === base) return instance;
  for (const child of instance.children) {
    const found = memberCalled(child, base);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A stand-in for a resource that is no longer configured, made from its history. */
export function createRemoved(s: ClusterModel, history: Element): Primitive {
  const rsc = createOrphan(s, history);
  s.why?.because({ kind: "removed" });
  if (s.options.stopRemovedResources) banFromAll(s, rsc);
  else rsc.managed = false;
  return rsc;
}
