/** A word after `--wait` is a name, never a timeout. */
import { expect, test } from "vitest";
import { withEmptyWait } from "./wait-option.ts";

test.each([
  ["node standby --wait one", "node standby --wait= one"],
  ["node standby one --wait", "node standby one --wait="],
  ["resource disable --wait=5m p", "resource disable --wait=5m p"],
  ["resource disable -- --wait", "resource disable -- --wait"],
  ["lab run -- command --wait", "lab run -- command --wait"],
])("%s", (typed, read) => {
  expect(withEmptyWait(typed.split(" ")).join(" ")).toBe(read);
});
