import type { Colocation } from "../model/constraint.ts";
import type { Resource } from "../model/resource.ts";
import type { Scheduler } from "../model/scheduler.ts";

/**
 * Applies a colocation between resources of any variant: `applyColocation` of colocation-effects.ts, handed to the
 * variants because theirs is to refer it to their parts. Returns what was added to the dependent's priority.
 */
export type Apply = (
  s: Scheduler,
  dependent: Resource,
  primary: Resource,
  colocation: Colocation,
  forDependent: boolean,
) => number;
