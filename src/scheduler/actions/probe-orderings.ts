/**
 * What waits for probes besides the starts they were made for. Added once all orderings have become relations, for they
 * follow from these: an order "stop A, then X" has to hold also for "probe A, then X", as the probe may find A to be
 * running; and what would be restarted because A starts is not stopped before A was looked at.
 * Behaviour: docs/pacemaker/probes.md#orders-that-follow-from-others (pcmk_sched_probes.c).
 */
import { operationKey } from "../../cib/operation.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { hasFlag } from "../action/action-state.ts";
import { findActions } from "../action/create.ts";
import { orderActions } from "../action/relation.ts";
import { compatibleInstance } from "../assignment/instances.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation, Role } from "../model/enums.ts";
import { isCollective, topOf } from "../model/resource.ts";
import type { Action, Ordering, RelationTo, Resource } from "../model/types.ts";

/** Orders what is there already; makes no action. */
export function orderProbes(s: ClusterModel): void {
  const visits = new Visits(s.actions.length);
  const restarts = leadingToRestarts(s);
  for (const rsc of s.resources) orderProbesOf(s, rsc, visits, restarts);
  for (const ordering of s.orderings) orderProbesLikeStop(ordering);
}

/** Which actions one walk has seen. A new walk is a new stamp, so nothing has to be cleared between walks. */
class Visits {
  private readonly stamps: Uint32Array;
  private walk = 0;

  constructor(actions: number) {
    this.stamps = new Uint32Array(actions + 1);
  }

  begin(): void {
    this.walk++;
  }

  /** True the first time in this walk. */
  add(action: Action): boolean {
    if (this.stamps[action.id] === this.walk) return false;
    this.stamps[action.id] = this.walk;
    return true;
  }
}

/**
 * The actions from which a walk can come to a stop or demotion of a restart. Long chains of orders usually lead to none
 * (nothing runs yet, so nothing is restarted), and every probe would walk its chain to the end for nothing.
 */
function leadingToRestarts(s: ClusterModel): ReadonlySet<Action> {
  const found = new Set<Action>();
  const pending: Action[] = [];
  for (const action of s.actions) {
    if (action.rsc !== undefined && undoingActions(action, action.rsc).length > 0) pending.push(action);
  }
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    for (const { action: first, type, declared } of at.before) {
      const intoPart = first.rsc !== undefined && at.rsc !== undefined && at.rsc.parent === first.rsc;
      if (((type | declared) & Relation.firstImpliesThen) !== 0 || intoPart) pending.push(first);
    }
  }
  return found;
}

function probesOf(rsc: Resource): readonly Action[] {
  return findActions(rsc, operationKey(rsc.id, "monitor", 0), undefined);
}

/** The relations as they are now, newest first; some added meanwhile are not walked. */
function newestFirst(relations: readonly RelationTo[]): RelationTo[] {
  return [...relations].reverse();
}

function orderProbesOf(s: ClusterModel, rsc: Resource, visits: Visits, restarts: ReadonlySet<Action>): void {
  if (rsc.kind !== "primitive") {
    for (const child of rsc.children) orderProbesOf(s, child, visits, restarts);
    return;
  }
  for (const probe of probesOf(rsc)) {
    for (const then of newestFirst(probe.after)) {
      if (s.dialect.blockedProbeSparesActive) blockInactiveInstances(probe, then);
      visits.begin();
      orderBeforeRestarts(s, probe, then.action, visits, restarts);
    }
  }
}

/**
 * An unrunnable probe of an instance does not block its clone while other instances run; yet no further instance may be
 * started, or there could be too many of them.
 */
function blockInactiveInstances(probe: Action, then: RelationTo): void {
  const collective = then.action.rsc;
  if (collective === undefined || !isCollective(collective) || then.action.task !== "start") return;
  if (hasFlag(probe, ActionFlag.runnable) || (then.type & Relation.unrunnableFirstBlocks) !== 0) return;
  if (probe.rsc === undefined || topOf(probe.rsc, false) !== collective) return;
  for (const { action } of newestFirst(then.action.after)) {
    const instance = action.rsc;
    if (instance === undefined || action.task !== "start" || instance.active.length > 0) continue;
    if (topOf(instance, false) === collective)
      orderActions(probe, action, Relation.ordered | Relation.unrunnableFirstBlocks);
  }
}

