import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { runProcess } from "./run-process.ts";

const env = process.env;

test("output, input and exit status", async () => {
  const result = await runProcess(["sh", "-c", "cat; echo no >&2; exit 3"], { input: "given", timeout: 5000, env });
  expect(result).toMatchObject({ exit: 3, stdout: "given", stderr: "no\n", timedOut: false });
  expect(await runProcess(["/nonexistent"], { timeout: 5000, env })).toMatchObject({
    exit: undefined,
    notStarted: "ENOENT",
  });
});

test("one that hangs is ended with all it started, though it does not want to", async () => {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-spawn-"));
  const mark = join(directory, "pid");
  const started = Date.now();
  const script = `trap '' TERM; sleep 60 & echo $! > ${mark}; wait; sleep 60`;
  const result = await runProcess(["sh", "-c", script], { timeout: 100, env });
  expect(result).toMatchObject({ timedOut: true, signal: "SIGKILL" });
  expect(Date.now() - started).toBeLessThan(5000);
  await sleep(50);
  const pid = readFileSync(mark, "utf8").trim();
  const state = existsSync(`/proc/${pid}/stat`)
    ? readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0]
    : "gone";
  expect(["gone", "Z"]).toContain(state);
  rmSync(directory, { recursive: true });
});

test("a grandchild that holds the pipe is not waited for", async () => {
  const started = Date.now();
  expect(await runProcess(["sh", "-c", "echo done; sleep 5 &"], { timeout: 10_000, env })).toMatchObject({
    exit: 0,
    stdout: "done\n",
  });
  expect(Date.now() - started).toBeLessThan(3000);
});

test("what it wrote before it ended is read, however busy this process is", async () => {
  const busy = setInterval(() => {
    for (const until = Date.now() + 250; Date.now() < until; );
  }, 0);
  try {
    // The end of one is noticed along with that of another, before what it wrote is.
    const ends = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        runProcess(["sh", "-c", `sleep 0.${i % 10}; head -c 30000 /dev/zero`], { timeout: 60_000, env }),
      ),
    );
    expect(ends.map(({ stdout }) => stdout.length).filter((length) => length !== 30_000)).toEqual([]);
  } finally {
    clearInterval(busy);
  }
}, 60_000);

test("a caller's signal ends it, also one that has come already", async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 50);
  const script = ["sh", "-c", "trap 'echo cleaned up; exit 7' TERM; while :; do sleep 0.01; done"] as const;
  const result = await runProcess(script, { timeout: 30_000, mercy: 10_000, signal: abort.signal, env });
  expect(result).toMatchObject({ exit: 7, stdout: "cleaned up\n", aborted: true, timedOut: false });
  const late = await runProcess(["sleep", "60"], { timeout: 30_000, signal: abort.signal, env });
  expect(late).toMatchObject({ aborted: true, signal: "SIGTERM" });
});

test("more output than is kept ends the program", async () => {
  const result = await runProcess(["sh", "-c", "exec head -c 100000000 /dev/zero"], { timeout: 30_000, env });
  expect(result.tooMuch).toBe(true);
  expect(result.stdout.length).toBeLessThanOrEqual(64 * 1024 * 1024);
});
