/** Directories are made with their parents, and where that cannot be done an error comes at once. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { schedule } from "../scheduler/schedule.ts";
import { startEmbedded } from "./embedded/open.ts";
import { makeDirectory } from "./make-directory.ts";
import { openCluster } from "./open.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-make-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("what is missing is made, for its user alone where that is asked", () => {
  makeDirectory(join(directory, "a/b/c"), 0o700);
  makeDirectory(join(directory, "a/b/c"), 0o700);
  for (const path of ["a", "a/b", "a/b/c"]) expect(statSync(join(directory, path)).mode & 0o777).toBe(0o700);
});

test.each(["/proc/holdfast", "/proc/holdfast/below", "/proc/1/holdfast"])("nothing can be made at %s", (path) => {
  expect(() => makeDirectory(path)).toThrow(/^E(NOENT|ACCES|PERM)/);
});

test("what is no directory is an error", () => {
  writeFileSync(join(directory, "file"), "");
  expect(() => makeDirectory(join(directory, "file/below"))).toThrow(/^ENOTDIR/);
});

test("an engine that has no place for its cluster says so at once", async () => {
  for (const path of ["/proc/holdfast", "/proc/holdfast/below"]) {
    await expect(startEmbedded({ directory: path, schedule })).rejects.toThrow(/^ENOENT/);
    await expect(openCluster(`embedded:${path}`)).rejects.toMatchObject({ code: "missing" });
  }
});
