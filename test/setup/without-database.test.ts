/** Where the embedded database cannot be loaded, what reads files and Pacemaker works, and the rest says what to install. */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";

const PROGRAM = fileURLToPath(new URL("../../dist/holdfast.mjs", import.meta.url));
const WITHOUT = fileURLToPath(new URL("without-database.cjs", import.meta.url));
const EXAMPLE = fileURLToPath(new URL("../../examples/control-plane.yaml", import.meta.url));

const whyNoBuild = (): string | undefined => (existsSync(PROGRAM) ? undefined : "there is no build (npm run build)");

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-without-"));
  copyFileSync(EXAMPLE, join(directory, "wanted.yaml"));
  const compiled = holdfast("compile", "wanted.yaml");
  writeFileSync(join(directory, "cib.xml"), compiled.stdout);
});
afterEach(() => rmSync(directory, { recursive: true }));

function holdfast(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ["--require", WITHOUT, PROGRAM, ...words], {
    cwd: directory,
    encoding: "utf8",
    env: { ...process.env, BMC_PASSWORD: "x" },
  });
}

test("files are read, planned for and explained", LONG, (context) => {
  needs(context, whyNoBuild());
  for (const words of [
    ["status"],
    ["explain", "redis-bundle"],
    ["plan", "wanted.yaml"],
    ["whatif"],
    ["config"],
    ["wait", "-t", "0s"],
    ["verify"],
    ["import"],
    ["export", "wanted.yaml", "--pcs"],
  ]) {
    const { stdout, stderr } = holdfast(...words, "--cluster", "file:cib.xml");
    expect(stdout + stderr, words.join(" ")).not.toMatch(/embedded database|bug of its own/);
    expect(stdout + stderr, words.join(" ")).not.toBe("");
  }
});

test("the commands can be listed", LONG, (context) => {
  needs(context, whyNoBuild());
  const { status, stdout } = holdfast("--help");
  expect(stdout).toContain("Commands:");
  expect(status).toBe(0);
});

test("what needs it says so, and what to install", LONG, (context) => {
  needs(context, whyNoBuild());
  writeFileSync(join(directory, "cluster.db"), "");
  for (const words of [
    ["up", "wanted.yaml", "--cluster", "embedded:new"],
    ["status", "--cluster", "embedded:."],
    ["property", "set", "stonith-timeout=99s", "--cluster", "file:cib.xml"],
  ]) {
    const { status, stderr } = holdfast(...words);
    expect(stderr, words.join(" ")).toBe(
      "holdfast: the embedded database cannot be loaded: Cannot find module 'better-sqlite3'\n" +
        "  hint: it needs python3, make and g++: npm rebuild better-sqlite3; to look at files and Pacemaker clusters nothing is missing\n",
    );
    expect(status, words.join(" ")).toBe(5);
  }
});
