import { expect, test } from "vitest";
import { missingPackages } from "./requirements.ts";

test("a package is named once, whatever it lacks", async () => {
  expect(await missingPackages(async (needs) => !["nsenter", "unshare", "ipmi_sim"].includes(needs))).toEqual([
    "util-linux",
    "openipmi",
  ]);
});
