/** Tab never keeps a user waiting, and runs nothing. */
import { expect, test } from "vitest";
import type { Cluster } from "../cluster/port.ts";
import { testContext } from "./context.testing.ts";
import { runProgram } from "./program.ts";

async function tab(words: readonly string[], openCluster: (url: string) => Promise<Cluster>): Promise<number> {
  const { log } = console;
  console.log = () => undefined;
  try {
    const context = testContext({ out: "", err: "" }, { openCluster, listDirectory: async () => [] });
    return await runProgram(context, ["complete", "--", ...words]);
  } finally {
    console.log = log;
  }
}

test.each(["pacemaker+exec:touch /tmp/x", "pacemaker+ssh://root@far", "lab:"])("does not open %s", async (url) => {
  const opened: string[] = [];
  const open = async (asked: string): Promise<Cluster> => {
    opened.push(asked);
    throw new Error("opened");
  };
  for (const words of [
    ["status", "-c", url, ""],
    ["status", `--cluster=${url}`, ""],
  ])
    expect(await tab(words, open)).toBe(0);
  expect(opened).toEqual([]);
});

test("gives up on a cluster that does not answer, and lets go of it", async () => {
  let closed = 0;
  const never = (): Promise<never> => new Promise(() => undefined);
  const silent: Pick<Cluster, "read" | "close"> = { read: never, close: async () => void closed++ };
  expect(await tab(["status", "-c", "embedded:here", ""], async () => silent as Cluster)).toBe(0);
  expect(closed).toBe(1);
});
