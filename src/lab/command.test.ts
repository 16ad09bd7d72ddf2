import { expect, test } from "vitest";
import { attempt, run } from "./command.ts";

test("what it printed, or why it failed with the last it said", async () => {
  expect(await run(["sh", "-c", "cat; echo $LAB"], { input: "given ", env: { LAB: "1" } })).toBe("given 1\n");
  await expect(run(["sh", "-c", "echo no such link >&2; exit 2"])).rejects.toMatchObject({
    code: "failed",
    message: "sh -c echo no such link >&2; exit 2 ended with 2:\n  no such link",
  });
  expect(await attempt(["sh", "-c", "exit 3"])).toMatchObject({ exit: 3 });
});

test("each way to fail has its code", async () => {
  await expect(run(["/nonexistent"])).rejects.toMatchObject({ code: "not-installed" });
  await expect(run(["sleep", "60"], { timeout: 20 })).rejects.toMatchObject({ code: "timeout" });
  await expect(run(["sleep", "60"], { signal: AbortSignal.abort() })).rejects.toThrow("sleep 60 was interrupted");
});
