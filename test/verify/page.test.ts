/** The table of docs/verify.md is that of the rules. `UPDATE_VERIFY=1` rewrites it. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ALL_RULES } from "../../src/report/lint/read.ts";

const PAGE = "docs/verify.md";
const START = "<!-- rules -->\n";
const END = "<!-- end of rules -->";

test("docs/verify.md lists every rule as the program has it", () => {
  const table = [
    "| rule | | what | why | what to do | source |",
    "|---|---|---|---|---|---|",
    ...[...ALL_RULES]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, severity, title, why, fix, source }) => `| ${[id, severity, title, why, fix, source].join(" | ")} |`),
    "",
  ].join("\n");
  const page = readFileSync(PAGE, "utf8");
  const [before = "", rest = ""] = page.split(START);
  const after = rest.slice(rest.indexOf(END));
  const wanted = `${before}${START}${table}${after}`;
  if (process.env.UPDATE_VERIFY === "1") writeFileSync(PAGE, wanted);
  else expect(page).toBe(wanted);
});
