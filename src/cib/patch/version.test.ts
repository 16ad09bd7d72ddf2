import { expect, test } from "vitest";
import { compareVersions, type Version } from "./version.ts";

const version = (adminEpoch: number, epoch: number, numUpdates: number): Version => ({ adminEpoch, epoch, numUpdates });

test("the counter further left decides, however large the others are", () => {
  const rising = [version(0, 0, 9), version(0, 9, 0), version(0, 9, 9), version(1, 0, 0), version(1, 0, 1)];
  for (const [i, a] of rising.entries())
    for (const [j, b] of rising.entries()) expect(Math.sign(compareVersions(a, b))).toBe(Math.sign(i - j));
});
