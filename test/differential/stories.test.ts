/**
 * The stories again, with Pacemaker's scheduler deciding in place of ours: every trace has to be the same. Needs
 * `crm_simulate`, which `.ci/run` installs.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LONG } from "../long.ts";
import { needs, whyNoProgram } from "../needs.ts";
import { parseStory, perform, printStory } from "../stories/story.ts";
import { pacemakerSchedule } from "./pacemaker.ts";

const noSimulator = whyNoProgram("crm_simulate", "pacemaker-cli-utils");
const folder = join(import.meta.dirname, "../stories");

describe("Pacemaker's scheduler tells the same", () => {
  for (const name of readdirSync(folder).filter((f) => f.endsWith(".txt"))) {
    test(name.replace(/\.txt$/, ""), LONG, async (context) => {
      needs(context, noSimulator);
      const text = readFileSync(join(folder, name), "utf8");
      expect(printStory(await perform(parseStory(text), pacemakerSchedule))).toBe(text);
    });
  }
});
