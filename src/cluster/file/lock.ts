/**
 * A lock between processes that commit to the same file: a file made exclusively, holding its maker's process id, so
 * that one left by a killed process is recognised.
 */

import { open, readFile, unlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { asHoldfastError, HoldfastError, ifFails } from "../error.ts";

const PATIENCE = 5000;
const PAUSE = 25;

/** Rejects with `busy` when another process holds the lock for long. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await acquire(path);
  try {
    return await work();
  } finally {
    await unlink(path).catch(ifFails(undefined, "missing"));
  }
}

async function acquire(path: string): Promise<void> {
  for (let waited = 0; ; waited += PAUSE) {
    try {
      const file = await open(path, "wx", 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw asHoldfastError(error);
    }
    const holder = Number((await readFile(path, "utf8").catch(ifFails("", "missing"))).trim());
    if (holder > 0 && !alive(holder)) await unlink(path).catch(ifFails(undefined, "missing"));
    else if (waited >= PATIENCE)
      throw new HoldfastError("busy", `${path} is held by process ${holder || "unknown"}`, {
        hint: "remove it if no such process is writing",
      });
    else await sleep(PAUSE);
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
