import { expect, test } from "vitest";
import { runProcess } from "./run-process.ts";
import { shellLine } from "./shell-line.ts";

const HOSTILE = ["a b", "it's", "$(id)", "`id`", '"', "\\", "*", "", "-x", "a\nb", "; exit 9", "!x", "~", "é", "#"];

test("arguments arrive as they were, whatever a shell could make of them", async () => {
  const line = shellLine(["printf", "%s\\0", ...HOSTILE]);
  const { stdout } = await runProcess(["sh", "-c", line], { timeout: 5000, env: process.env });
  expect(stdout.split("\0").slice(0, -1)).toEqual(HOSTILE);
  expect(() => shellLine(["a\0b"])).toThrow();
});
