/** The codes of errors. cluster/error.ts maps them to exit statuses and to HTTP. */
export const ERROR_CODES = [
  /** The command or its arguments are wrong. */
  "usage",
  /** The input is malformed: not XML, not a CIB, an unknown address. */
  "invalid",
  /** The cluster has another version than the one that the change was made for. */
  "conflict",
  /** Another user has a lease on what it would change, or the lease it was to be made under is gone. */
  "leased",
  /** A resource, node, device, process or file does not exist. */
  "missing",
  /** The cluster does not answer, or its engine is not running. */
  "disconnected",
  /** The node is in a partition without quorum: a change that it accepts now may be lost. */
  "no-quorum",
  /** The cluster currently has no DC. */
  "no-dc",
  /** A required program is not installed. */
  "not-installed",
  /** Another process holds the lock, or something is in use. */
  "busy",
  /** The operation timed out. */
  "timeout",
  /** The change would do harm, and needs confirmation. */
  "unsafe",
  /** This kind of cluster does not support it. */
  "unsupported",
  /** The operating system denies access. */
  "forbidden",
  /** An action failed, such as fencing. */
  "failed",
  /** An internal error of the cluster's engine, which logged it. */
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
