/**
 * Shutting a node down in an orderly way: everything on it is stopped first.
 * Behaviour: docs/pacemaker/fencing.md#shutdowns (pcmk_sched_actions.c, pcmk_sched_ordering.c).
 */
import { setMeta } from "../action/action-state.ts";
import { clearFlag, createAction } from "../action/create.ts";
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { Action, Node } from "../model/types.ts";

/** Makes the node's `do_shutdown`, ordered after all stops there; a node in maintenance does not wait for them. */
export function shutdownAction(s: ClusterModel, node: Node): Action {
  const shutdown = createAction(s, {
    rsc: undefined,
    key: `do_shutdown-${node.name}`,
    task: "do_shutdown",
    node,
    optional: false,
  });
  requireStopsBefore(s, node, shutdown);
  setMeta(shutdown, "op_no_wait", "true");
  return shutdown;
}

function requireStopsBefore(s: ClusterModel, node: Node, shutdown: Action): void {
  if (node.maintenance) return;
  for (const action of [...s.actions].reverse()) {
    const rsc = action.rsc;
    if (rsc === undefined || action.node !== node || action.task !== "stop" || rsc.maintenance) continue;
    // What is unmanaged is left alone. A blocked resource does hold the shutdown up: it cannot be stopped, and is known to run.
    if (!rsc.managed && !rsc.blocked) continue;
    clearFlag(action, ActionFlag.optional);
    newOrdering(
      s,
      { rsc, action },
      { key: "do_shutdown", action: shutdown },
      Relation.ordered | Relation.unrunnableFirstBlocks,
    );
  }
}
