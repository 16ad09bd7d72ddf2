import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AgentAnswer, type AgentPlaces, runAgent } from "./run-agent.ts";

let places: AgentPlaces;
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "holdfast-agents-"));
  places = { ocfRoot: root, initScripts: join(root, "init.d"), fenceAgents: root };
  mkdirSync(join(root, "resource.d/test"), { recursive: true });
  mkdirSync(places.initScripts);
});
afterAll(() => rmSync(root, { recursive: true }));

function script(path: string, text: string, mode = 0o755): void {
  const file = join(root, path);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, mode);
}

const env = { PATH: process.env.PATH };

function call(type: string, task: string, attributes: Readonly<Record<string, string>> = {}): Promise<AgentAnswer> {
  const resource = { id: "r", class: "ocf", provider: "test", type };
  return runAgent({ resource, task, attributes: new Map(Object.entries(attributes)) }, env, places);
}

/** Whether a process is there and no zombie. */
function lives(pid: string): boolean {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) && readFileSync(path, "utf8").split(") ")[1]?.[0] !== "Z";
}

describe("an OCF agent", () => {
  test("gets its operation as the one argument, an empty input, a group of its own and no file that is open here", async () => {
    script(
      "resource.d/test/all",
      `echo "$# $1 $OCF_RESKEY_a $OCF_ROOT"; cat; cut -d' ' -f1,5 /proc/$$/stat; ls -l /proc/$$/fd`,
    );
    const open = openSync(join(root, "open"), "w");
    const { rc, stdout } = await call("all", "start", { a: "x  y" });
    closeSync(open);
    const [first, ids = ""] = stdout.split("\n");
    const [pid, group] = ids.split(" ");
    expect([rc, first, group]).toEqual([0, `1 start x  y ${root}`, pid]);
    expect(stdout).not.toContain(join(root, "open"));
  });

  test("that takes too long is killed with all it started, at once and whatever it does against that", async () => {
    script("resource.d/test/slow", `trap '' TERM; sleep 60 & echo $! > ${root}/child; wait; sleep 60`);
    const started = Date.now();
    expect(await call("slow", "stop", { CRM_meta_timeout: "300" })).toMatchObject({
      rc: 1,
      status: 2,
      reason: "the agent did not complete within 300 ms",
    });
    expect(Date.now() - started).toBeLessThan(5000);
    expect(lives(readFileSync(join(root, "child"), "utf8").trim())).toBe(false);
  });

  test("with on-fail=block is killed alone: what it was doing is for a person to look at", async () => {
    script("resource.d/test/block", `sleep 60 & echo $! > ${root}/left; wait`);
    const attributes = { CRM_meta_timeout: "300", CRM_meta_on_fail: "block" };
    expect(await call("block", "stop", attributes)).toMatchObject({ rc: 1, status: 2 });
    const left = readFileSync(join(root, "left"), "utf8").trim();
    expect(lives(left)).toBe(true);
    process.kill(Number(left));
  });

  test("leaves a service running that it has put into the background", async () => {
    script("resource.d/test/service", `sleep 60 >/dev/null 2>&1 & echo $!`);
    const { rc, stdout } = await call("service", "start");
    await sleep(50);
    expect([rc, lives(stdout.trim())]).toEqual([0, true]);
    process.kill(Number(stdout.trim()));
  });

  test("that writes without end is read to ten megabytes and not stopped for it", async () => {
    script("resource.d/test/loud", `head -c 11000000 /dev/zero; echo "ocf-exit-reason:too loud" >&2; exit 6`);
    const answer = await call("loud", "start");
    expect([answer.rc, answer.reason, answer.stdout.length]).toEqual([6, "too loud", 10 * 1024 * 1024]);
  });

  test("is ended by a broken pipe as any program is", async () => {
    script("resource.d/test/pipe", `yes | head -n 1; grep SigIgn /proc/self/status`);
    const { stdout } = await call("pipe", "monitor");
    // The thirteenth bit is SIGPIPE.
    const ignored = BigInt(`0x${/SigIgn:\s*([0-9a-f]+)/.exec(stdout)?.[1]}`);
    expect(ignored & (1n << 12n)).toBe(0n);
  });

  test("that is not there, is no program or may not be run is not installed or not permitted", async () => {
    mkdirSync(join(root, "resource.d/test/folder"));
    script("resource.d/test/closed", "exit 0", 0o644);
    script("resource.d/test/.hidden", "exit 0");
    const ends = async (type: string) => {
      const { rc, status } = await call(type, "monitor");
      return [rc, status];
    };
    expect(await ends("nothing")).toEqual([5, 7]);
    expect(await ends("folder")).toEqual([4, 4]);
    expect(await ends("closed")).toEqual([4, 4]);
    expect(await ends(".hidden")).toEqual([5, 7]);
    expect(await ends("../test/all")).toEqual([5, 7]);
  });
});

test("an init script is asked for its status where others are monitored, and gets no parameters", async () => {
  script("init.d/web", `echo "$1$OCF_RESKEY_a"; exit 3`);
  const resource = { id: "web", class: "lsb", type: "web" };
  const attributes = new Map([["a", "x"]]);
  expect(await runAgent({ resource, task: "monitor", attributes }, env, places)).toMatchObject({
    rc: 7,
    stdout: "status\n",
  });
  expect(await runAgent({ resource, task: "start", attributes }, env, places)).toMatchObject({
    rc: 3,
    stdout: "start\n",
  });
});

describe("a fence agent", () => {
  const asked = (task: string, parameters: Readonly<Record<string, string>>) => {
    const attributes = new Map(Object.entries({ ...parameters, CRM_meta_timeout: "5000", crm_feature_set: "3.19.7" }));
    return runAgent({ resource: { id: "f", class: "stonith", type: "fence_small" }, task, attributes }, env, places);
  };

  test("gets its parameters on its input, and those of the cluster not at all", async () => {
    script("fence_small", `cat; echo "args: $*"; env | grep -c OCF_; exit 2`);
    const { rc, stdout } = await asked("monitor", {
      ip: "10.0.0.1",
      password: "a b'$",
      pcmk_host_list: "one",
      action: "off",
    });
    expect([rc, stdout]).toEqual([0, "action=monitor\nip=10.0.0.1\npassword=a b'$\nargs: \n0\n"]);
  });

  test("is not run for what the cluster does itself, nor with a line that would be another option", async () => {
    expect(await asked("start", {})).toMatchObject({ rc: 3, status: 3 });
    expect(await asked("monitor", { ip: "1\naction=off" })).toMatchObject({ rc: 6, stdout: "" });
  });
});

test("a class that has no agents here is not supported", async () => {
  const resource = { id: "f", class: "nagios", type: "check_tcp" };
  expect(await runAgent({ resource, task: "start", attributes: new Map() }, env, places)).toMatchObject({
    rc: 3,
    status: 3,
    reason: "no agents of class nagios are run",
  });
});
