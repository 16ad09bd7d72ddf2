/** The page for users of pcs names commands that exist, and every command of the pcs that is installed. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { testContext } from "../../src/cli/context.testing.ts";
import { makeProgram } from "../../src/cli/program.ts";
import { needs, whyNoProgram } from "../needs.ts";

const PAGE = readFileSync(new URL("../../docs/coming-from-pcs.md", import.meta.url), "utf8");

/** The rows of its tables, cell by cell. */
const ROWS = PAGE.split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| pcs |"))
  .map((line) => line.slice(2, -2).split(" | "));

const spans = (cell = ""): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? "");

function found(command: Command, [word, ...rest]: readonly string[]): boolean {
  if (word === undefined || command.commands.length === 0) return true;
  const next = command.commands.find((c) => c.name() === word);
  if (next !== undefined) return found(next, rest);
  return command.registeredArguments.length > 0 || !/^[a-z-]+$/.test(word);
}

test("names commands that exist", async () => {
  const program = await makeProgram(testContext({ out: "", err: "" }, {}), async () => undefined, []);
  const top = new Set(program.commands.map((c) => c.name()));
  const named = ROWS.flatMap(([, ours]) => spans(ours)).filter((span) => top.has(span.split(" ")[0] ?? ""));
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter((span) => !found(program, span.split(" ")))).toEqual([]);
});

/** The areas whose commands are listed one by one. */
const AREAS = ["resource", "stonith", "node", "property", "constraint"];

test("names every command of pcs", { timeout: 120_000 }, (context) => {
  needs(context, whyNoProgram("pcs", "pcs"));
  const theirs = ROWS.map(([cell = ""]) => cell).join(" ");
  for (const area of AREAS) {
    const { stdout } = spawnSync("pcs", [area, "help"], { encoding: "utf8" });
    const verbs = [...stdout.matchAll(/^ {4}([a-z][a-z-]+)(?= |$)/gm)].map((m) => m[1] ?? "");
    const usual = verbs.filter((verb) => verb !== "pcs" && !/^(?:not|due|the|test|resources)$/.test(verb));
    expect(usual.length).toBeGreaterThan(1);
    expect([...new Set(usual)].filter((verb) => !new RegExp(`\\b${verb}\\b`).test(theirs))).toEqual([]);
  }
});
