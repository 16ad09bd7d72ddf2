/**
 * What an action is carried out with: its own parameters, the resource's parameters as they apply on the node,
 * and, as `CRM_meta_…`, what the executor and agents need to know about the operation, the instance and the clone.
 * The first value of a name stays, except that facts about the instance and its clone replace what a user wrote.
 * Behaviour: docs/pacemaker/graph.md#attributes-of-actions.
 */
import { FEATURE_SET } from "../../cib/empty.ts";
import { memoize } from "../../cib/memoize.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { isGuest } from "../model/node.ts";
import { resourceParams } from "../model/params.ts";
import type { Action, Clone, Node, Resource } from "../model/types.ts";
import { currentNode } from "../model/whereabouts.ts";
import { showsNode } from "./header.ts";

export interface AttributeSets {
  readonly attributes: ReadonlyMap<string, string>;
  /** Parameters whose name an XML attribute cannot have. */
  readonly params: ReadonlyMap<string, string>;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** The attributes of the action's element. Names that begin with a digit, which XML forbids, are apart as `params`. */
export function attributesOf(s: ClusterModel, action: Action): AttributeSets {
  const into = new Map<string, string>([["crm_feature_set", FEATURE_SET]]);
  let params: Map<string, string> | undefined;
  for (const [name, value] of action.extra) addFirst(into, name, value);
  for (const [name, value] of parametersOf(s, action)) {
    if (startsWithDigit(name)) {
      params ??= new Map();
      params.set(name, value);
    } else addFirst(into, name, value);
  }
  if (action.node !== undefined && showsNode(action)) {
    addMeta(into, "on_node", action.node.name);
    addMeta(into, "on_node_uuid", action.node.id);
  }
  for (const [name, value] of action.meta) addMeta(into, name, value);
  if (action.expectedRc !== undefined) addMeta(into, "op_target_rc", String(action.expectedRc));
  for (let rsc = action.rsc; rsc !== undefined; rsc = rsc.parent) addResourceMeta(into, rsc);
  if (action.rsc !== undefined) addGuestMeta(into, action, action.rsc);
  return { attributes: sorted(into), params: params ?? NONE };
}

function startsWithDigit(name: string): boolean {
  const code = name.charCodeAt(0);
  return code >= 48 && code <= 57;
}

function parametersOf(s: ClusterModel, action: Action): ReadonlyMap<string, string> {
  const { rsc, node } = action;
  if (rsc === undefined || (node === undefined && rsc.kind !== "primitive")) return NONE;
  const params = resourceParams(s, rsc, node);
  const address = params.get("addr") === "#uname" ? containerHost(rsc)?.name : undefined;
  return address === undefined ? params : new Map([...params, ["addr", address]]);
}

/** A bundle replica without IP address is reached at the name of its container's host. */
function containerHost(rsc: Resource): Node | undefined {
  if (!rsc.isRemoteConnection || rsc.launcher === undefined || rsc.parent?.kind !== "bundle") return undefined;
  return rsc.launcher.assigned ?? currentNode(rsc.launcher);
}

function addFirst(into: Map<string, string>, name: string, value: string): void {
  if (!into.has(name)) into.set(name, value);
}

function addMeta(into: Map<string, string>, name: string, value: string): void {
  // Attributes the cluster keeps for itself, such as fail counts, are no agent's business.
  if (!name.includes("#") && !name.includes(":")) addFirst(into, metaName(name), value);
}

const metaName = memoize(1000, (name) => `CRM_meta_${name.replaceAll("-", "_")}`);

function addResourceMeta(into: Map<string, string>, rsc: Resource): void {
  if (rsc.kind === "clone") addCloneMeta(into, rsc);
  if (rsc.kind !== "primitive") return;
  for (const name of ["clone", "remote-node"]) {
    const value = rsc.meta.get(name);
    if (value !== undefined) into.set(metaName(name), value);
  }
  // A group may have a launcher and its members others; the outermost counts.
  for (let at: Resource | undefined = rsc; at !== undefined; at = at.parent) {
    if (at.launcher !== undefined) into.set(metaName("container"), at.launcher.id);
  }
  const externalIp = rsc.meta.get("external-ip");
  if (externalIp !== undefined) into.set("pcmk_external_ip", externalIp);
}

function addCloneMeta(into: Map<string, string>, clone: Clone): void {
  const set = (name: string, value: number | boolean): void => void into.set(metaName(name), String(value));
  set("globally-unique", clone.unique);
  set("notify", clone.notify);
  set("clone-max", clone.cloneMax);
  set("clone-node-max", clone.cloneNodeMax);
  if (!clone.promotable) return;
  set("promoted-max", clone.promotedMax);
  set("promoted-node-max", clone.promotedNodeMax);
  // Agents written before promotion was called that read these.
  set("master-max", clone.promotedMax);
  set("master-node-max", clone.promotedNodeMax);
}

const GOING_DOWN = new Set(["stop", "stopped", "demote", "demoted"]);
const COMING_UP = new Set(["start", "running", "monitor", "promote", "promoted"]);

/** On a guest node agents may need to know the host: the present one when going down, the next one when coming up. */
function addGuestMeta(into: Map<string, string>, action: Action, rsc: Resource): void {
  const launcher = action.node !== undefined && isGuest(action.node) ? action.node.connection?.launcher : undefined;
  if (launcher === undefined) return;
  const isNotification = action.task === "notify" || action.task === "notified";
  const task = (isNotification ? action.meta.get("notify_operation") : action.task) ?? "";
  const host = GOING_DOWN.has(task) ? currentNode(launcher) : COMING_UP.has(task) ? launcher.assigned : undefined;
  if (host === undefined) return;
  const target = rsc.meta.get("container-attribute-target");
  if (target !== undefined) addMeta(into, "container-attribute-target", target);
  addMeta(into, "physical-host", host.name);
}

function sorted(attributes: ReadonlyMap<string, string>): Map<string, string> {
  // Without a comparison of our own, names are compared by their code units, and much faster.
  const names = [...attributes.keys()].sort();
  const inOrder = new Map<string, string>();
  for (const name of names) inOrder.set(name, attributes.get(name) as string);
  return inOrder;
}
