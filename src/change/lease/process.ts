/**
 * Which process this is, such that no other one is ever taken for it: a node's name alone, or a process number, comes back
 * after a restart. Another process of the same machine can then see that it is gone, without waiting for its silence.
 */
import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Field of /proc/PID/stat, counted after the name in brackets: when the process was started, in ticks since boot. */
const STARTED = 19;

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path).replace(/\D/g, "");
  } catch {
    return "";
  }
}

const startedAt = (pid: number): string | undefined =>
  read(`/proc/${pid}/stat`)
    ?.replace(/^.*\)\s/s, "")
    .split(" ")[STARTED];

/** Of this machine as it is booted now, and of the numbering of processes that is seen here. */
function place(): string {
  const boot = read("/proc/sys/kernel/random/boot_id");
  return boot === undefined ? `${hostname()}/${randomUUID()}` : `${hostname()}/${boot}/${link("/proc/self/ns/pid")}`;
}

/** Of this process, one word. */
export function thisProcess(): string {
  return `${place()}/${process.pid}/${startedAt(process.pid) ?? ""}`;
}

/** Whether a process is known to have ended: it was one of this machine, and is there no more. */
export function isGone(name: string): boolean {
  const parts = name.split("/");
  const [pid, started] = parts.slice(-2);
  if (parts.slice(0, -2).join("/") !== place() || started === "") return false;
  return startedAt(Number(pid)) !== started;
}
