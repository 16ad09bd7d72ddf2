/**
 * docs/errors.md lists every code of an error and of a problem (UPDATE_REFERENCE=1 writes its tables). The compiler sees to
 * it that no other code is said; here is seen to it that each is said somewhere.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { PROBLEM_CODES, type ProblemCode } from "../../src/cib/problem-code.ts";
import { exitStatus, httpStatus } from "../../src/cluster/error.ts";
import { ERROR_CODES, type ErrorCode } from "../../src/report/error/error-code.ts";
import { errorAnswer } from "../../src/report/error/schema.ts";
import { jsonSchemaOf } from "../../src/report/published.ts";
import { importsOf } from "../tidy/imports.ts";
import { PRODUCTION, source } from "../tidy/sources.ts";

const PAGE = new URL("../../docs/errors.md", import.meta.url);
const keysOf = <T extends string>(codes: Readonly<Record<T, unknown>>): readonly T[] => Object.keys(codes) as T[];

/** Files of which one is imported by each file that makes a problem. */
const PROBLEM_MAKERS = [
  "src/cib/problem.ts",
  "src/cib/problem-code.ts",
  "src/cib/schema/check.ts",
  "src/cib/xml/scanner.ts",
  "src/manifest/read/shape.ts",
];
const makers = (imported: readonly string[], lists: readonly string[]): readonly string[] =>
  PRODUCTION.filter((path) => !lists.includes(path) && importsOf(path).some(({ to }) => imported.includes(to)));
const PROBLEM_FILES = makers(PROBLEM_MAKERS, ["src/cib/problem-code.ts", "src/report/error/schema.ts"]);
const ERROR_FILES = makers(["src/cluster/error.ts", "src/report/error/error-code.ts"], ["src/cluster/error.ts"]);

/** Those that say a code, and do not only compare with it. */
function saidIn(files: readonly string[], code: string): readonly string[] {
  const compared = new RegExp(`(?:[!=]== |\\.has\\()"${code}"`, "g");
  return files.filter((path) => source(path).replace(compared, "").includes(`"${code}"`));
}

const MOST_NAMED = 3;

function placesText(paths: readonly string[]): string {
  if (paths.length <= MOST_NAMED) return paths.map((path) => `[${basename(path)}](../${path})`).join(", ");
  return [...new Set(paths.map((path) => path.split("/").slice(0, 2).join("/")))].join(", ");
}

const table = (heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");

function errorTable(): string {
  const rows = keysOf(ERROR_CODES).map((code: ErrorCode) => {
    const { meaning, next } = ERROR_CODES[code];
    return [`\`${code}\``, exitStatus(code), httpStatus(code), meaning, next];
  });
  return table(["code", "exit status", "HTTP", "what it means", "what to do"], rows);
}

function problemTable(): string {
  const rows = keysOf(PROBLEM_CODES).map((code: ProblemCode) => {
    const { meaning, next } = PROBLEM_CODES[code];
    return [`\`${code}\``, meaning, next, placesText(saidIn(PROBLEM_FILES, code))];
  });
  return table(["code", "what it means", "what to do", "said in"], rows);
}

function withTable(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->`];
  expect(page).toContain(begin);
  expect(page).toContain(end);
  return page.slice(0, page.indexOf(begin) + begin.length) + text + page.slice(page.indexOf(end));
}

test("docs/errors.md has the codes", () => {
  const page = readFileSync(PAGE, "utf8");
  const updated = withTable(withTable(page, "errors", errorTable()), "problems", problemTable());
  if (process.env.UPDATE_REFERENCE === "1") writeFileSync(PAGE, updated);
  else expect(page, "UPDATE_REFERENCE=1 writes it").toBe(updated);
});

test("each code is said somewhere", () => {
  expect(keysOf(PROBLEM_CODES).filter((code) => saidIn(PROBLEM_FILES, code).length === 0)).toEqual([]);
  expect(keysOf(ERROR_CODES).filter((code) => saidIn(ERROR_FILES, code).length === 0)).toEqual([]);
  expect(saidIn(PROBLEM_FILES, "no-such-code")).toEqual([]);
});

test("each code has a meaning and a next step, in sentences that a table can hold", () => {
  for (const { meaning, next } of [...Object.values(ERROR_CODES), ...Object.values(PROBLEM_CODES)])
    for (const text of [meaning, next]) expect(text).toMatch(/^[A-Z`][^|\n]{10,}\.$/);
});

test("the published schema says what each code means, and takes no other", () => {
  const text = JSON.stringify(jsonSchemaOf({ name: "error", title: "", description: "", schema: errorAnswer }));
  for (const { meaning, next } of [...Object.values(ERROR_CODES), ...Object.values(PROBLEM_CODES)])
    expect(text).toContain(JSON.stringify(`${meaning} ${next}`));
  const document = { document: "error", version: 1, message: "m", exitStatus: 78 };
  const of = (code: string, problem: string) =>
    errorAnswer.safeParse({ ...document, code, problems: [{ code: problem, message: "p" }] }).success;
  for (const code of keysOf(ERROR_CODES)) expect(of(code, "bad-value"), code).toBe(true);
  for (const code of keysOf(PROBLEM_CODES)) expect(of("invalid", code), code).toBe(true);
  expect([of("no-such-code", "bad-value"), of("invalid", "no-such-code")]).toEqual([false, false]);
});
