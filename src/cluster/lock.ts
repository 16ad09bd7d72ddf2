/**
 * A lock between processes of this machine, by a file: SQLite's own, as Node has no call for file locks. The operating
 * system drops it with the process, however that ends, so that there is no stale lock to recognise. The file is removed
 * by its holder; a process that waited for a removed file notices, and begins again with the new one.
 */

import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { asHoldfastError, HoldfastError } from "./error.ts";
import { refuseLink } from "./refuse-link.ts";

export interface LockOptions {
  /** Milliseconds to wait for another process. */
  readonly patience: number;
  /** What to say when it has not finished by then, one sentence. */
  readonly busy: string;
  readonly hint?: string;
}

const PAUSE = 25;

/** Does the work while no one else holds the lock. Rejects with `busy` when another has not finished in time. */
export async function withLock<T>(file: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const release = await lock(file, options);
  try {
    return await work();
  } finally {
    release();
  }
}

/** Takes the lock and returns how to release it. Rejects with `busy` when another has not finished in time. */
export async function lock(file: string, { patience, busy, hint }: LockOptions): Promise<() => void> {
  for (let waited = 0; ; waited += PAUSE) {
    const release = tryLock(file);
    if (release !== undefined) return release;
    if (waited >= patience) throw new HoldfastError("busy", busy, hint === undefined ? {} : { hint });
    await sleep(PAUSE);
  }
}

/** Undefined when another has it. */
function tryLock(file: string): (() => void) | undefined {
  refuseLink(file);
  create(file);
  const inode = inodeOf(file);
  if (inode === undefined) return undefined;
  let db: Database.Database;
  try {
    db = new Database(file, { timeout: 0, fileMustExist: true });
  } catch (error) {
    // It was removed in this moment.
    if (inodeOf(file) !== inode) return undefined;
    throw asHoldfastError(error);
  }
  try {
    db.pragma("locking_mode = EXCLUSIVE");
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    const known = asHoldfastError(error);
    if (known.code === "busy") return undefined;
    if (known.code !== "invalid") throw known;
    throw new HoldfastError("busy", `${file} was left by an older holdfast, or is no lock`, {
      cause: error,
      hint: "remove it if no such process runs",
    });
  }
  if (inodeOf(file) !== inode) {
    db.close();
    return undefined;
  }
  return () => {
    if (inodeOf(file) === inode) rmSync(file);
    db.close();
  };
}

/** For its user alone. An existing one is not opened: closing it again would drop a lock this process has on it. */
function create(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw asHoldfastError(error);
  }
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
