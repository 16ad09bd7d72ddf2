/**
 * The one error that leaves a cluster: a code from a closed list, which maps once to an exit status (Pacemaker's
 * `crm_exit_t`), an HTTP status and whatever else an interface needs. Anything else that is thrown is a bug, and goes up
 * to `main.ts`.
 */

import type { Problem } from "../cib/problem.ts";
import type { ErrorCode } from "../report/error/error-code.ts";
import { UndecidableError } from "../scheduler/model/undecidable.ts";

/** `exit` is of `crm_exit_t`, `http` what the API answers. */
const CODES: Readonly<Record<ErrorCode, { readonly exit: number; readonly http: number }>> = {
  usage: { exit: 64, http: 400 },
  invalid: { exit: 78, http: 422 },
  conflict: { exit: 103, http: 409 },
  leased: { exit: 103, http: 423 },
  missing: { exit: 105, http: 404 },
  disconnected: { exit: 102, http: 503 },
  "no-quorum": { exit: 106, http: 503 },
  "no-dc": { exit: 114, http: 503 },
  "not-installed": { exit: 5, http: 501 },
  busy: { exit: 108, http: 423 },
  timeout: { exit: 124, http: 504 },
  unsafe: { exit: 107, http: 412 },
  unsupported: { exit: 3, http: 501 },
  forbidden: { exit: 4, http: 403 },
  failed: { exit: 1, http: 502 },
  internal: { exit: 70, http: 500 },
};

export interface ErrorOptions {
  readonly problems?: readonly Problem[];
  /** What to do about it, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A file of megabytes may have one in every line. */
const MOST_PROBLEMS = 100;

export class HoldfastError extends Error {
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "HoldfastError";
    this.code = code;
    this.problems = (options.problems ?? []).slice(0, MOST_PROBLEMS);
    this.hint = options.hint;
  }
}

/** The exit status of a command that ends with it, one of `crm_exit_t`. */
export function exitStatus(code: ErrorCode): number {
  return CODES[code].exit;
}

/** The HTTP status of an answer that reports it. */
export function httpStatus(code: ErrorCode): number {
  return CODES[code].http;
}

/** Whether a text that came from elsewhere is one of the codes. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(CODES, text);
}

const SYSTEM: Readonly<Record<string, ErrorCode>> = {
  ENOENT: "missing",
  ENOTDIR: "missing",
  ESRCH: "missing",
  EACCES: "forbidden",
  EPERM: "forbidden",
  EROFS: "forbidden",
  EISDIR: "usage",
  EBUSY: "busy",
  ENOTEMPTY: "busy",
  ECONNREFUSED: "disconnected",
  ECONNRESET: "disconnected",
  EPIPE: "disconnected",
  ETIMEDOUT: "timeout",
};

/**
 * Of SQLite, by the first two words of a result code. Those that are missing (`SQLITE_ERROR`, `SQLITE_CONSTRAINT`,
 * `SQLITE_MISUSE`, …) mean a statement of ours is wrong, so they are bugs.
 */
const SQLITE: Readonly<Record<string, ErrorCode>> = {
  SQLITE_BUSY: "busy",
  SQLITE_LOCKED: "busy",
  SQLITE_PERM: "forbidden",
  SQLITE_AUTH: "forbidden",
  SQLITE_READONLY: "forbidden",
  SQLITE_CANTOPEN: "forbidden",
  SQLITE_CORRUPT: "invalid",
  SQLITE_NOTADB: "invalid",
  SQLITE_IOERR: "failed",
  SQLITE_FULL: "failed",
  SQLITE_NOMEM: "failed",
};

const DATABASE = "better-sqlite3";

/** It is an optional package, with native code: it may be missing, or made for another Node. */
function withoutDatabase(cause: Error): HoldfastError {
  const why = cause.message.split("\n")[0] ?? "";
  return new HoldfastError("not-installed", `the embedded database cannot be loaded: ${why}`, {
    cause,
    hint: `it needs python3, make and g++: npm rebuild ${DATABASE}; to look at files and Pacemaker clusters nothing is missing`,
  });
}

/**
 * What a caught error means, if it is a failure that can happen to a correct program: our own errors, errors of the
 * operating system and of SQLite, an ended wait. Undefined for anything else, which is a bug.
 */
export function knownError(caught: unknown): HoldfastError | undefined {
  if (caught instanceof HoldfastError) return caught;
  if (!(caught instanceof Error)) return undefined;
  const as = (code: ErrorCode): HoldfastError => new HoldfastError(code, caught.message, { cause: caught });
  if (caught instanceof UndecidableError) return as("invalid");
  if (caught.name === "AbortError" || caught.name === "TimeoutError") return as("timeout");
  const code = "code" in caught && typeof caught.code === "string" ? caught.code : "";
  if (code.startsWith("SQLITE_")) {
    const known = SQLITE[code.split("_").slice(0, 2).join("_")];
    return known === undefined ? undefined : as(known);
  }
  if (code === "ERR_DLOPEN_FAILED" || (/MODULE_NOT_FOUND$/.test(code) && caught.message.includes(DATABASE)))
    return withoutDatabase(caught);
  // What loads native code says so by its text alone.
  if (caught.message.startsWith("Could not locate the bindings file")) return withoutDatabase(caught);
  if (code === "ENOENT" && "syscall" in caught && caught.syscall === "open" && "path" in caught)
    return new HoldfastError("missing", `there is no file ${String(caught.path)}`, { cause: caught });
  // Node's own errors, which mean that it was used wrongly, are called ERR_….
  return /^E[A-Z0-9]+$/.test(code) ? as(SYSTEM[code] ?? "failed") : undefined;
}

/** A known failure as a `HoldfastError`. Throws anything else again: a bug must not become an answer of the cluster. */
export function asHoldfastError(caught: unknown): HoldfastError {
  const known = knownError(caught);
  if (known === undefined) throw caught;
  return known;
}

/**
 * For `.catch`: gives `value` in place of a known failure, of these codes alone where some are named. Throws everything
 * else again.
 */
export function ifFails<T>(value: T, ...codes: readonly ErrorCode[]): (caught: unknown) => T {
  return (caught) => {
    const { code } = asHoldfastError(caught);
    if (codes.length > 0 && !codes.includes(code)) throw caught;
    return value;
  };
}
