/** The page docs/versions.md prints the table (UPDATE_REFERENCE=1 rewrites it). */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { RELEASES } from "./table.ts";

const PAGE = new URL("../../../docs/versions.md", import.meta.url);
const [BEGIN, END] = ["<!-- releases -->\n", "<!-- end of releases -->"];

function tableText(): string {
  const rows = RELEASES.map(
    ({ release, featureSet, remote, schema, xml }) =>
      `| ${release} | ${featureSet} | ${remote ?? ""} | ${schema} | ${xml ?? ""} |\n`,
  );
  return `| Pacemaker | feature set | remote protocol | newest schema | XML of its tools |\n|---|---|---|---|---|\n${rows.join("")}`;
}

test("docs/versions.md has the table", () => {
  const page = readFileSync(PAGE, "utf8");
  const [from, to] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
  const updated = page.slice(0, from) + tableText() + page.slice(to);
  if (process.env.UPDATE_REFERENCE === "1") writeFileSync(PAGE, updated);
  else expect(page).toBe(updated);
});
