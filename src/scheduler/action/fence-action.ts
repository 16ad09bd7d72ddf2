/**
 * Fencing actions: power a node off or cycle it, or unfence it (`on`).
 * Behaviour: docs/pacemaker/fencing.md#fencing-actions (pe_actions.c, "pe_fence_op").
 */
import { msToSeconds } from "../../cib/value/duration.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { fencingDigest } from "../model/digests.ts";
import { ActionFlag } from "../model/enums.ts";
import { isRemoteKind } from "../model/node.ts";
import type { Action, Node, Primitive, Resource } from "../model/types.ts";
import { clearFlag, setMeta, setReason } from "./action-state.ts";
import { canFence } from "./can-fence.ts";
import { newAction } from "./new-action.ts";

interface FenceRequest {
  /** Otherwise the action becomes required, if fencing is possible. */
  readonly optional: boolean;
  /** The first reason is kept. */
  readonly reason?: string | undefined;
  /** Show `priority-fencing-delay`. */
  readonly priorityDelay?: boolean;
}

/** The one fencing action of this kind for this node; without `op`, of the kind that the cluster option asks for. */
export function fenceAction(
  s: ClusterModel,
  node: Node,
  op: string | undefined,
  { optional, reason, priorityDelay = false }: FenceRequest,
): Action {
  const kind = op ?? s.options.fencingAction;
  const key = `stonith-${node.name}-${kind}`;
  let required = !optional;
  let action = s.globalActions.get(key)?.at(-1);
  if (action === undefined) {
    action = newAction(s, { rsc: undefined, key, task: "stonith", node, optional: true });
    setMeta(action, "on_node", node.name);
    setMeta(action, "on_node_uuid", node.id);
    setMeta(action, "stonith_action", kind);
    const concerned = s.dialect.tellsDeviceDigests || isRemoteKind(node);
    if (concerned && s.enableUnfencing && addDeviceDigests(s, action, node)) required = true;
  }
  // Shown even when 0, for it replaces the random delays a device may be configured with. Once shown it is kept current,
  // because priorities of nodes are complete only after the whole history was read.
  if (s.options.priorityFencingDelay > 0 && (priorityDelay || action.meta.has("priority-fencing-delay"))) {
    setMeta(action, "priority-fencing-delay", String(priorityDelaySeconds(s, node)));
  }
  if (required && canFence(s, node)) {
    clearFlag(action, ActionFlag.optional);
    setReason(action, reason, false);
  } else if (reason !== undefined) {
    setReason(action, reason, false);
  }
  return action;
}

/** Notes the digests of every unfencing device, and says whether one of them changed since the node was last unfenced. */
function addDeviceDigests(s: ClusterModel, action: Action, node: Node): boolean {
  let changed = false;
  let all = "";
  let secure = "";
  const devices: Primitive[] = [];
  collectUnfencingDevices(s.resources, devices);
  for (const device of devices.reverse()) {
    const digest = fencingDigest(s, device, device.type, node);
    if (digest.verdict === "mismatch") changed = true;
    all += `${device.id}:${device.type}:${digest.all},`;
    secure += `${device.id}:${device.type}:${digest.secure},`;
  }
  setMeta(action, "digests_all", all);
  setMeta(action, "digests_secure", secure);
  return changed;
}

function collectUnfencingDevices(candidates: readonly Resource[], into: Primitive[]): void {
  for (const rsc of candidates) {
    if (rsc.children.length > 0) collectUnfencingDevices(rsc.children, into);
    else if (
      rsc.kind === "primitive" &&
      rsc.fenceDevice &&
      (rsc.needsUnfencing || rsc.meta.get("provides")?.toLowerCase() === "unfencing")
    )
      into.push(rsc);
  }
}

/** The partition that holds the most important of the lost nodes gets a head start: its fencing is delayed for all others. */
function priorityDelaySeconds(s: ClusterModel, node: Node): number {
  if (node.kind !== "cluster" || node.online) return 0;
  const members = s.nodes.filter((member) => member.kind === "cluster");
  const online = members.filter((member) => member.online).length;
  if (online > Math.floor(members.length / 2)) return 0;
  return mattersMost(members, node) ? msToSeconds(s.options.priorityFencingDelay) : 0;
}

/** Whether no node runs anything more important than this one does, and some node less. */
export function mattersMost(
  members: readonly { readonly priority: number }[],
  node: { readonly priority: number },
): boolean {
  const priorities = members.map(({ priority }) => priority);
  const top = Math.max(...priorities);
  return top !== Math.min(...priorities) && node.priority >= top;
}
