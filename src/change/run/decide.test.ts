import { expect, test } from "vitest";
import type { RunRecord } from "../../cib/run-record.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { type Known, nextMove } from "./decide.ts";
import { LIMITS } from "./limits.ts";

const RECORD: RunRecord = {
  id: "7f3a9c",
  kind: "restart",
  state: "running",
  who: "me@here",
  why: "",
  title: "restart web",
  since: 0,
  covers: "resource:web",
  whole: ["web"],
  memory: null,
  did: [],
  of: 1,
  step: { n: 1, item: "n1", text: "stops web on n1", failures: 2 },
};
const begins = {
  kind: "edit",
  item: "n2",
  text: "stops web on n2",
  begins: true,
  edit: (cib: Element) => cib,
} as const;
const ends = { ...begins, begins: false };

function known(more: Partial<Known>): Known {
  const open = { closed: [], openFor: 60_000, stuckFor: 0, failures: 2, lastFailure: () => undefined, moved: [] };
  return { record: RECORD, next: begins, ...open, ...more };
}

const kindOf = (more: Partial<Known>): string => nextMove(known(more), LIMITS).kind;

test("a new item is begun when every gate has been open long enough, and no sooner", () => {
  expect(kindOf({})).toBe("step");
  expect(kindOf({ openFor: LIMITS.minHealthy - 1 })).toBe("wait");
  expect(kindOf({ closed: ["web is being started"] })).toBe("wait");
  expect(kindOf({ refused: "the last replica with all data" })).toBe("wait");
});

test("what was begun is ended at once, whatever the gates say", () => {
  expect(kindOf({ next: ends, closed: ["web has stopped on n1"], openFor: 0 })).toBe("step");
});

test("it ends as anything new begins: when all is whole", () => {
  expect(kindOf({ next: { kind: "done" } })).toBe("done");
  expect(kindOf({ next: { kind: "done" }, closed: ["web will be started"] })).toBe("wait");
});

test("it pauses at a failure, at what others changed, and where a person has to look", () => {
  expect(nextMove(known({ failures: 3 }), LIMITS)).toMatchObject({ kind: "pause", code: "failed" });
  const lastFailure = 'start of web on n1 gave "error"';
  expect(nextMove(known({ failures: 3, lastFailure: () => lastFailure }), LIMITS)).toMatchObject({
    why: `${lastFailure} after the step "stops web on n1"`,
  });
  expect(nextMove(known({ failures: 1 }), LIMITS)).toMatchObject({ kind: "step" });
  expect(nextMove(known({ moved: ["web"], next: ends }), LIMITS)).toEqual({
    kind: "pause",
    code: "moved",
    why: "others changed web",
  });
  expect(kindOf({ next: { kind: "stuck", why: "web is configured no more" } })).toBe("pause");
});

test("it pauses when a step or the gates take too long", () => {
  const wait = { kind: "wait", item: "n1", for: "the stop of web" } as const;
  expect(kindOf({ next: wait, stuckFor: LIMITS.step })).toBe("wait");
  expect(nextMove(known({ next: wait, stuckFor: LIMITS.step + 1 }), LIMITS)).toMatchObject({
    kind: "pause",
    code: "timeout",
  });
  expect(kindOf({ closed: ["n3 is unclean"], stuckFor: LIMITS.progress + 1 })).toBe("pause");
});
