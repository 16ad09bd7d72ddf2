import { expect, test } from "vitest";
import { FAULT_FORMS, formatFault, parseFault } from "./fault.ts";

test("faults read as they are written", () => {
  for (const text of [
    "node-crash a",
    "node-heal a",
    "process-kill redis",
    "process-kill redis a",
    "container-kill c",
    "fence-fail d",
    "start-fail ip 3",
    "start-fail ip 3 a",
    "hang ip stop",
    "promotion-score drbd 1000 a",
    "promotion-score drbd none",
  ]) {
    const fault = parseFault(text.split(" "));
    expect(fault && formatFault(fault)).toBe(text);
  }
});

test("what is no fault is not taken for one", () => {
  for (const text of [
    "",
    "node-crash",
    "node-crash a b",
    "start-fail ip",
    "start-fail ip -1",
    "start-fail ip many",
    "hang ip",
    "promotion-score drbd",
    "promotion-score drbd many",
    "explode",
  ]) {
    expect(parseFault(text.split(" "))).toBeUndefined();
  }
  expect([...FAULT_FORMS.values()].every((f) => f.usage !== "" && f.help !== "")).toBe(true);
});
