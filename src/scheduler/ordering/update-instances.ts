/**
 * Applying a relation to a clone or bundle. Either it holds instance by instance ("interleave": an instance
 * waits only for the instance of the other clone on its own node), or it holds for the collective action and for
 * every instance alike. Interleaving is the choice of "then", or of "first" when things go down.
 * Behaviour: docs/pacemaker/ordering.md#clones-and-bundles.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { actionFlags, originalTask } from "../action/collective-flags.ts";
import { findFirstAction } from "../action/create.ts";
import { orderActions } from "../action/relation.ts";
import { assignTo } from "../assignment/assignment.ts";
import { assignableInstances, compatibleInstance } from "../assignment/instances.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation, Role } from "../model/enums.ts";
import { isCollective } from "../model/resource.ts";
import type { Action, Bundle, Clone, Node, Resource } from "../model/types.ts";
import { type Application, Changed, revisitAfter, type Walk } from "./fixpoint-walk.ts";
import { updatePair } from "./update-pair.ts";

/** Returns which of the two actions changed, as `Changed` flags. */
export function updateInstances(walk: Walk, first: Action, then: Action, application: Application): number {
  const firstRsc = collectiveOf(first);
  const thenRsc = collectiveOf(then);
  if (firstRsc !== undefined && thenRsc !== undefined && interleaves(firstRsc, thenRsc, then)) {
    return updateInterleaved(walk, firstRsc, first, thenRsc, then, application);
  }

  if (then.rsc === undefined) return Changed.none;
  let changed = updatePair(walk, first, then, application);
  for (const instance of thenRsc === undefined ? then.rsc.children : assignableInstances(thenRsc)) {
    changed |= updateInstance(walk, instance, first, then, application);
  }
  return changed;
}

type Collective = Clone | Bundle;

function collectiveOf({ rsc }: Action): Collective | undefined {
  return rsc !== undefined && isCollective(rsc) ? rsc : undefined;
}

function interleaves(firstRsc: Collective, thenRsc: Collective, then: Action): boolean {
  if (firstRsc === thenRsc) return false;
  const down = then.key.endsWith("_stop_0") || then.key.endsWith("_demote_0");
  return parseBoolean((down ? firstRsc : thenRsc).meta.get("interleave")) === true;
}

/** The relation as it concerns one instance of "then", whatever "first" is. */
function updateInstance(walk: Walk, instance: Resource, first: Action, then: Action, application: Application): number {
  const action = findFirstAction(instance.actions, then.task, application.node);
  if (action === undefined) return Changed.none;
  if ((actionFlags(walk.s, action, application.node) & ActionFlag.runnable) === 0) return Changed.none;

  const changed = walk.update(instance, first, action, application);
  if ((changed & Changed.second) !== 0) revisitAfter(walk, action);
  return changed;
}

function updateInterleaved(
  walk: Walk,
  firstRsc: Collective,
  first: Action,
  thenRsc: Collective,
  then: Action,
  application: Application,
): number {
  const firstTask = originalTask(firstRsc, first);
  // What goes down does so where it is now, what comes up where it will be.
  const current = first.key.endsWith("_stopped_0") || first.key.endsWith("_demoted_0");

  let changed: number = Changed.none;
  for (const thenInstance of assignableInstances(thenRsc)) {
    const firstInstance = compatibleInstance(walk.s, thenInstance, firstRsc, Role.unknown, current);
    if (firstInstance === undefined) {
      if (!current && mustHaveFirst(application) && assignTo(walk.s, thenInstance, undefined, true, true)) {
        walk.s.why?.unpaired.set(thenInstance, firstRsc);
        changed |= Changed.second;
      }
      continue;
    }
    const firstAction = instanceAction(walk.s, first, firstInstance, firstTask, application.node, true);
    if (firstAction === undefined) continue;
    const thenAction = instanceAction(walk.s, then, thenInstance, then.task, application.node, false);
    if (thenAction === undefined) continue;

    if (orderActions(firstAction, thenAction, application.type)) changed |= Changed.first | Changed.second;
    const flags = actionFlags(walk.s, firstAction, application.node);
    changed |= walk.update(thenInstance, firstAction, thenAction, { ...application, flags });
  }
  return changed;
}

/** A "then" instance with no "first" instance on its node may not come up if the relation is mandatory. */
function mustHaveFirst({ type }: Application): boolean {
  return (type & (Relation.unrunnableFirstBlocks | Relation.firstImpliesThen)) !== 0;
}

/**
 * The action of an instance that stands for the collective's. For a bundle, whoever comes after wants the service and
 * not only its container; whatever comes before concerns the container, except for promotion and demotion, which only
 * the service inside has.
 */
function instanceAction(
  s: ClusterModel,
  collectiveAction: Action,
  instance: Resource,
  task: string,
  node: Node | undefined,
  isFirst: boolean,
): Action | undefined {
  const wantsInner = isFirst
    ? !["stop", "stopped"].includes(collectiveAction.task)
    : ["promote", "promoted", "demote", "demoted"].includes(collectiveAction.task);
  const inner = wantsInner && s.dialect.waitsForInner ? innerOf(instance) : undefined;
  // What is in a container runs on the container's own guest node.
  return inner === undefined
    ? findFirstAction(instance.actions, task, node)
    : findFirstAction(inner.actions, task, undefined);
}

function innerOf(container: Resource): Resource | undefined {
  const bundle = container.parent;
  if (bundle?.kind !== "bundle") return undefined;
  return bundle.replicas.find((replica) => replica.container === container)?.inner;
}
