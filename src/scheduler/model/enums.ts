/** The model's numbered names: compared by size (roles, failure responses) or combined as bits (flags, relations). */

/** Ordered and compared numerically, as Pacemaker does. */
export const Role = { unknown: 0, stopped: 1, started: 2, unpromoted: 3, promoted: 4 } as const;
export type Role = (typeof Role)[keyof typeof Role];

/** Strength order: the worst failure response of several is the numerically greatest. */
export const OnFail = {
  ignore: 0,
  demote: 1,
  restart: 2,
  resetRemote: 3,
  restartContainer: 4,
  ban: 5,
  block: 6,
  stop: 7,
  standby: 8,
  fence: 9,
} as const;
export type OnFail = (typeof OnFail)[keyof typeof OnFail];

/** When a resource may be probed on a node; ordered, a later one wins. */
export const ProbeMode = { always: 0, never: 1, exclusive: 2 } as const;
export type ProbeMode = (typeof ProbeMode)[keyof typeof ProbeMode];

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
  addedToGraph: 1 << 9,
  /** Its operation-level parameters were evaluated for its node. */
  attributesRead: 1 << 10,
} as const;

/** How a relation between two actions behaves; a bit set. See docs/pacemaker/ordering.md#kinds-of-relation. */
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
