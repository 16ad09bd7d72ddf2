/** The table of releases, by what has to hold of every row, and what is read out of it. */
import { expect, test } from "vitest";
import { majorOf } from "../schema/header.ts";
import { compareDottedVersions } from "../value/dotted-version.ts";
import {
  compareSchemas,
  firstWithSchema,
  isNewerThanKnown,
  NEWEST,
  RELEASES,
  releaseOf,
  releasesWith,
} from "./table.ts";

test("no number falls from one release to the next", () => {
  for (const [i, next] of RELEASES.slice(1).entries()) {
    const row = RELEASES[i] ?? NEWEST;
    expect(compareDottedVersions(row.release, next.release), next.release).toBeLessThan(0);
    expect(compareDottedVersions(row.featureSet, next.featureSet), next.release).toBeLessThanOrEqual(0);
    expect(compareDottedVersions(row.remote ?? "0", next.remote ?? "0"), next.release).toBeLessThanOrEqual(0);
    expect(compareSchemas(row.schema, next.schema), next.release).toBeLessThanOrEqual(0);
  }
});

test("each row's schema is one that validation knows, and its release is found by its name and its build", () => {
  for (const row of RELEASES) {
    expect(majorOf(row.schema), row.release).toBeDefined();
    expect(releaseOf(row.release)).toBe(row);
    expect(releaseOf(`${row.release}-4.el8-abc123`)).toBe(row);
    expect(isNewerThanKnown("release", row.release)).toBe(false);
  }
});

test("releases between and beyond the rows", () => {
  expect(releaseOf("1.0.12")).toBeUndefined();
  expect(releaseOf("3.1.0")).toBe(NEWEST);
  expect(isNewerThanKnown("release", "3.0.4")).toBe(true);
  expect(isNewerThanKnown("featureSet", "3.21.0")).toBe(true);
  expect([
    releasesWith("3.16.1"),
    releasesWith("3.15.0"),
    releasesWith("3.4.1"),
    releasesWith("3.0.1"),
    releasesWith("4.0.0"),
  ]).toEqual(["2.1.5", "2.1.3 to 2.1.4", "between 2.0.4 and 2.0.5", "older than 1.1.7", "newer than 3.0.3"]);
});

test("the first release with a schema, in the order of numbers", () => {
  expect(firstWithSchema("pacemaker-3.9")?.release).toBe("2.1.5");
  expect(firstWithSchema("pacemaker-3.10")?.release).toBe("2.1.8");
  expect(firstWithSchema("pacemaker-4.0")?.release).toBe("3.0.0");
  expect(firstWithSchema("pacemaker-4.1")).toBeUndefined();
});
