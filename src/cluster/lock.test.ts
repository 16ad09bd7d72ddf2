import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lock, withLock } from "./lock.ts";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-lock-"));
  file = join(directory, "lock");
});
afterEach(() => rmSync(directory, { recursive: true }));

const options = (patience: number) => ({ patience, busy: "another one is at work" });

/** Another process that takes the lock as this one would, counts up a file many times under it, and says when it has it. */
const SCRIPT = `
import { readFileSync, writeFileSync } from "node:fs";
const { withLock } = await import(process.argv[1]);
const [, , file, counter, times, pause] = process.argv;
for (let i = 0; i < Number(times); i++) {
  await withLock(file, { patience: 60000, busy: "busy" }, async () => {
    const before = Number(readFileSync(counter, "utf8"));
    process.stdout.write("locked\\n");
    await new Promise((resolve) => setTimeout(resolve, Number(pause)));
    writeFileSync(counter, String(before + 1));
  });
}`;

function other(times: number, pause: number): ChildProcess {
  const module = new URL("./lock.ts", import.meta.url).pathname;
  const argv = ["--import", "tsx", "--input-type=module", "-e", SCRIPT, "--", module, file, join(directory, "n")];
  return spawn(process.execPath, [...argv, String(times), String(pause)], { stdio: ["ignore", "pipe", "inherit"] });
}

const ended = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once("exit", resolve));
const locked = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.stdout?.once("data", resolve));

describe("a lock", () => {
  test("is held by one at a time, also in one process", async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await sleep(5);
      inside--;
    };
    await Promise.all(Array.from({ length: 10 }, () => withLock(file, options(20_000), work)));
    expect(most).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  test("is refused after the given time, and then still holds", async () => {
    const release = await lock(file, options(0));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(lock(file, options(50))).rejects.toMatchObject({ code: "busy", message: "another one is at work" });
    await expect(lock(file, options(0))).rejects.toMatchObject({ code: "busy" });
    release();
    (await lock(file, options(0)))();
  });

  test("does not take a file for its own that is none", async () => {
    writeFileSync(file, "4711\n".repeat(100));
    await expect(lock(file, options(0))).rejects.toMatchObject({
      code: "busy",
      hint: expect.stringContaining("remove"),
    });
  });

  test("is released when the work fails", async () => {
    await expect(withLock(file, options(0), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    (await lock(file, options(0)))();
  });

  test("is another one after its file was replaced under it", async () => {
    const release = await lock(file, options(0));
    rmSync(file);
    const second = await lock(file, options(0));
    second();
    release();
  });

  test("keeps processes apart, and goes with one that is killed", async () => {
    writeFileSync(join(directory, "n"), "0");
    const killed = other(1, 60_000);
    await locked(killed);
    await expect(lock(file, options(0))).rejects.toMatchObject({ code: "busy" });
    killed.kill("SIGKILL");
    await ended(killed);
    // What it left behind is no obstacle, and several that find it do not get in together.
    expect(existsSync(file)).toBe(true);
    await Promise.all([other(20, 1), other(20, 1), other(20, 1)].map(ended));
    expect(readFileSync(join(directory, "n"), "utf8")).toBe("60");
  }, 60_000);
});
