/**
 * Flags of an action as orderings see them: those of a collective's action are the sum of its parts'. Summing up also
 * writes back what it finds out (required, unrunnable) to the collective's action.
 * Behaviour: docs/pacemaker/ordering.md#flags-of-collectives (pcmk_sched_group.c, pcmk_sched_instances.c,
 * pcmk_sched_bundle.c).
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag } from "../model/enums.ts";
import type { Action, Bundle, Group, Node, Primitive, Resource } from "../model/types.ts";
import { clearFlag, findFirstAction } from "./create.ts";

const ALL = ActionFlag.optional | ActionFlag.runnable | ActionFlag.pseudo;

/** The bits of the action; for a collective's, limited to its parts' actions on `node` if one is given. */
export function actionFlags(s: ClusterModel, action: Action, node: Node | undefined): number {
  const rsc = action.rsc;
  if (rsc === undefined || rsc.kind === "primitive") return action.flags;

  // Relations ask again and again, so sums are kept until an action of the collective or of its parts changes.
  const known = action.flagSums?.revision === rsc.actionsRevision ? action.flagSums.byNode.get(node) : undefined;
  if (known !== undefined) return known;
  const flags = sumUp(s, rsc, action, node);
  if (action.flagSums?.revision !== rsc.actionsRevision) {
    action.flagSums = { revision: rsc.actionsRevision, byNode: new Map() };
  }
  action.flagSums.byNode.set(node, flags);
  return flags;
}

function sumUp(s: ClusterModel, rsc: Exclude<Resource, Primitive>, action: Action, node: Node | undefined): number {
  switch (rsc.kind) {
    case "group":
      return groupFlags(s, rsc, action, node);
    case "clone":
      return instanceFlags(s, rsc, action, rsc.children, node);
    case "bundle":
      return instanceFlags(s, rsc, action, bundleParts(rsc, action), node);
  }
}

/** Required if any member's action is; runnable only if every member can do it, and (but for stop and demote) does. */
function groupFlags(s: ClusterModel, rsc: Group, action: Action, node: Node | undefined): number {
  let flags: number = ALL;
  for (const member of rsc.children) {
    const task = taskFor(member, action.task);
    const own = findFirstAction(member.actions, task, node);
    if (own === undefined) {
      if (task !== "stop" && task !== "demote") flags &= ~ActionFlag.runnable;
      continue;
    }
    const ownFlags = actionFlags(s, own, node);
    if ((ownFlags & ActionFlag.optional) === 0 && (flags & ActionFlag.optional) !== 0) {
      flags &= ~ActionFlag.optional;
      clearFlag(action, ActionFlag.optional);
    }
    if (task !== action.task && (ownFlags & ActionFlag.runnable) === 0 && (flags & ActionFlag.runnable) !== 0) {
      flags &= ~ActionFlag.runnable;
      clearFlag(action, ActionFlag.runnable);
    }
  }
  return flags;
}

/** Required if any instance's action is, runnable if any instance's is. */
function instanceFlags(
  s: ClusterModel,
  rsc: Resource,
  action: Action,
  instances: readonly Resource[],
  node: Node | undefined,
): number {
  let flags: number = ALL;
  let anyRunnable = false;
  const task = originalTask(rsc, action);
  for (const instance of instances) {
    // A group as an instance looks at the node itself.
    const own = findFirstAction(instance.actions, task, instance.kind === "primitive" ? node : undefined);
    if (own === undefined) continue;
    const ownFlags = actionFlags(s, own, node);
    if ((ownFlags & ActionFlag.optional) === 0 && (flags & ActionFlag.optional) !== 0) {
      flags &= ~ActionFlag.optional;
      clearFlag(action, ActionFlag.optional);
    }
    if ((ownFlags & ActionFlag.runnable) !== 0) anyRunnable = true;
  }
  if (!anyRunnable) {
    flags &= ~ActionFlag.runnable;
    if (node === undefined) clearFlag(action, ActionFlag.runnable);
  }
  return flags;
}

/** A bundle promotes, demotes and notifies by its inner clone, and starts and stops by its containers. */
function bundleParts(rsc: Bundle, action: Action): readonly Resource[] {
  if (rsc.inner !== undefined && !BY_CONTAINER.has(action.task)) return rsc.inner.children;
  return rsc.replicas.map((replica) => replica.container);
}

const BY_CONTAINER = new Set(["start", "running", "stop", "stopped", "monitor", "do_shutdown", "stonith"]);

/** What an instance does for this action of its collective; a notification stands for what it is about. */
export function originalTask(rsc: Resource, action: Action): string {
  let task = action.task;
  if (task === "notify" || task === "notified") {
    const at = action.key.lastIndexOf("_notify_");
    if (at >= 0) task = action.key.slice(at + "_notify_".length, action.key.lastIndexOf("_"));
  }
  const instance = rsc.children[0];
  return instance === undefined ? task : taskFor(instance, task);
}

const COMPLETIONS: ReadonlyMap<string, string> = new Map<string, string>([
  ["running", "start"],
  ["stopped", "stop"],
  ["promoted", "promote"],
  ["demoted", "demote"],
]);

/** All that a collective's action can be about. Of other tasks (a migration, say) no part is asked. */
const SUMMED: ReadonlySet<string> = new Set([
  ...[...COMPLETIONS].flat(),
  "monitor",
  "notify",
  "notified",
  "stonith",
  "do_shutdown",
]);
const NO_TASK = "no_action";

/** Only collectives have actions for the completion of something; for a primitive that is the thing itself. */
function taskFor(rsc: Resource, task: string): string {
  if (!SUMMED.has(task)) return NO_TASK;
  return rsc.kind === "primitive" ? (COMPLETIONS.get(task) ?? task) : task;
}
