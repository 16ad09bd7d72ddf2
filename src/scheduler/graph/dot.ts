/**
 * The picture of a scheduled run for graphviz, as `crm_simulate --save-dotfile` draws it: actions of the
 * transition bold and green, pseudo-actions with orange names, what is needed and cannot be done dashed and red.
 * Behaviour: docs/pacemaker/simulator.md#picture.
 */
import { notifyKey, operationKey } from "../../cib/operation.ts";
import { hasFlag } from "../action/action-state.ts";
import type { ReadonlyModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { ReadonlyAction, ReadonlyNode } from "../model/read-only.ts";

export interface DotOptions {
  /** Draw also what is optional or belongs to unmanaged resources. */
  readonly allActions?: boolean;
  /** Show action ids. */
  readonly verbose?: boolean;
}

interface Look {
  readonly style: "bold" | "dashed";
  readonly color: string;
  readonly font: string;
}

/** Draws a run whose transition was built. */
export function printDot(s: ReadonlyModel, options: DotOptions = {}): string {
  const lines = [' digraph "g" {'];
  const drawn = new Set<ReadonlyAction>();
  const newestFirst = [...s.actions].reverse();
  for (const action of newestFirst) {
    const look = lookOf(action, options.allActions === true);
    if (look === undefined) continue;
    drawn.add(action);
    lines.push(`"${nameOf(action, options)}" [ style=${look.style} color="${look.color}" fontcolor="${look.font}"]`);
  }
  for (const then of newestFirst) {
    for (const { action: first, type, graphed } of then.before) {
      if (!graphed && type === Relation.none) continue;
      const bothDrawn = drawn.has(first) && drawn.has(then) && type !== Relation.ifOnSameNodeOrTarget;
      if (!graphed && !bothDrawn && options.allActions !== true) continue;
      lines.push(`"${nameOf(first, options)}" -> "${nameOf(then, options)}" [ style = ${graphed ? "bold" : "dashed"}]`);
    }
  }
  lines.push("}", "");
  return lines.join("\n");
}

function lookOf(action: ReadonlyAction, all: boolean): Look | undefined {
  const font = hasFlag(action, ActionFlag.pseudo) ? "orange" : "black";
  if (hasFlag(action, ActionFlag.addedToGraph)) return { style: "bold", color: "green", font };
  if (action.rsc !== undefined && !action.rsc.managed) {
    return all ? { style: "dashed", color: "red", font: "purple" } : undefined;
  }
  if (hasFlag(action, ActionFlag.optional)) return all ? { style: "dashed", color: "blue", font } : undefined;
  return { style: "dashed", color: "red", font };
}

function nameOf(action: ReadonlyAction, options: DotOptions): string {
  const name = plainName(action);
  return options.verbose === true ? `${name} (${action.id})` : name;
}

function plainName(action: ReadonlyAction): string {
  const host = hostOf(action)?.name ?? (hasFlag(action, ActionFlag.pseudo) ? undefined : "<none>");
  const at = host === undefined ? "" : ` ${host}`;
  const prefix = action.task === "cancel" ? "Cancel " : "";
  const historyId = action.rsc?.historyId;
  if (historyId !== undefined) return `${prefix}${keyInHistory(action, historyId)}${at}`;
  if (action.task === "stonith") return `${prefix}stonith '${action.meta.get("stonith_action") ?? ""}'${at}`;
  if (host === undefined) return action.key;
  return `${prefix}${action.rsc === undefined ? action.task : action.key}${at}`;
}

const WHERE_IT_WILL_BE = new Set(["start", "promote", "demote", "migrate_from"]);

/**
 * An action made only because something is ordered after it has no node; it is drawn where its resource will be, as
 * it is when a summary of the transition is printed first.
 */
function hostOf({ node, rsc, task }: ReadonlyAction): ReadonlyNode | undefined {
  if (node !== undefined || rsc?.kind !== "primitive" || !rsc.managed || !WHERE_IT_WILL_BE.has(task)) return node;
  return rsc.removed && rsc.active.length === 0 ? undefined : rsc.assigned;
}

function keyInHistory(action: ReadonlyAction, historyId: string): string {
  if (action.task === "notify" || action.task === "notified") {
    const type = action.meta.get("notify_key_type") ?? "";
    return notifyKey(historyId, type, action.meta.get("notify_key_operation") ?? "");
  }
  return operationKey(historyId, action.cancelTask ?? action.task, action.intervalMs);
}
