/** Who may join whom, and which remote daemon goes with which node: over all pairs of releases, and the known exceptions. */
import { expect, test } from "vitest";
import { compareDottedVersions } from "../value/dotted-version.ts";
import { mayJoin, remoteFits, sameStep } from "./compatible.ts";
import { missingFrom } from "./steps.ts";
import { RELEASES } from "./table.ts";

const PAIRS = RELEASES.flatMap((a) => RELEASES.map((b) => [a, b] as const));

test("a node may join a DC that is not newer, and of two nodes one may always join the other", () => {
  for (const [a, b] of PAIRS) {
    const [there, back] = [mayJoin(a.featureSet, b.featureSet).ok, mayJoin(b.featureSet, a.featureSet).ok];
    expect(there || back).toBe(true);
    if (compareDottedVersions(a.featureSet, b.featureSet) >= 0) expect(there).toBe(true);
    expect(sameStep(a.featureSet, b.featureSet)).toBe(there && back);
  }
});

test("the third number counts before 3.1.0 only", () => {
  expect(mayJoin("3.0.13", "3.0.14")).toEqual({
    ok: false,
    reason: "feature set 3.0.13 is older than the DC's, 3.0.14",
  });
  expect(mayJoin("3.20.0", "3.20.5").ok).toBe(true);
  expect(mayJoin("3.16.1", "3.20.5").ok).toBe(false);
  expect(mayJoin("3.20.5", "3.16.1").ok).toBe(true);
  expect(mayJoin("2.9.0", "3.1.0").ok).toBe(false);
});

test("a newer remote daemon never fits, and one of the same release always does", () => {
  for (const [remote, node] of PAIRS) {
    const { ok } = remoteFits(remote.release, node.release);
    if (compareDottedVersions(remote.release, node.release) > 0)
      expect(ok, `${remote.release} ${node.release}`).toBe(false);
    if (remote === node) expect(ok, remote.release).toBe(remote.remote !== undefined);
  }
});

test.each([
  ["2.1.5", "3.0.3", true],
  ["1.1.14", "3.0.0", false],
  ["1.1.15", "3.0.0", true],
  ["1.1.9", "2.1.11", true],
  ["1.1.16", "1.1.14", false],
  ["3.0.0", "2.1.11", false],
])("a remote daemon of %s with a node of %s: %s", (remote, node, ok) => expect(remoteFits(remote, node).ok).toBe(ok));

test("what a step brought is missing from the older node alone", () => {
  expect(missingFrom("3.16.1", "3.20.5").map(({ featureSet }) => featureSet)).toEqual(["3.18.0", "3.19.0", "3.20.5"]);
  for (const [a, b] of PAIRS) {
    if (compareDottedVersions(a.featureSet, b.featureSet) >= 0)
      expect(missingFrom(a.featureSet, b.featureSet)).toEqual([]);
  }
});
