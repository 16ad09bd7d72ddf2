/**
 * Every story under this folder is true: performed, it gives the trace it tells. With UPDATE_STORIES=1 the traces are
 * written anew; read the difference before you commit it.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LONG } from "../long.ts";
import { parseStory, perform, printStory } from "./story.ts";

const folder = import.meta.dirname;
const update = process.env.UPDATE_STORIES === "1";

describe("stories", () => {
  for (const name of readdirSync(folder).filter((f) => f.endsWith(".txt"))) {
    test(name.replace(/\.txt$/, ""), LONG, async () => {
      const path = join(folder, name);
      const told = parseStory(readFileSync(path, "utf8"));
      const text = printStory(await perform(told));
      if (update) writeFileSync(path, text);
      expect(text).not.toContain("VIOLATION");
      expect(text).toBe(update ? text : readFileSync(path, "utf8"));
    });
  }
});
