import type { Element } from "../../cib/xml/tree.ts";
import type { Node } from "./node.ts";
import type { OnFail, Resource, Role } from "./resource.ts";

/** State of an action; a bit set, because the fix-point of the orderings passes sets of them around. */
export const ActionFlag = {
  pseudo: 1 << 0,
  runnable: 1 << 1,
  optional: 1 << 2,
  /** In the graph even when optional. */
  alwaysInGraph: 1 << 3,
  /** May take part in a live migration. */
  migratable: 1 << 4,
  migrationAbort: 1 << 5,
  minRunnable: 1 << 6,
  /** Runs on the DC whatever its node. */
  onDc: 1 << 7,
  reschedule: 1 << 8,
  /** Its order relations were already walked in this fix-point. */
  updated: 1 << 9,
  addedToGraph: 1 << 10,
  newHistory: 1 << 11,
  implied: 1 << 12,
  /** Its operation-level parameters were evaluated for its node. */
  attributesRead: 1 << 13,
} as const;

export type Needs = "nothing" | "quorum" | "fencing";

/** How a relation between two actions behaves (§27 of facts of the field); a bit set. */
export const Relation = {
  none: 0,
  /** Only "if both are done, in this order". */
  ordered: 1 << 0,
  asymmetric: 1 << 1,
  firstImpliesThen: 1 << 2,
  thenImpliesFirst: 1 << 3,
  promotedImpliesFirst: 1 << 4,
  thenImpliesFirstGraphed: 1 << 5,
  firstImpliesThenGraphed: 1 << 6,
  firstImpliesSameNodeThen: 1 << 7,
  intermediateStop: 1 << 8,
  firstElseThen: 1 << 9,
  unrunnableFirstBlocks: 1 << 10,
  unmigratableThenBlocks: 1 << 11,
  ifFirstUnmigratable: 1 << 12,
  ifRequiredOnSameNode: 1 << 13,
  ifOnSameNode: 1 << 14,
  ifOnSameNodeOrTarget: 1 << 15,
  nestedRemoteProbe: 1 << 16,
  minRunnable: 1 << 17,
  serialize: 1 << 18,
  antiColocation: 1 << 19,
  guestAllowed: 1 << 20,
  thenCancelsFirst: 1 << 21,
  load: 1 << 22,
} as const;

export interface RelationTo {
  readonly action: Action;
  /** Bits of {@link Relation}; 0 once the relation was dropped. */
  type: number;
  /** The bits it was made with; dropping it leaves them, so that the same relation is not added anew. */
  readonly declared: number;
  /** It becomes an edge of the graph. */
  graphed: boolean;
}

export interface Action {
  /** From 1, in creation order over the whole run: part of what Pacemaker's own files show. */
  readonly id: number;
  readonly key: string;
  /** Changes once, when a recurring action found in the history turns out to be one to cancel. */
  task: string;
  /** For `cancel`, the operation to cancel. */
  cancelTask: string | undefined;
  readonly rsc: Resource | undefined;
  /** The `<op>` that configures it, disabled ones included. */
  readonly operation: Element | undefined;
  node: Node | undefined;
  flags: number;
  /** Reason shown to people and compared with Pacemaker's; the first one set is kept unless overwritten explicitly. */
  reason: string | undefined;
  needs: Needs;
  onFail: OnFail;
  failRole: Role;
  priority: number;
  /** Milliseconds; 0 for anything that is not recurring. */
  intervalMs: number;
  /** Meta-attributes, as they will be printed after `CRM_meta_`. */
  meta: ReadonlyMap<string, string>;
  /** The same, once it is this action's alone; see `setMeta` in action/action-state.ts. */
  ownMeta: Map<string, string> | undefined;
  /** Operation-level parameters. */
  extra: ReadonlyMap<string, string>;
  /** Relations to actions that come before this one, oldest first. */
  readonly before: RelationTo[];
  readonly after: RelationTo[];
  /** Of a collective's action: its flags as summed up from its parts' (action/collective-flags.ts), as of a revision. */
  flagSums: { revision: number; readonly byNode: Map<Node | undefined, number> } | undefined;
  /** Runnable `before` actions counted for min-runnable. */
  runnableBefore: number;
  requiredRunnableBefore: number;
  /** Synapse already counted for this action's graph entry. */
  expectedRc: number | undefined;
}

export function hasFlag(action: Action, flag: number): boolean {
  return (action.flags & flag) !== 0;
}
