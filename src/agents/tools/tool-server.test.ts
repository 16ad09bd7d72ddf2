import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { runProcess } from "../../process/run-process.ts";
import { answerTool, TOOL_NAMES } from "./answer-tool.ts";
import { mayWrite } from "./may-write.ts";
import { printed, type ToolAnswer, type ToolCall, type ToolCaller, type ToolWrite } from "./tool-call.ts";
import { CallLines, serveTools, type ToolServer } from "./tool-server.ts";

let dir: string;
let server: ToolServer | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "holdfast-tools-"));
});
afterEach(() => {
  server?.close();
  rmSync(dir, { recursive: true });
});

const env = { PATH: process.env.PATH };
const sh = (script: string) => runProcess(["sh", "-c", script], { timeout: 30_000, env: { ...env, D: dir } });

/** Each argument between brackets, on a line. */
const echo = ({ tool, args }: ToolCall): ToolAnswer => printed([tool, ...args].map((arg) => `[${arg}]\n`).join(""));

describe("a tool in the folder", () => {
  test("hands over its arguments as they are, and gives output, message and status back", async () => {
    server = serveTools(dir, echo);
    const hostile = ["a b", "it's", "$(id)", "", "*", "\\n", "é", '"', "-x"];
    const { stdout, stderr, exit } = await runProcess([join(dir, "crm_mon"), ...hostile], { timeout: 30_000, env });
    expect([stdout, stderr, exit]).toEqual([["crm_mon", ...hostile].map((arg) => `[${arg}]\n`).join(""), "", 0]);
    server.close();
    server = undefined;
  });

  test("that fails says why, and what cannot be handed over is refused", async () => {
    server = serveTools(dir, () => ({ stdout: "half\n", stderr: "nothing of that name\n", status: 105, writes: [] }));
    expect(await sh("$D/crm_attribute -G; echo $?")).toMatchObject({
      stdout: "half\n105\n",
      stderr: "nothing of that name\n",
    });
    expect(await sh("$D/crm_attribute 'a\nb'")).toMatchObject({
      exit: 64,
      stderr: "crm_attribute: an argument has a line break\n",
    });
    expect(await sh("$D/crm_attribute $(head -c 5000 /dev/zero | tr '\\0' a)")).toMatchObject({ exit: 64 });
  });

  test("takes an answer longer than a pipe holds, many at a time, also in a process substitution", async () => {
    const long = `${"x".repeat(99)}\n`.repeat(5000);
    server = serveTools(dir, ({ args }) => printed(args[0] === "long" ? long : `${args[0]}\n`));
    const { stdout } = await sh("$D/cibadmin long | wc -c; for i in 1 2 3 4 5 6 7 8; do $D/crm_mon $i & done; wait");
    expect(
      stdout
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "")
        .sort(),
    ).toEqual(["500000", "1", "2", "3", "4", "5", "6", "7", "8"].sort());
    expect((await runProcess(["bash", "-c", `cat <("${dir}/crm_mon" in)`], { timeout: 30_000, env })).stdout).toBe(
      "in\n",
    );
  });
});

test("lines that are too long are dropped, whichever way they are cut", () => {
  const text = `1\n${"x".repeat(9000)}\n2\n${"y".repeat(4096)}\n3\n`;
  for (const size of [1, 7, 1000, 4096, 5000, 20_000]) {
    const lines = new CallLines();
    const found: string[] = [];
    for (let at = 0; at < text.length; at += size) found.push(...lines.add(Buffer.from(text.slice(at, at + size))));
    expect([size, found.map((line) => line.slice(0, 1))]).toEqual([size, ["1", "2", "y", "3"]]);
  }
});

