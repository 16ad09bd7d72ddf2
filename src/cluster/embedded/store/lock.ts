/**
 * One engine per directory: a lock that the operating system drops with the process, however it ends. It is SQLite's
 * own, on a file beside the store, as Node has no call for file locks.
 */

import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { HoldfastError } from "../../error.ts";

/** Throws `busy` when another process holds it. Returns how to let go. */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "engine.lock");
  closeSync(openSync(file, "a", 0o600));
  const db = new Database(file, { timeout: 200 });
  try {
    db.pragma("locking_mode = EXCLUSIVE");
    db.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    db.close();
    throw new HoldfastError("busy", `another engine runs the cluster in ${directory}`, {
      cause,
      hint: "use it by the same address, or stop it first",
    });
  }
  return () => db.close();
}
