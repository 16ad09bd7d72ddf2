/** Where an engine may keep its cluster. */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { schedule } from "../../scheduler/schedule.ts";
import { startEmbedded } from "./open.ts";

test("a directory that every user may change is refused, and one with a long path before anything is made in it", async () => {
  const open = mkdtempSync(join(tmpdir(), "holdfast-open-"));
  chmodSync(open, 0o777);
  await expect(startEmbedded({ directory: open, schedule })).rejects.toMatchObject({
    code: "forbidden",
    hint: expect.stringContaining("chmod o-w"),
  });
  const long = join(open, "x".repeat(100));
  await expect(startEmbedded({ directory: long, schedule })).rejects.toMatchObject({ code: "usage" });
  expect(readdirSync(open)).toEqual([]);
  rmSync(open, { recursive: true });
});
