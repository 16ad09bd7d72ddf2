/** Every way to fail that is no bug. What each means to a shell or to HTTP is cluster/error.ts. */
export const ERROR_CODES = [
  /** The command or its arguments make no sense. */
  "usage",
  /** The input is malformed: not XML, not a CIB, an unknown address. */
  "invalid",
  /** The cluster is not at the version the change was made for. */
  "conflict",
  /** There is no such resource, node, device, process or file. */
  "missing",
  /** Nothing answers at the cluster's address, or its engine is down. */
  "disconnected",
  /** The node asked is in a partition without quorum: a change it accepts now may be lost. */
  "no-quorum",
  /** The cluster has no DC at the moment. */
  "no-dc",
  /** A program it needs is not installed. */
  "not-installed",
  /** Another process holds the lock, or something is in use. */
  "busy",
  /** It did not happen in time. */
  "timeout",
  /** It would do harm unless it is forced. */
  "unsafe",
  /** This kind of cluster cannot do it. */
  "unsupported",
  /** The operating system refuses. */
  "forbidden",
  /** It was tried and failed, such as fencing. */
  "failed",
  /** A bug in the engine of the cluster, which logged it. */
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
