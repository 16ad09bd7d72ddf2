import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { shellLine } from "./quote.ts";
import { prefixRunner } from "./runner.ts";
import { runProcess } from "./spawn.ts";
import { remoteCommand, sshRunner } from "./ssh.ts";

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

const HOSTILE = ["a b", "it's", "$(id)", "`id`", '"', "\\", "*", "", "-x", "a\nb", "; exit 9", "!x", "~", "é", "#"];

test("arguments arrive over there as they were, whatever a shell could make of them", async () => {
  const line = shellLine(["printf", "%s\\0", ...HOSTILE]);
  const { stdout } = await runProcess(["sh", "-c", line], { timeout: 5000, env });
  expect(stdout.split("\0").slice(0, -1)).toEqual(HOSTILE);
  expect(() => shellLine(["a\0b"])).toThrow();
  expect(remoteCommand(["cibadmin", "--xpath=//x[@id='y']"], 1500)).toMatch(
    /^env LC_ALL=C PATH=\S+ timeout -k 1 2 cibadmin '--xpath=/,
  );
});

test("ssh: words arrive through the remote shell, and its own failure is a lost connection", async () => {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-ssh-test-"));
  const fake = join(directory, "ssh");
  const { writeFileSync } = await import("node:fs");
  // As sshd does: the last argument goes to the user's shell.
  writeFileSync(fake, '#!/bin/sh\nfor last; do :; done\necho "$@" > "$0.args"\nexec sh -c "$last"\n', { mode: 0o755 });
  const runner = sshRunner({ user: "root", host: "node-1", port: 2222 }, fake);
  const result = await runner.run(["printf", "%s|", ...HOSTILE], { timeout: 5000 });
  expect(result.stdout).toBe(`${HOSTILE.join("|")}|`);
  expect(readFileSync(`${fake}.args`, "utf8")).toMatch(/-o BatchMode=yes .*-p 2222 -- root@node-1 env /);
  writeFileSync(fake, "#!/bin/sh\necho 'ssh: connect to host node-1 port 22: No route to host' >&2\nexit 255\n", {
    mode: 0o755,
  });
  expect(await runner.run(["true"], { timeout: 5000 })).toMatchObject({
    lost: expect.stringContaining("No route to host"),
  });
  rmSync(directory, { recursive: true });
});

test("a command prefix tells its own failure from the tool's", async () => {
  const runner = prefixRunner(["env", "LAB=1"]);
  expect(await runner.run(["sh", "-c", "echo $LAB; exit 5"], { timeout: 5000 })).toMatchObject({
    exit: 5,
    stdout: "1\n",
  });
  expect((await runner.run(["sh", "-c", "exit 5"], { timeout: 5000 })).lost).toBeUndefined();
  expect((await prefixRunner(["nsenter", "-t", "0", "-m", "--"]).run(["true"], { timeout: 5000 })).lost).toMatch(
    /nsenter/,
  );
});
