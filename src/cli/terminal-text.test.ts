/** Pages on a terminal keep their words whole, and colour what is wrong; pipes get the text as it is. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { wrapLine } from "./line-break.ts";
import { terminalText } from "./terminal-text.ts";

const PAGE = "Node List:\n  * Node n1: UNCLEAN (offline)\n  * ip\t(ocf:heartbeat:IPaddr2):\t FAILED n1\n";

test("what goes into a pipe, or is without colour, is as it was", () => {
  expect(terminalText({ columns: undefined, color: false }, PAGE)).toBe(PAGE);
  expect(terminalText({ columns: 80, color: false }, PAGE)).toBe(PAGE);
});

test("what is wrong is red, and nothing else is coloured", () => {
  const painted = terminalText({ columns: 80, color: true }, PAGE);
  const red = (word: string): string => `\u001b[1m\u001b[31m${word}\u001b[39m\u001b[22m`;
  expect(painted).toBe(PAGE.replace("UNCLEAN", red("UNCLEAN")).replace("FAILED", red("FAILED")));
});

test("a long line is broken between words and continues below its text", () => {
  const line = "    * Stopped because no node can run webserver: controller-0 is in standby; controller-1 is offline";
  expect(wrapLine(line, 50)).toEqual([
    "    * Stopped because no node can run webserver:",
    "        controller-0 is in standby; controller-1",
    "        is offline",
  ]);
});

const line = fc
  .tuple(
    fc.constantFrom("", "  * ", "    * ", "\t"),
    fc.array(fc.stringMatching(/^[a-z:()\t-]{1,30}$/), { minLength: 1 }),
  )
  .map(([start, words]) => `${start}${words.join(" ")}`);

test("no word is lost, moved or broken, and no line is longer than the terminal unless a word is", () => {
  fc.assert(
    fc.property(line, fc.integer({ min: 20, max: 120 }), (text, columns) => {
      const words = (s: string): string[] => s.split(/\s+/).filter((w) => w !== "");
      const lines = wrapLine(text, columns);
      expect(lines.flatMap(words)).toEqual(words(text));
      for (const broken of lines.length > 1 ? lines : [])
        expect(broken.length <= columns || !/\S \S/.test(broken.trimStart())).toBe(true);
    }),
  );
});
