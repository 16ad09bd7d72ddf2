/**
 * The order of the code's rooms, as the imports of production files show it. `npm run structure` prints what it finds;
 * the order itself is rooms.json, which the dependency rules of `npm run check` read too.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { circles, type Import, importsOf, isTestFile, mutualFolders, ROOT, sourceFiles } from "./imports.ts";

const rooms = JSON.parse(readFileSync(join(ROOT, "test/tidy/rooms.json"), "utf8")) as {
  readonly layers: readonly string[];
  readonly scheduler: readonly string[];
};
/** Folders that may import from each other, and why: none. */
const MUTUAL: Readonly<Record<string, string>> = {};

const all = sourceFiles("src")
  .filter((path) => !isTestFile(path))
  .flatMap(importsOf);

/** Imports from a room into one that stands after it in `order`; paths are taken below `folder`. */
function upward(imports: readonly Import[], folder: string, order: readonly string[]): string[] {
  const rank = (path: string): number => order.indexOf(path.slice(folder.length).split("/")[0] ?? "");
  return imports
    .filter(({ from, to }) => from.startsWith(folder) && to.startsWith(folder))
    .filter(({ from, to }) => rank(from) >= 0 && rank(from) < rank(to))
    .map(({ from, to }) => `${from} imports ${to}`);
}

function arrow(from: string, to: string, value = true): Import {
  return { from, to, value, names: [] };
}

/** What stands in a folder beside the rooms that the order names. */
function unplaced(imports: readonly Import[], folder: string, order: readonly string[]): string[] {
  const found = new Set(imports.map(({ from }) => from).filter((path) => path.startsWith(folder)));
  return [...new Set([...found].map((path) => path.slice(folder.length).split("/")[0] ?? ""))].filter(
    (room) => !order.includes(room),
  );
}

test("the scheduler's rooms import downward, types included", () => {
  const found = upward(all, "src/scheduler/", rooms.scheduler);
  console.log(`imports against the order of the scheduler's rooms: ${found.length}`);
  expect(found).toEqual([]);
  expect(unplaced(all, "src/scheduler/", rooms.scheduler)).toEqual([]);
});

test("the layers import downward", () => {
  const found = upward(all, "src/", rooms.layers);
  console.log(`imports against the order of the layers: ${found.length}`);
  expect(found).toEqual([]);
});

test("no files import each other in a circle, neither values nor types", () => {
  const found = circles(all);
  console.log(`import circles, of types too: ${found.length}`);
  expect(found).toEqual([]);
});

test("no two folders import values from each other", () => {
  const found = mutualFolders(all.filter(({ value }) => value)).filter((pair) => MUTUAL[pair] === undefined);
  console.log(`pairs of folders that import from each other: ${found.length}`);
  expect(found).toEqual([]);
});

test("each of these would be found", () => {
  const up = arrow("src/scheduler/model/a.ts", "src/scheduler/graph/b.ts", false);
  const down = arrow("src/scheduler/graph/b.ts", "src/scheduler/model/a.ts");
  expect(upward([up, down], "src/scheduler/", rooms.scheduler)).toEqual([`${up.from} imports ${up.to}`]);
  expect(unplaced([arrow("src/scheduler/attic/a.ts", up.to)], "src/scheduler/", rooms.scheduler)).toEqual(["attic"]);
  expect(circles([up, down])).toEqual([[up.to, up.from]]);
  expect(mutualFolders([up, down])).toEqual(["src/scheduler/graph src/scheduler/model"]);
  expect(mutualFolders([down, arrow("src/a/x.ts", "src/b/y.ts")])).toEqual([]);
});
