import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { prefixRunner } from "./runner.ts";
import { remoteCommand, sshRunner } from "./ssh.ts";

const HOSTILE = ["a b", "it's", "$(id)", "`id`", '"', "\\", "*", "", "-x", "a\nb", "; exit 9", "!x", "~", "é", "#"];

test("over there the tool has its environment and a time limit", () => {
  expect(remoteCommand(["cibadmin", "--xpath=//x[@id='y']"], 1500)).toMatch(
    /^env LC_ALL=C PATH=\S+ timeout -k 1 2 cibadmin '--xpath=/,
  );
});

test("ssh: words arrive through the remote shell, and its own failure is a lost connection", async () => {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-ssh-test-"));
  const fake = join(directory, "ssh");
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
