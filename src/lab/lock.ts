/** A lock file that names the process at work; it has no effect once that process has ended. */
import { rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { HoldfastError } from "../cluster/error.ts";
import { identify, recall } from "./process.ts";

/** Does the work while no other process does. Throws `busy` when another process has not finished after `patience` milliseconds. */
export async function exclusively<T>(file: string, patience: number, work: () => Promise<T>): Promise<T> {
  const me = identify(process.pid);
  if (me === undefined) throw new Error("this process is not in /proc");
  for (let waited = 0; ; waited += 50) {
    try {
      await writeFile(file, `${me.pid} ${me.started}\n`, { flag: "wx" });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = await recall(file);
    if (holder === undefined) {
      // The process that made it may not have written its name yet.
      if (waited > 0) await rm(file, { force: true });
    } else if (waited >= patience) {
      throw new HoldfastError("busy", `process ${holder.pid} is working on the lab`);
    }
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
