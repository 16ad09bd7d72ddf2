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
    return updateInterleaved(walk, { rsc: firstRsc, action: first }, { rsc: thenRsc, action: then }, application);
  }

  if (then.rsc === undefined) return Changed.none;
  let changed = updatePair(walk, first, then, application);
  for (const instance of thenRsc === undefined ? then.rsc.children : assignableInstances(thenRsc)) {
    changed |= updateInstance(walk, instance, first, then, application);
  }
  return changed;
}

type Collective = Clone | Bundle;

/** One side of a relation between collectives. */
interface Side {
  readonly rsc: Collective;
  readonly action: Action;
}

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

function updateInterleaved(walk: Walk, from: Side, to: Side, application: Application): number {
  const { rsc: firstRsc, action: first } = from;
  const { rsc: thenRsc, action: then } = to;
  const firstTask = originalTask(firstRsc, first);
  // What goes down does so where it is now, what comes up where it will be.
  const current = first.key.endsWith("_stopped_0") || first.key.endsWith("_demoted_0");
  const { waitsForInner } = walk.s.dialect;
  const firstIsInner = waitsForInner && !STOPS.has(first.task);
  const thenIsInner = waitsForInner && SETS_ROLE.has(then.task);

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
    const firstAction = instanceAction(firstInstance, firstTask, application.node, firstIsInner);
    if (firstAction === undefined) continue;
    const thenAction = instanceAction(thenInstance, then.task, application.node, thenIsInner);
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
 * For a bundle, what comes after needs the service and not only its container; what comes before concerns the
 * container, except for promotion and demotion, which only the service inside has.
 */
const STOPS: ReadonlySet<string> = new Set(["stop", "stopped"]);
const SETS_ROLE: ReadonlySet<string> = new Set(["promote", "promoted", "demote", "demoted"]);

/** The action of an instance that stands for the collective's; `ofInner`: that of the service in a container. */
function instanceAction(
  instance: Resource,
  task: string,
  node: Node | undefined,
  ofInner: boolean,
): Action | undefined {
  const inner = ofInner ? innerOf(instance) : undefined;
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
