/**
 * The stories again, with Pacemaker's scheduler deciding in place of ours: every trace has to be the same. Needs
 * `crm_simulate`, which `.ci/run` installs.
 */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseStory, perform, printStory } from "../stories/story.ts";
import { pacemakerSchedule } from "./pacemaker.ts";

const installed = spawnSync("crm_simulate", ["--version"]).status === 0;
const folder = join(import.meta.dirname, "../stories");

describe("Pacemaker's scheduler tells the same", () => {
  for (const name of readdirSync(folder).filter((f) => f.endsWith(".txt"))) {
    test(name.replace(/\.txt$/, ""), async (context) => {
      if (!installed) context.skip("needs crm_simulate, which is not installed");
      const text = readFileSync(join(folder, name), "utf8");
      expect(printStory(await perform(parseStory(text), pacemakerSchedule))).toBe(text);
    });
  }
});
