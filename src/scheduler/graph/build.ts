/**
 * The transition, drawn: each action that is to be done with all that who carries it out needs to know.
 * Behaviour: docs/pacemaker/graph.md#root-attributes, docs/pacemaker/graph.md#names-of-resources.
 */
import { idOf } from "../../cib/xml/tree.ts";
import { hasFlag } from "../action/action-state.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag } from "../model/enums.ts";
import type { Action, Primitive } from "../model/types.ts";
import { attributesOf } from "./attributes.ts";
import { downedBy } from "./downed.ts";
import { headerOf } from "./header.ts";
import { MAINTENANCE_TASK, maintenanceUpdates } from "./maintenance.ts";
import type { Step } from "./steps.ts";
import type { ActionHeader, GraphAction, GraphResource, Synapse, Transition } from "./transition.ts";

/** @param steps of the same run, from {@link stepsOf} */
export function buildTransition(s: ClusterModel, steps: readonly Step[], transitionId = 1): Transition {
  // First: parameters are read as actions are drawn, too late for dates in their rules to set the time of the next run.
  const attributes = rootAttributes(s, transitionId);
  const headers = new Headers();
  const synapses = steps.map(
    ({ action, priority, inputs }, id): Synapse => ({
      id,
      priority,
      action: graphAction(s, action, headers),
      inputs: inputs.map((input) => headers.of(input)),
    }),
  );
  return { attributes, synapses };
}

/** Each action's header, made once: most actions are waited for by many. */
class Headers {
  readonly #made: (ActionHeader | undefined)[] = [];

  of(action: Action): ActionHeader {
    let header = this.#made[action.id];
    if (header === undefined) {
      header = headerOf(action);
      this.#made[action.id] = header;
    }
    return header;
  }
}

function rootAttributes(s: ClusterModel, transitionId: number): Map<string, string> {
  const { options } = s;
  const attributes = new Map([
    ["cluster-delay", options.clusterDelay],
    ["fencing-timeout", options.properties.get("fencing-timeout") ?? "60s"],
    ["failed-stop-offset", "INFINITY"],
    ["failed-start-offset", options.startFailureFatal ? "INFINITY" : "1"],
    ["batch-limit", options.batchLimit],
    ["transition_id", String(transitionId)],
  ]);
  const limit = options.migrationLimit;
  if (limit !== undefined && Number.parseInt(limit, 10) > 0) attributes.set("migration-limit", limit);
  if (s.recheckBy !== undefined) attributes.set("recheck-by", String(s.recheckBy));
  return attributes;
}

function graphAction(s: ClusterModel, action: Action, headers: Headers): GraphAction {
  const { rsc } = action;
  const isReal = rsc?.kind === "primitive" && !hasFlag(action, ActionFlag.pseudo);
  return {
    ...headers.of(action),
    ...(isReal ? resourceDetails(action, rsc) : {}),
    ...attributesOf(s, action),
    downed: downedBy(s, action),
    ...(action.task === MAINTENANCE_TASK ? { maintenance: maintenanceUpdates(s) } : {}),
    ...(action.reason === undefined ? {} : { reason: action.reason }),
  };
}

function resourceDetails(action: Action, rsc: Primitive): Pick<GraphAction, "resource" | "shutdownLock"> {
  return {
    resource: graphResource(rsc),
    ...(locksToNode(action, rsc) ? { shutdownLock: String(rsc.lockTime) } : {}),
  };
}

/** The resource stays locked to this node when the action completes; during its shutdown only stops say so. */
function locksToNode({ node, task }: Action, rsc: Primitive): boolean {
  if (node === undefined || rsc.lockNode !== node) return false;
  return !node.shutdown || task === "stop";
}

/**
 * Under which names the node knows the resource: an anonymous instance is known without its number (the numbered
 * name is sent along); an orphan keeps the name its history has, for it may be one of several on the node.
 */
export function graphResource(rsc: Primitive): GraphResource {
  const agent = {
    class: rsc.standard,
    ...(rsc.provider === undefined ? {} : { provider: rsc.provider }),
    type: rsc.type,
  };
  if (rsc.removed && rsc.historyId !== undefined) return { id: rsc.historyId, longId: rsc.id, ...agent };
  if (rsc.unique) return { id: rsc.id, ...agent };
  const xmlId = idOf(rsc.xml);
  const longId = rsc.historyId !== undefined && rsc.historyId !== xmlId ? rsc.historyId : rsc.id;
  return { id: xmlId, longId, ...agent };
}
