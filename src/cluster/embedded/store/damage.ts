/** A store that cannot be read is no bug: its files were damaged, cut off or taken away. What was left is kept, and said. */

import { statSync } from "node:fs";
import { HoldfastError, knownError } from "../../error.ts";

const HINT = "bring its directory back from a copy; to begin a new cluster, use another directory";

/** What `read` reads of the store; where that cannot be understood, `invalid`. */
export function undamaged<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const known = knownError(cause);
    if (known !== undefined && known.code !== "invalid") throw known;
    throw damaged((cause as Error).message, cause);
  }
}

/** A store that is damaged, and how. */
export function damaged(how: string, cause?: unknown): HoldfastError {
  return new HoldfastError("invalid", `the store is damaged: ${how}`, { cause, hint: HINT });
}

/**
 * Throws `invalid` where the log of a store is left and the store is not. SQLite would take the two for a new store, and
 * throw the log away, which may hold the whole cluster.
 */
export function refuseLogAlone(file: string): void {
  const size = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const log = `${file}-wal`;
  if (size(file) === 0 && size(log) > 0) throw damaged(`${file} is gone or empty, and its log ${log} is left`);
}
