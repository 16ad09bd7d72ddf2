/** Rules of the house that a script can hold: what is dead, defined twice, too long, undocumented or points nowhere. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HOMONYMS } from "./homonyms.ts";
import { ROOT } from "./imports.ts";
import { ALL, commentsOf, exportsOf, functionsWithMore, PRODUCTION, source, unreachable } from "./sources.ts";

const ENTRIES = ["src/launch.ts", "src/main.ts", "src/cli/whatif/thread.ts"];
const MOST_LINES = 300;
const MOST_PARAMETERS = 5;
const DOCUMENTED = /^src\/(cib|scheduler)\/|^src\/cluster\/port\.ts$/;
/** May only fall; at zero the rule holds for good. */
const MOST_UNDOCUMENTED = 0;

test("the program uses every production file", () => {
  expect(unreachable(ENTRIES), "only tests import these").toEqual([]);
});

test("a name that is exported has one definition", () => {
  const places = new Map<string, Set<string>>();
  for (const { name, path } of PRODUCTION.flatMap(exportsOf))
    places.set(name, (places.get(name) ?? new Set()).add(path));
  const twice = [...places].filter(([, paths]) => paths.size > 1).map(([name]) => name);
  expect(twice.filter((name) => !HOMONYMS.has(name)).map((name) => [name, ...(places.get(name) ?? [])])).toEqual([]);
  expect(
    [...HOMONYMS.keys()].filter((name) => !twice.includes(name)),
    "take off the list",
  ).toEqual([]);
});

test(`a file of more than ${MOST_LINES} lines gives its reason in its first comment`, () => {
  const long = ALL.filter((path) => source(path).trimEnd().split("\n").length > MOST_LINES);
  const reasoned = (path: string): boolean =>
    /^\/\*\*[\s\S]*?\*\//.exec(source(path))?.[0].includes("300 lines") === true;
  expect(
    long.filter((path) => !reasoned(path)),
    'a reason names the "300 lines"',
  ).toEqual([]);
});

test("exported functions of the core say what they do", () => {
  const silent = PRODUCTION.filter((path) => DOCUMENTED.test(path))
    .flatMap(exportsOf)
    .filter(({ isFunction, documented }) => isFunction && !documented)
    .map(({ path, name }) => `${path}: ${name}`);
  console.log(`exported functions of cib, scheduler and the port without a comment: ${silent.length}`);
  expect(silent.length, silent.join("\n")).toBeLessThanOrEqual(MOST_UNDOCUMENTED);
});

test(`no function takes more than ${MOST_PARAMETERS} parameters; what belongs together is one value`, () => {
  expect(PRODUCTION.flatMap((path) => functionsWithMore(path, MOST_PARAMETERS))).toEqual([]);
});

const comments = ALL.flatMap(commentsOf);

test("files that comments name exist", () => {
  const known = [...ALL, ...readdirSync(join(ROOT, "scripts")).map((name) => `scripts/${name}`), "vitest.config.ts"];
  const isKnown = (name: string): boolean => known.some((path) => path === name || path.endsWith(`/${name}`));
  const dead = comments.flatMap(({ path, text }) =>
    [...text.matchAll(/(?<![\w./-])(?:\.\.?\/)*([\w][\w./-]*\.(?:ts|mjs))\b/g)]
      .map(([, name = ""]) => name)
      .filter((name) => !isKnown(name))
      .map((name) => `${path}: ${name}`),
  );
  expect(dead).toEqual([]);
});

test("comments name no place outside the repository; tests may name ../shared", () => {
  const outside = comments.filter(
    ({ path, text }) =>
      /(?:^|[\s`"'(])(?:\/work|\/tmp|\/home|~)\/\w/.test(text) ||
      (path.startsWith("src/") && /\.\.\/shared(?!\.ts)/.test(text)),
  );
  expect(outside).toEqual([]);
});
