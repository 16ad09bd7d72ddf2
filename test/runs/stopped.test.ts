/** A holder whose process is stopped past its lease's time and continued cannot write: real processes, an embedded cluster. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VERY_LONG } from "../long.ts";
import { type Command, stoppedHolder } from "./stopped.ts";

const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "holdfast-stopped-"));
const PROGRAM = join(ROOT, "node_modules/.cache/stopped-holdfast.mjs");
const on: Command = (args) => [process.execPath, PROGRAM, ...args, "--cluster", `embedded:${folder}`];
let engine: ChildProcessByStdio<null, Readable, null> | undefined;

beforeAll(async () => {
  await build({
    entryPoints: [join(ROOT, "src/main.ts")],
    outfile: PROGRAM,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["better-sqlite3"],
    define: { HOLDFAST_VERSION: '"0.0.0"' },
    // Bundled CommonJS asks for `require`.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  const [program, ...up] = on(["up", join(ROOT, "examples/small.yaml"), "--speed", "10"]);
  const started = spawn(program, up, { stdio: ["ignore", "pipe", "inherit"], cwd: ROOT });
  engine = started;
  await new Promise<void>((resolve, reject) => {
    let said = "";
    started.stdout.on("data", (chunk) => {
      said += String(chunk);
      if (said.includes("Idle after")) resolve();
    });
    started.on("close", (status) => reject(new Error(`the engine ended with ${status}: ${said}`)));
  });
}, VERY_LONG.timeout);

afterAll(() => {
  engine?.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

test("its run is carried to its end by another, and it writes nothing more", VERY_LONG, async () => {
  const begin = ["resource", "restart", "haproxy-bundle", "--rolling", "--min-healthy", "5s", "--health", "cib"];
  const { first, second, before, after } = await stoppedHolder(on, begin);
  expect(second).toMatchObject({ status: 0, out: expect.stringContaining("done: restart haproxy-bundle") });
  // The error of a command with JSON is a document on its standard error.
  expect([first.status, first.err + first.out]).toEqual([103, expect.stringMatching(/lease/)]);
  expect(after).toBe(before);
});
