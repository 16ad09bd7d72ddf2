/**
 * References between files lead somewhere: from comments to the specification in docs, and from page to page. The source
 * refers to nothing that is kept outside of the repository.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { anchorsOf, linksOf } from "./markdown.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NOT_OURS = new Set(["node_modules", "dist"]);

/** Paths from the root, of all files below a folder of it. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name) || entry.name.startsWith(".")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const isPage = (path: string): boolean => path.endsWith(".md");

const anchors = new Map<string, ReadonlySet<string>>();
function hasAnchor(page: string, anchor: string): boolean {
  let known = anchors.get(page);
  if (known === undefined) {
    known = anchorsOf(read(page));
    anchors.set(page, known);
  }
  return known.has(anchor);
}

/** Says what is wrong with a target; undefined when it is there. */
function problemOf(path: string, anchor: string | undefined): string | undefined {
  if (path.startsWith("..")) return "is outside of the repository";
  if (!existsSync(join(ROOT, path))) return "does not exist";
  return anchor === undefined || !isPage(path) || hasAnchor(path, anchor) ? undefined : "has no such heading";
}

const REFERENCE = /\bdocs\/[\w./-]*\w\.md(?:#([\w-]+))?/g;
const FORMER = /§|facts of the|\bfacts\/|DESIGN\.md/;

/** `file:line: reference problem`, of references by a path from the root. */
function brokenReferences(file: string, text: string): string[] {
  return text.split("\n").flatMap((line, i) =>
    [...line.matchAll(REFERENCE)].flatMap(([reference, anchor]) => {
      const problem = problemOf(reference.replace(/#.*/, ""), anchor);
      return problem === undefined ? [] : [`${file}:${i + 1}: ${reference} ${problem}`];
    }),
  );
}

/** Likewise, of the links of a page, which are relative to it. */
function brokenLinks(page: string, text: string): string[] {
  return linksOf(text).flatMap(({ line, target }) => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : normalize(join(dirname(page), decodeURIComponent(path)));
    const problem = problemOf(file, anchor);
    return problem === undefined ? [] : [`${page}:${line}: ${target} ${problem}`];
  });
}

const TEXT = /\.(?:ts|mjs|cjs|js|json|md|sh|txt|ya?ml)$|Containerfile/;
const everything = filesBelow(".");
const pages = everything.filter(isPage);
/** This file breaks some on purpose. */
const HERE = relative(ROOT, fileURLToPath(import.meta.url));
const referring = everything.filter((path) => {
  if (path === HERE) return false;
  return path.includes("/") ? /^(?:src|test|scripts|lab|docs)\//.test(path) && TEXT.test(path) : isPage(path);
});

test("every reference to a page of docs leads to a page and heading that exist", () => {
  expect(referring.length).toBeGreaterThan(500);
  expect(referring.flatMap((file) => brokenReferences(file, read(file)))).toEqual([]);
});

test("every relative link of every page leads to a file and heading that exist", () => {
  expect(pages).toContain("docs/pacemaker/README.md");
  expect(pages.flatMap((page) => brokenLinks(page, read(page)))).toEqual([]);
});

test("the source refers to no document outside of the repository", () => {
  const former = everything
    .filter((path) => path.startsWith("src/"))
    .flatMap((path) =>
      read(path)
        .split("\n")
        .flatMap((line, i) => (FORMER.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
    );
  expect(former).toEqual([]);
});

test("every chapter of the specification is listed on its first page", () => {
  const listed = new Set(linksOf(read("docs/pacemaker/README.md")).map(({ target }) => `docs/pacemaker/${target}`));
  const chapters = pages.filter((page) => page.startsWith("docs/pacemaker/") && !page.endsWith("/README.md"));
  expect(chapters.filter((chapter) => !listed.has(chapter))).toEqual([]);
});

describe("what is broken is found", () => {
  test.each([
    ["docs/pacemaker/no-such-chapter.md", "does not exist"],
    ["docs/pacemaker/history.md#no-such-heading", "has no such heading"],
  ])("a reference to %s %s", (reference, problem) => {
    expect(brokenReferences("a.ts", `// as ${reference} says\n// and docs/pacemaker/history.md#migrations.`)).toEqual([
      `a.ts:1: ${reference} ${problem}`,
    ]);
  });

  test("links, images, definitions and labels, but not what is code", () => {
    const page = [
      "[a](history.md) [b](history.md#nowhere) `[c](nowhere.md)` ![d](nowhere.svg)",
      "```",
      "[e](nowhere.md)",
      "```",
      "[f][label] [g][no-label] [h](https://example.com/nowhere) [i](#title)",
      "[label]: ../nowhere.md",
      "[j](../../../elsewhere.md)",
    ].join("\n");
    expect(brokenLinks("docs/pacemaker/page.md", page).sort()).toEqual([
      "docs/pacemaker/page.md:1: history.md#nowhere has no such heading",
      "docs/pacemaker/page.md:1: nowhere.svg does not exist",
      "docs/pacemaker/page.md:5: #title does not exist",
      "docs/pacemaker/page.md:5: no-label does not exist",
      "docs/pacemaker/page.md:6: ../nowhere.md does not exist",
      "docs/pacemaker/page.md:7: ../../../elsewhere.md is outside of the repository",
    ]);
  });

  test.each(["facts §12", "facts of the scheduler, 5", "see ../facts/x.md", "DESIGN.md"])("%s", (text) => {
    expect(FORMER.test(text)).toBe(true);
  });
});

test("anchors are GitHub's", () => {
  const page = "# A `b`: c-d, _e_!\n## [Link](x.md) & 1.2\n```sh\n# no heading\n```\n## Twice\n## Twice\n### Größe";
  expect([...anchorsOf(page)]).toEqual(["a-b-c-d-_e_", "link--12", "twice", "twice-1", "größe"]);
});
