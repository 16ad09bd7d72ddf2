/** The source of an ordering between two actions: a constraint, or the structure of resources. */

import { operationKey, parseOperationKey } from "../../cib/operation.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type {
  ReadonlyAction,
  ReadonlyClone,
  ReadonlyOrdering,
  ReadonlyResource,
} from "../../scheduler/model/read-only.ts";
import type { Blame, ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { colocationReferences } from "./colocation-text.ts";
import type { Reference } from "./document.ts";
import { configuredId, reference } from "./references.ts";

export interface OrderingSource {
  /** Follows "because". */
  readonly text: string;
  readonly references: readonly Reference[];
}

export function orderingSource(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  action: ReadonlyAction,
  { because, colocation }: Blame,
): OrderingSource {
  if (colocation !== undefined)
    return { text: `colocation ${colocation.id}`, references: colocationReferences(s, colocation) };
  for (const [ordering, id] of why.orderings) {
    if (!(joins(ordering, because, action) || joins(ordering, action, because))) continue;
    const whole = notInterleaved(action, because);
    return {
      text: `order constraint ${id}${whole === undefined ? "" : `; every instance of ${whole.id} waits for all of ${because.rsc?.id}, since interleave is not true for ${whole.id}`}`,
      references: reference("constraint", id),
    };
  }
  return builtIn(s, action, because);
}

const DONE: ReadonlyMap<string, string> = new Map<string, string>([
  ["running", "start"],
  ["stopped", "stop"],
  ["promoted", "promote"],
  ["demoted", "demote"],
]);

function joins(ordering: ReadonlyOrdering, first: ReadonlyAction, then: ReadonlyAction): boolean {
  return (
    isSide(ordering.firstRsc, ordering.firstTask, ordering.firstAction, first) &&
    isSide(ordering.thenRsc, ordering.thenTask, ordering.thenAction, then)
  );
}

/** An ordering may name the whole resource instead of the action's instance, which then waits for all of the whole. */
function isSide(
  rsc: ReadonlyResource | undefined,
  key: string | undefined,
  given: ReadonlyAction | undefined,
  action: ReadonlyAction,
): boolean {
  if (given !== undefined) return given === action;
  if (rsc === undefined || key === undefined) return false;
  const task = parseOperationKey(key)?.task;
  const own = DONE.get(action.task) ?? action.task;
  if (task !== action.task && task !== own) return key === operationKey(action.rsc?.id ?? "", action.task, 0);
  for (let at: ReadonlyResource | undefined = action.rsc; at !== undefined; at = at.parent) if (at === rsc) return true;
  return false;
}

/** The clone whose instances wait for another clone as a whole, because it is not interleaved. */
function notInterleaved({ rsc, task }: ReadonlyAction, because: ReadonlyAction): ReadonlyClone | undefined {
  if (because.rsc?.kind !== "clone" || rsc === undefined) return undefined;
  for (let at: ReadonlyResource | undefined = rsc; at !== undefined; at = at.parent) {
    if (at.kind === "clone" && at !== because.rsc && !at.interleave && task !== "stop" && task !== "demote") return at;
  }
  return undefined;
}

function builtIn(s: ReadonlyModel, action: ReadonlyAction, because: ReadonlyAction): OrderingSource {
  const own = action.rsc;
  const other = because.rsc;
  if (other === undefined) {
    return {
      text:
        because.task === "stonith"
          ? "the node has to be fenced first"
          : because.task === "do_shutdown"
            ? "the node is shutting down"
            : because.key,
      references: [],
    };
  }
  if (own === undefined) return { text: "it waits for it", references: [] };
  if (own === other) return { text: "both are steps of the same change", references: [] };
  if (own.parent === other || other.parent === own)
    return {
      text: `${own.parent === other ? own.id : other.id} is part of ${own.parent === other ? other.id : own.id}`,
      references: reference("resource", configuredId(s, own)),
    };
  if (own.launcher === other || other.launcher === own) {
    const [inside, outside] = own.launcher === other ? [own, other] : [other, own];
    return { text: `${inside.id} runs in ${outside.id}`, references: reference("resource", configuredId(s, inside)) };
  }
  if (own.parent !== undefined && own.parent === other.parent) {
    return {
      text: `both belong to ${own.parent.id}, whose parts start in order`,
      references: reference("resource", configuredId(s, own.parent)),
    };
  }
  return { text: `${own.id} depends on ${other.id}`, references: reference("resource", configuredId(s, own)) };
}
