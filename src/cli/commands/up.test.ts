/** How `up` ends when its engine cannot continue: with a status that makes a supervisor start it again. */
import { expect, test } from "vitest";
import { virtualClock } from "../../cluster/embedded/clock.ts";
import { startEmbedded } from "../../cluster/embedded/open.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { type Spoken, testContext } from "../context.testing.ts";
import { runProgram } from "../program.ts";

const MANIFEST = "cluster: {name: small}\nnodes: [n1]\nfencing: none\n";

/** Runs `up` until the engine meets the error. */
async function upUntil(error: unknown): Promise<Spoken & { readonly status: number }> {
  const spoken: Spoken = { out: "", err: "" };
  const context = testContext(spoken, {
    readFile: async () => MANIFEST,
    startEmbedded: async (_directory, configuration, _speed, onBug) => {
      setTimeout(() => onBug(error), 20);
      return startEmbedded({
        directory: undefined,
        schedule,
        clock: () => virtualClock(1_700_000_000_000),
        ...(configuration === undefined ? {} : { configuration }),
      });
    },
  });
  const status = await runProgram(context, ["up", "cluster.yaml"]);
  return { ...spoken, status };
}

test("a full disk ends up with a sentence and a status other than 0", async () => {
  const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  const { status, err } = await upUntil(full);
  expect({ status, err }).toEqual({
    status: 1,
    err: "holdfast: the engine cannot continue: database or disk is full\n",
  });
});

test("a bug of the engine ends up as a bug", async () => {
  await expect(upUntil(new TypeError("x is not a function"))).rejects.toThrow("x is not a function");
});