/** A small generator of the same numbers each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const CALLER: ToolCaller = { resource: "web", instance: "web", node: "n1" };
const CIB = `<cib have-quorum="1"><configuration><crm_config><cluster_property_set id="cib-bootstrap-options"><nvpair id="s" name="stonith-enabled" value="true"/></cluster_property_set></crm_config>
<nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes><resources><primitive id="web" class="ocf" provider="heartbeat" type="Dummy"/>
<primitive id="f" class="stonith" type="fence_ipmilan"><instance_attributes id="fi"><nvpair id="fi-p" name="passwd" value="hunter2-hunter2"/></instance_attributes></primitive></resources><constraints/></configuration><status/></cib>`;

const WORDS = [
  ...[
    "-N",
    "n1",
    "n2",
    "N1",
    "--node=n2",
    "-n",
    "--name",
    "web",
    "master-web",
    "master-other",
    "standby",
    "terminate",
    "true",
  ],
  ...[
    "-v",
    "-U",
    "1",
    "-D",
    "-G",
    "-Q",
    "-q",
    "-l",
    "reboot",
    "forever",
    "-t",
    "crm_config",
    "status",
    "nodes",
    "-s",
    "web_x",
  ],
  ...[
    "cib-bootstrap-options",
    "stonith-enabled",
    "web_y",
    "-p",
    "--promotion",
    "-o",
    "resources",
    "--xpath",
    "//nvpair",
    "//*[@value]",
  ],
  ...[
    "--replace",
    "--xml-text",
    "<cib/>",
    "-C",
    "-B",
    "-R",
    "--lifetime=forever",
    "-r",
    "other",
    "fail-count-web#start_0",
    "../../x",
  ],
  ...["", "'", "$(reboot)", "\0", "\u0007", "é".repeat(40), "x".repeat(500)],
];

/** Calls, half calls, and noise, with numbers of pipes that are there, are not, or are something else. */
function hostileLine(next: (below: number) => number): string {
  if (next(6) === 0) return Array.from({ length: next(300) }, () => String.fromCharCode(32 + next(200))).join("");
  const id = ["1", "2", "3", "4", "999", "-1", "../ask", "1/../2", "", "99999999999"][next(10)] ?? "1";
  const tool = TOOL_NAMES[next(TOOL_NAMES.length + 1)] ?? "rm";
  // Half of them are well formed, with targets of all kinds.
  if (next(2) === 0) {
    const pick = (from: readonly string[]): string => from[next(from.length)] ?? "";
    const name = pick([
      "web-a",
      "pingd",
      "master-web",
      "master-other",
      "standby",
      "terminate",
      "web_y",
      "fail-count-web#start_0",
    ]);
    const where = pick([
      "-N n1",
      "-N n2",
      "-l reboot -N n1",
      "-l forever -N n2",
      "-t crm_config -s web_x",
      "-t crm_config",
      "-t status",
    ]);
    return [
      "1",
      pick(["crm_attribute", "crm_master", "attrd_updater"]),
      ...where.split(" "),
      "-n",
      name,
      "-v",
      "1",
    ].join("\x1f");
  }
  const args = Array.from({ length: next(9) }, () => WORDS[next(WORDS.length)] ?? "");
  return [id, tool, ...args].join("\x1f");
}

test("of random hostile lines nothing is written that may not be, no secret is read, and calls are answered all along", async () => {
  const count = Number(process.env.HOLDFAST_HOSTILE ?? 300);
  const parsed = parseXml(CIB);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const writes: ToolWrite[] = [];
  let answered = 0;
  const asked = (call: ToolCall): ToolAnswer => {
    const answer = answerTool({ cib: parsed.root, now: 0 }, CALLER, call);
    writes.push(...answer.writes);
    expect(answer.stdout + answer.stderr).not.toContain("hunter2");
    return answer;
  };
  server = serveTools(dir, (call) => {
    answered++;
    return asked(call);
  });
  // A pipe that is read, one that nothing reads, a file and a link to a file outside.
  execFileSync("mkfifo", [join(dir, "r.1"), join(dir, "r.2")]);
  const reader = openSync(join(dir, "r.1"), constants.O_RDONLY | constants.O_NONBLOCK);
  const outside = mkdtempSync(join(tmpdir(), "holdfast-outside-"));
  writeFileSync(join(outside, "kept"), "kept");
  writeFileSync(join(dir, "r.3"), "a file");
  symlinkSync(join(outside, "kept"), join(dir, "r.4"));
  const next = numbers(Number(process.env.HOLDFAST_HOSTILE_SEED ?? 1));
  const ask = openSync(join(dir, "ask"), constants.O_WRONLY);
  for (let i = 0; i < count; i++) {
    const line = hostileLine(next);
    // Asked directly too: of a burst the pipes take but a few.
    const [, tool = "", ...args] = line.split("\x1f");
    asked({ tool, args });
    writeSync(ask, `${line}${next(20) === 0 ? "" : "\n"}`);
    if (i % 20 === 0) await drained(reader);
  }
  closeSync(ask);
  closeSync(reader);
  const { stdout, exit } = await sh("$D/crm_node -n");
  expect([stdout, exit]).toEqual(["n1\n", 0]);
  expect(answered).toBeGreaterThan(count / 40);
  expect(writes.length).toBeGreaterThan(count / 20);
  expect(writes.filter((write) => !mayWrite(CALLER, write))).toEqual([]);
  const steers = /^(?:standby|terminate|stonith-enabled|fail-count.*|master-other)$/;
  expect(writes.filter(({ name }) => steers.test(name))).toEqual([]);
  expect(readFileSync(join(outside, "kept"), "utf8")).toBe("kept");
  expect(readFileSync(join(dir, "r.3"), "utf8")).toBe("a file");
  rmSync(outside, { recursive: true });
}, 120_000);

/** Reads what has come, as a caller does. */
async function drained(fd: number): Promise<void> {
  await sleep(10);
  const buffer = Buffer.alloc(65_536);
  try {
    while (readSync(fd, buffer) > 0);
  } catch {
    // Nothing more for now.
  }
}
