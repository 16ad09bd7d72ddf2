/**
 * Whose a store is: the engine's that opened it last. The lock file keeps engines apart as long as it is there; with it
 * removed a second engine can start, and the first must not write any more. So each transaction first reads who owns the
 * store. Files that were removed or replaced are noticed too: what is written to them is lost.
 */
import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Database, Statement } from "better-sqlite3";
import { HoldfastError } from "../../error.ts";
import { refuseLink } from "../../refuse-link.ts";

export class Ownership {
  private readonly file: string | undefined;
  private readonly inode: number | undefined;
  private readonly token = randomUUID();
  private readonly owner: Statement;

  /** Takes the store over. @param file undefined for one in memory */
  constructor(db: Database, file: string | undefined) {
    this.file = file;
    this.inode = file === undefined ? undefined : inodeOf(file);
    db.prepare(
      "INSERT INTO engine (key, value) VALUES ('owner', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    ).run(this.token);
    this.owner = db.prepare("SELECT value FROM engine WHERE key = 'owner'").pluck();
  }

  /** Throws `missing` when the file is gone, `busy` when another engine has taken the store over. */
  check(): void {
    if (this.file !== undefined && inodeOf(this.file) !== this.inode)
      throw new HoldfastError("missing", `${this.file} was removed or replaced while the engine ran`, {
        hint: "bring its directory back from a copy, or begin a new cluster with: holdfast up",
      });
    if (this.owner.get() !== this.token)
      throw new HoldfastError("busy", `another engine has taken over ${this.file ?? "the store"}`, {
        hint: "engine.lock was removed while this engine ran; the other one continues the cluster",
      });
  }
}

const inodeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.ino;

/** What a store is made of. */
const FILES = ["cluster.db", "cluster.db-wal", "cluster.db-shm"];

/** Throws `forbidden` where one of the files is a symbolic link. */
export function refuseLinks(directory: string): void {
  for (const name of FILES) refuseLink(join(directory, name));
}
