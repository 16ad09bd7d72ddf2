import { expect, test } from "vitest";
import { runPlanLines } from "./text.ts";

test("the steps of a run are numbered, with what each interrupts; without any it says so", () => {
  const plan = {
    document: "run-plan",
    version: 1,
    title: "restart what is outdated of web",
    estimateMs: 10_000,
  } as const;
  expect(runPlanLines({ ...plan, items: [] })).toEqual(["restart what is outdated of web: nothing is to be done."]);
  const interrupts = [
    {
      kind: "move",
      resource: "vip",
      from: "n1",
      to: "n2",
      roleBefore: "Started",
      roleAfter: "Started",
      blocked: false,
    },
  ] as const;
  const items = [{ id: "n1", text: "restart web on n1", interrupts, estimateMs: 4000 }];
  expect(runPlanLines({ ...plan, items })).toEqual([
    "restart what is outdated of web:",
    "  1. restart web on n1 (about 4 s)",
    "     move vip from n1 to n2",
    "In all about 10 s. Between two steps everything has to be whole.",
  ]);
});
