/**
 * The nodes an action takes down, so that the executor of the transition expects them to go:
 * by shutdown, by fencing, which takes the guests of a node with it, and by the stop of a connection that does not
 * merely migrate.
 * Behaviour: docs/pacemaker/graph.md#nodes-taken-down.
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Action, Node } from "../model/types.ts";
import { showsNode } from "./header.ts";

/** Ids of the nodes that go down with this action. */
export function downedBy(s: ClusterModel, action: Action): string[] {
  const { node, rsc } = action;
  if (node === undefined || !showsNode(action)) return [];
  if (action.task === "do_shutdown") return [node.id];
  if (action.task === "stonith") {
    const kind = action.meta.get("stonith_action");
    return kind === "off" || kind === "reboot" ? [node.id, ...guestsOf(s, node)] : [];
  }
  if (rsc?.isRemoteConnection !== true || action.task !== "stop") return [];
  const migrating = action.before.some(
    ({ action: input }) => input.task === "migrate_from" && input.rsc?.id === rsc.id,
  );
  return migrating ? [] : [rsc.id];
}

function guestsOf(s: ClusterModel, host: Node): string[] {
  const ids: string[] = [];
  for (const rsc of host.running) {
    if (!rsc.isRemoteConnection || rsc.launcher === undefined) continue;
    const guest = s.nodesByName.get(rsc.id);
    if (guest !== undefined) ids.push(guest.id);
  }
  return ids;
}