/** Walks what the probe leads to, in depth first, and orders the probe before each stop or demotion of a restart. */
function orderBeforeRestarts(
  s: ClusterModel,
  probe: Action,
  first: Action,
  visits: Visits,
  restarts: ReadonlySet<Action>,
): void {
  const pending: Action[] = [first];
  for (let after = pending.pop(); after !== undefined; after = pending.pop()) {
    if (!restarts.has(after) || !visits.add(after)) continue;
    if (after.rsc !== undefined && after.rsc !== probe.rsc) {
      for (const undo of undoingActions(after, after.rsc)) orderActions(probe, undo, Relation.ordered);
    }
    const only = interleavedPart(s, probe, after);
    // The last one pushed is walked first: the newest relation.
    for (const relation of after.after) {
      if (leadsOn(probe, after, relation, only)) pending.push(relation.action);
    }
  }
}

/** What a restart that ends with this start or promotion begins with. */
function undoingActions(action: Action, rsc: Resource): readonly Action[] {
  if (rsc.kind !== "primitive") return NO_ACTIONS;
  const undo = action.task === "start" ? "stop" : action.task === "promote" ? "demote" : undefined;
  if (undo === undefined) return NO_ACTIONS;
  // A label, such as a stop implied by fencing, waits for no one.
  return findActions(rsc, operationKey(rsc.id, undo, 0), undefined).filter(
    (found) => !hasFlag(found, ActionFlag.pseudo),
  );
}

const NO_ACTIONS: readonly Action[] = [];

/** A restart spreads where a start requires another; and from a collective to its parts, of which only one if interleaved. */
function leadsOn(probe: Action, after: Action, relation: RelationTo, only: Resource | "any" | undefined): boolean {
  if ((relation.type & Relation.firstImpliesThen) !== 0) return true;
  const whole = after.rsc;
  const part = relation.action.rsc;
  if (whole === undefined || whole.kind === "primitive" || part === undefined) return false;
  if (probe.rsc === undefined || probe.rsc.parent === whole || part.parent !== whole || isCollective(part))
    return false;
  return only === "any" || only === part;
}

/** The instance of an interleaved collective that goes with the probed resource; any, of one that is not interleaved. */
function interleavedPart(s: ClusterModel, probe: Action, after: Action): Resource | "any" | undefined {
  const whole = after.rsc;
  if (whole === undefined || probe.rsc === undefined || !isCollective(whole)) return "any";
  if (parseBoolean(whole.meta.get("interleave")) !== true) return "any";
  return compatibleInstance(s, probe.rsc, whole, Role.unknown, false);
}

function orderProbesLikeStop(ordering: Ordering): void {
  const { firstRsc, thenRsc, type } = ordering;
  if (type === Relation.none || firstRsc === undefined || firstRsc === thenRsc) return;
  if (!isStop(ordering.firstAction, ordering.firstTask)) return;
  if (ordering.thenAction === undefined && ordering.thenTask === undefined) return;
  // A container that stops and starts again would be waited for by a probe of what runs in it: a loop.
  if (thenRsc !== undefined && firstRsc.launcher === thenRsc && isStop(ordering.thenAction, ordering.thenTask)) return;

  const probes = probesOf(firstRsc);
  if (probes.length === 0) return;
  const thens =
    ordering.thenAction !== undefined
      ? [ordering.thenAction]
      : thenRsc !== undefined && ordering.thenTask !== undefined
        ? findActions(thenRsc, ordering.thenTask, undefined)
        : [];
  for (const probe of probes) {
    for (const then of thens) {
      if (isNeededBefore(probe, then)) orderActions(probe, then, typeLike(type));
    }
  }
}

/** Kinds whose edges are later dropped depending on nodes must stay what they are. */
function typeLike(type: number): number {
  if (WHOLE_KINDS.includes(type)) return type;
  return Relation.ordered | (type & (Relation.ifFirstUnmigratable | Relation.ifOnSameNode));
}

const WHOLE_KINDS: readonly number[] = [Relation.ifRequiredOnSameNode, Relation.ifOnSameNodeOrTarget];

function isStop(action: Action | undefined, key: string | undefined): boolean {
  return action === undefined ? key?.endsWith("_stop_0") === true : action.task === "stop";
}

function isNeededBefore(probe: Action, then: Action): boolean {
  // A node is unfenced before anything is probed on it.
  if (then.task === "stonith" && probe.node === then.node && then.meta.get("stonith_action") === "on") return false;
  // And its own probes are all that its shutdown waits for.
  if (then.task === "do_shutdown" && probe.node !== undefined && then.node !== undefined && probe.node !== then.node)
    return false;
  return true;
}
