/**
 * Operation keys (`<resource>_<task>_<interval ms>`), and the transition keys and magic by which a history entry names
 * the action it is the result of. Source: Pacemaker's history entries; facts, "Scalar rules".
 */

export function operationKey(rscId: string, task: string, intervalMs: number): string {
  return `${rscId}_${task}_${intervalMs}`;
}

/** `type` is pre, post, confirmed-pre or confirmed-post; `task` is the action being announced. */
export function notifyKey(rscId: string, type: string, task: string): string {
  return `${rscId}_${type}_notify_${task}_0`;
}

export interface OperationKey {
  readonly rsc: string;
  readonly task: string;
  readonly intervalMs: number;
}

// The resource is tried as short as possible, so that tasks which hold underscores themselves are found whole.
const KEY =
  /^(.+?)_((?:confirmed-)?(?:pre|post)_notify_(?:migrate_to|migrate_from|[^_]+)|migrate_to|migrate_from|[^_]+)_(\d+)$/;

/** Resource ids may hold underscores, so a key is read from its right end. */
export function parseOperationKey(key: string): OperationKey | undefined {
  const match = KEY.exec(key);
  if (match === null) return undefined;
  return { rsc: match[1] as string, task: match[2] as string, intervalMs: Number(match[3]) };
}

export interface TransitionKey {
  readonly actionId: number;
  readonly transitionId: number;
  readonly targetRc: number;
  /** Of the scheduler process that asked for the action. */
  readonly uuid: string;
}

/** `action:transition:target-rc:uuid`. */
export function parseTransitionKey(text: string): TransitionKey | undefined {
  const match = /^\s*(-?\d+):\s*(-?\d+):\s*(-?\d+):(\S{1,36})/.exec(text);
  if (match === null) return undefined;
  return {
    actionId: Number(match[1]),
    transitionId: Number(match[2]),
    targetRc: Number(match[3]),
    uuid: match[4] as string,
  };
}

export interface TransitionMagic {
  /** Execution status: -1 pending, 0 done, 1 cancelled, 2 timeout, 4 error … */
  readonly opStatus: number;
  /** What the agent returned. */
  readonly opRc: number;
  readonly key: TransitionKey;
}

/** `status:rc;transition-key`. */
export function parseTransitionMagic(text: string): TransitionMagic | undefined {
  const match = /^\s*(-?\d+):\s*(-?\d+);(.*)$/s.exec(text);
  if (match === null) return undefined;
  const key = parseTransitionKey(match[3] as string);
  return key === undefined ? undefined : { opStatus: Number(match[1]), opRc: Number(match[2]), key };
}
