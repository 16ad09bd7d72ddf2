/** Each promise of docs/wait.md names a test, and the test is there. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ROOMS = ["test/wait", "src/change/wait", "src/report/switched", "src/cluster/pacemaker"];

test("every test that docs/wait.md names is there, and every promise names one", () => {
  const page = readFileSync(`${ROOT}docs/wait.md`, "utf8");
  const tests = ROOMS.flatMap((room) => readdirSync(ROOT + room).map((name) => `${room}/${name}`)).filter((path) =>
    path.endsWith(".test.ts"),
  );
  const text = tests.map((path) => readFileSync(ROOT + path, "utf8")).join("\n");
  const promises = page.slice(page.indexOf("## The promises"), page.indexOf("## What is not promised"));
  const named = promises.match(/^\*Test: [^*]*\*$/gm) ?? [];
  expect(named.length).toBeGreaterThanOrEqual((promises.match(/^\*\*/gm) ?? []).length);
  const quoted = named.flatMap((line) => [...line.matchAll(/"([^"]*)"/g)].map(([, title = ""]) => title));
  expect(quoted.filter((title) => !text.includes(title))).toEqual([]);
  const paths = named.flatMap((line) => [...line.matchAll(/`([^`]*)`/g)].map(([, path = ""]) => path));
  expect(paths.filter((path) => !tests.includes(path))).toEqual([]);
});
