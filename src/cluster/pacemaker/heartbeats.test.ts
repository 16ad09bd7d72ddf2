import { expect, test } from "vitest";
import type { ErrorCode } from "../../report/error/error-code.ts";
import { HoldfastError } from "../error.ts";
import { heartbeatsBy, valuesIn } from "./heartbeats.ts";
import type { Caller } from "./hosts.ts";

test("the values of all nodes are read, whatever the tool prints besides", () => {
  const text = `name="holdfast-7f3a9c" host="n1" value="0.48/3"
name="holdfast-7f3a9c" host="n2" value=""
something else
`;
  expect(valuesIn(text)).toEqual(["0.48/3", ""]);
  expect(valuesIn("")).toEqual([]);
});

test("none has beaten where the attribute never was, or where the nodes that had it have left", async () => {
  const refusing = (code: ErrorCode, said: string) =>
    heartbeatsBy({ run: () => Promise.reject(new HoldfastError(code, said)) } as unknown as Caller).read("x");
  expect(await refusing("missing", "attrd_updater on n1 ended with 105: no such")).toEqual([]);
  const left = "attrd_updater on n1 ended with 78: Could not query value of x: attribute does not exist";
  expect(await refusing("invalid", left)).toEqual([]);
  await expect(refusing("invalid", "attrd_updater on n1 ended with 78: bad")).rejects.toThrow("bad");
  await expect(refusing("disconnected", "n1 cannot be reached")).rejects.toThrow("reached");
});
