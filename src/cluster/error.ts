/**
 * The one error that leaves a cluster: a code from a closed list, which maps once to an exit status (Pacemaker's
 * `crm_exit_t`), an HTTP status and whatever else an interface speaks. Anything else that is thrown is a bug.
 */

import type { Problem } from "../cib/problem.ts";
import { UndecidableError } from "../scheduler/model/undecidable.ts";

/** Every way to fail. `exit` is of `crm_exit_t`, `http` what the API answers. */
const CODES = {
  /** The command or its arguments make no sense. */
  usage: { exit: 64, http: 400 },
  /** What was given is malformed: not XML, not a CIB, an unknown address. */
  invalid: { exit: 78, http: 422 },
  /** The cluster is not at the version the change was made for. */
  conflict: { exit: 103, http: 409 },
  /** There is no such resource, node, device or file. */
  missing: { exit: 105, http: 404 },
  /** Nothing answers at the cluster's address, or its engine is down. */
  disconnected: { exit: 102, http: 503 },
  /** The node asked is in a partition without quorum: what it takes now may be thrown away. */
  "no-quorum": { exit: 106, http: 503 },
  /** No node coordinates the cluster at the moment. */
  "no-dc": { exit: 114, http: 503 },
  /** A program it needs is not there. */
  "not-installed": { exit: 5, http: 501 },
  /** Somebody else holds what has to be held alone. */
  busy: { exit: 108, http: 423 },
  /** It did not happen in time. */
  timeout: { exit: 124, http: 504 },
  /** It would harm; needs to be forced. */
  unsafe: { exit: 107, http: 412 },
  /** This kind of cluster cannot do it. */
  unsupported: { exit: 3, http: 501 },
  /** The operating system refuses. */
  forbidden: { exit: 4, http: 403 },
  /** It was tried and failed, such as fencing. */
  failed: { exit: 1, http: 502 },
} as const;

export type ErrorCode = keyof typeof CODES;

export interface ErrorOptions {
  readonly problems?: readonly Problem[];
  /** What to do about it, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

export class HoldfastError extends Error {
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "HoldfastError";
    this.code = code;
    this.problems = options.problems ?? [];
    this.hint = options.hint;
  }
}

export function exitStatus(code: ErrorCode): number {
  return CODES[code].exit;
}

export function httpStatus(code: ErrorCode): number {
  return CODES[code].http;
}

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(CODES, text);
}

const SYSTEM: Readonly<Record<string, ErrorCode>> = {
  ENOENT: "missing",
  ENOTDIR: "missing",
  EACCES: "forbidden",
  EPERM: "forbidden",
  EROFS: "forbidden",
  EISDIR: "usage",
  ECONNREFUSED: "disconnected",
  ECONNRESET: "disconnected",
  EPIPE: "disconnected",
  ETIMEDOUT: "timeout",
};

/** Turns anything caught into a `HoldfastError`: errors of the operating system by their code, all else as `failed`. */
export function asHoldfastError(caught: unknown): HoldfastError {
  if (caught instanceof HoldfastError) return caught;
  if (caught instanceof UndecidableError) return new HoldfastError("invalid", caught.message, { cause: caught });
  if (caught instanceof Error) {
    const system = (caught as NodeJS.ErrnoException).code;
    return new HoldfastError((system === undefined ? undefined : SYSTEM[system]) ?? "failed", caught.message, {
      cause: caught,
    });
  }
  return new HoldfastError("failed", String(caught));
}
