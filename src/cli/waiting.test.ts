import { expect, test } from "vitest";
import type { Finding, WaitAnswer } from "../report/wait/document.ts";
import { waitExitStatus } from "./waiting.ts";

const finding = (code: Finding["code"]): Finding => ({ resource: "a", code, text: "" });

/** As `holdfast wait --help` says. */
test.each<[WaitAnswer["outcome"], Finding["code"][], number]>([
  ["reached", [], 0],
  ["never", ["disabled"], 1],
  ["never", ["no-node"], 1],
  ["never", ["missing"], 105],
  ["never", ["disabled", "missing"], 105],
  ["timeout", ["pending"], 124],
  ["pending", ["pending"], 193],
])("%s with %j ends with %i", (outcome, codes, status) => {
  expect(waitExitStatus({ outcome, findings: codes.map(finding) })).toBe(status);
});
