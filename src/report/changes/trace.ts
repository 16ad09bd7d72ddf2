/** What a run of the scheduler changes: fencing and shutdowns first, then resources in configuration order. */
import { hasFlag } from "../../scheduler/action/action-state.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { ActionFlag } from "../../scheduler/model/enums.ts";
import type { ReadonlyAction, ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import type { Changes, NodeChange } from "./document.ts";
import { resourceChanges, type TracedChange } from "./resource.ts";

export interface TracedNodeChange {
  readonly change: NodeChange;
  readonly action: ReadonlyAction;
}

function nodeChanges(s: ReadonlyModel): TracedNodeChange[] {
  const out: TracedNodeChange[] = [];
  const say = (action: ReadonlyAction, change: NodeChange): void => void out.push({ change, action });
  for (let i = s.actions.length - 1; i >= 0; i--) {
    const action = s.actions[i];
    if (action?.node === undefined || hasFlag(action, ActionFlag.optional)) continue;
    const reason = action.reason === undefined ? {} : { reason: action.reason };
    if (action.task === "stonith") {
      const container = action.node.connection?.launcher;
      say(action, {
        kind: "fence",
        node: action.node.name,
        action: action.meta.get("stonith_action") ?? "",
        ...(action.node.kind === "guest" && container !== undefined ? { container: container.id } : {}),
        ...reason,
      });
    } else if (action.task === "do_shutdown") {
      say(action, { kind: "shutdown", node: action.node.name, action: "", ...reason });
    }
  }
  return out;
}

/** Primitives in the order of `crm_simulate`. */
function primitivesInOrder(rsc: ReadonlyResource): ReadonlyPrimitive[] {
  if (rsc.kind === "primitive") return [rsc];
  if (rsc.kind !== "bundle") return rsc.children.flatMap(primitivesInOrder);
  return rsc.replicas.flatMap((r) =>
    [r.ip, r.container, r.connection, r.inner].filter((p): p is ReadonlyPrimitive => p !== undefined),
  );
}

/** Each change with its main action. @param s after a complete run of the scheduler */
export function traceChanges(s: ReadonlyModel): {
  readonly nodes: readonly TracedNodeChange[];
  readonly resources: readonly TracedChange[];
} {
  return { nodes: nodeChanges(s), resources: s.resources.flatMap(primitivesInOrder).flatMap(resourceChanges) };
}

/** @param s after a complete run of the scheduler */
export function changesOf(s: ReadonlyModel): Changes {
  const { nodes, resources } = traceChanges(s);
  return { nodes: nodes.map((t) => t.change), resources: resources.map((t) => t.change) };
}
