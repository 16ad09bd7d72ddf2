/**
 * Operation keys (`<resource>_<task>_<interval ms>`), and the transition keys and magic by which a history entry names
 * the action it is the result of.
 * Behaviour: docs/pacemaker/values.md#operation-keys, docs/pacemaker/values.md#transition-keys.
 */
import { memoize } from "./memoize.ts";

/** So many are remembered: those of a cluster of a few thousand resources. */
const MOST_RESOURCES = 10_000;
const MOST_KEYS = 50_000;

/** `<resource>_<task>_<interval>`, the interval in milliseconds; 0 for what does not recur. */
export function operationKey(rscId: string, task: string, intervalMs: number): string {
  if (intervalMs !== 0) return `${rscId}_${task}_${intervalMs}`;
  const keys = oneShotKeys(rscId);
  let key = keys.get(task);
  if (key === undefined) {
    key = `${rscId}_${task}_0`;
    keys.set(task, key);
  }
  return key;
}

/** By task. */
const oneShotKeys = memoize(MOST_RESOURCES, () => new Map<string, string>());

/** `type` is pre, post, confirmed-pre or confirmed-post; `task` is the action being announced. */
export function notifyKey(rscId: string, type: string, task: string): string {
  return `${rscId}_${type}_notify_${task}_0`;
}

export interface OperationKey {
  readonly rsc: string;
  readonly task: string;
  readonly intervalMs: number;
}

/**
 * Resource ids may hold underscores, so a key is read from its right end; tasks which hold underscores themselves are
 * found whole. A run reads tens of thousands of keys, hence no regular expression.
 */
export const parseOperationKey = memoize(MOST_KEYS, (key: string): OperationKey | undefined => {
  const intervalMs = keyInterval(key);
  if (intervalMs === undefined) return undefined;
  const end = key.lastIndexOf("_");
  const task = taskStart(key, end);
  return task < 2 ? undefined : { rsc: key.slice(0, task - 1), task: key.slice(task, end), intervalMs };
});

/** The interval a key ends with; undefined when it ends with none. */
export function keyInterval(key: string): number | undefined {
  let at = key.length;
  while (at > 0 && isDigit(key.charCodeAt(at - 1))) at--;
  return at === key.length || key[at - 1] !== "_" ? undefined : Number(key.slice(at));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const NOTIFICATIONS = ["confirmed-post", "confirmed-pre", "post", "pre"];

/** Where the task begins that ends before `end`; 0 when no task ends there. */
function taskStart(key: string, end: number): number {
  let start = key.lastIndexOf("_", end - 1) + 1;
  if (start === end) return 0;
  const word = key.slice(start, end);
  if ((word === "to" || word === "from") && start > 9 && key.startsWith("_migrate_", start - 9)) start -= 8;
  if (!key.endsWith("_notify_", start)) return start;
  const before = start - "_notify_".length;
  for (const kind of NOTIFICATIONS) {
    const at = before - kind.length;
    if (at > 1 && key[at - 1] === "_" && key.startsWith(kind, at)) return at;
  }
  return start;
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
  const plain = parsePlainKey(text);
  if (plain !== undefined) return plain;
  const match = /^\s*(-?\d+):\s*(-?\d+):\s*(-?\d+):(\S{1,36})/.exec(text);
  if (match === null) return undefined;
  return {
    actionId: Number(match[1]),
    transitionId: Number(match[2]),
    targetRc: Number(match[3]),
    uuid: match[4] as string,
  };
}

/** The result that an action of this {@link parseTransitionKey | transition key} was to have. */
export function keyTargetRc(text: string): number | undefined {
  const third = behindPlainNumbers(text);
  // What stands behind them may be anything that is no space; it is not looked at.
  if (third < 0 || !isPrintable(text.charCodeAt(third + 1))) return parseTransitionKey(text)?.targetRc;
  return Number(text.slice(text.lastIndexOf(":", third - 1) + 1, third));
}

const UUID_LENGTH = 36;

/** The key in its usual form, read quickly, since a history has tens of thousands; undefined for any other form. */
function parsePlainKey(text: string): TransitionKey | undefined {
  const third = behindPlainNumbers(text);
  if (third < 0 || text.length !== third + 1 + UUID_LENGTH) return undefined;
  for (let at = third + 1; at < text.length; at++) if (!isPrintable(text.charCodeAt(at))) return undefined;
  const first = text.indexOf(":");
  const second = text.indexOf(":", first + 1);
  return {
    actionId: Number(text.slice(0, first)),
    transitionId: Number(text.slice(first + 1, second)),
    targetRc: Number(text.slice(second + 1, third)),
    uuid: text.slice(third + 1),
  };
}

/** Where the colon stands that ends three numbers written in digits alone; -1 where they are not. */
function behindPlainNumbers(text: string): number {
  const first = text.indexOf(":");
  const second = text.indexOf(":", first + 1);
  const third = text.indexOf(":", second + 1);
  const plain =
    third > 0 && isNumber(text, 0, first) && isNumber(text, first + 1, second) && isNumber(text, second + 1, third);
  return plain ? third : -1;
}

/** Of ASCII, and no space. */
function isPrintable(code: number): boolean {
  return code > 32 && code <= 126;
}

function isNumber(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return start < end;
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
