import { describe, expect, test } from "vitest";
import {
  type CommitAnswer,
  type CommitStep,
  firstAttempt,
  MOST_TRIES,
  nextAttempt,
  type PatchOutcome,
  type Seen,
} from "./next-attempt.ts";

const patched = (outcome: PatchOutcome): CommitAnswer => ({ kind: "patched", outcome });
const seen = (configuration: Seen): CommitAnswer => ({ kind: "seen", configuration });

/** A step in words. */
function word(step: CommitStep): string {
  switch (step.kind) {
    case "try":
      return `try${step.state.whole ? " whole" : ""}${step.pause ? " later" : ""}`;
    case "look":
      return step.elsewhere ? "look elsewhere" : "look";
    case "taken":
      return step.acknowledged ? "taken" : "found";
    case "failed":
      return step.why;
  }
}

/** All steps that follow the answers, the first try included. */
function steps(whole: boolean, hosts: number, answers: readonly CommitAnswer[]): string[] {
  let step = firstAttempt(whole, hosts);
  const words = [word(step)];
  for (const answer of answers) {
    if (step.kind !== "try" && step.kind !== "look") throw new Error(`ended before ${JSON.stringify(answer)}`);
    step = nextAttempt(step.state, answer);
    words.push(word(step));
  }
  return words;
}

describe("2.1, which takes a source without the status' counter, two nodes to ask", () => {
  test.each<[string, CommitAnswer[], string[]]>([
    ["taken at once", [patched("taken")], ["taken"]],
    ["refused", [patched("refused")], ["refused"]],
    ["another writer was faster", [patched("conflict"), seen("other")], ["look", "conflict"]],
    ["another writer made the same change", [patched("conflict"), seen("ours")], ["look", "conflict"]],
    ["a patch that does not fit", [patched("not-applied"), seen("expected")], ["look", "refused"]],
    ["one that does not fit any more", [patched("not-applied"), seen("other")], ["look", "conflict"]],
    ["the status moved", [patched("conflict"), seen("expected"), patched("taken")], ["look", "try later", "taken"]],
    ["a member is 3.0", [patched("not-whole"), patched("taken")], ["try whole", "taken"]],
    ["no answer, and it was taken", [patched("unknown"), seen("ours")], ["look elsewhere", "found"]],
    ["no answer, and another's was taken", [patched("unknown"), seen("other")], ["look elsewhere", "conflict"]],
    [
      "no answer, nor was it taken",
      [patched("unknown"), seen("expected"), patched("taken")],
      ["look elsewhere", "try later", "taken"],
    ],
    [
      "no answer, and it was taken after the other node was looked at",
      [patched("unknown"), seen("expected"), patched("conflict"), seen("ours")],
      ["look elsewhere", "try later", "look", "found"],
    ],
    [
      "no answer twice",
      [patched("unknown"), seen("expected"), patched("unknown")],
      ["look elsewhere", "try later", "unknown"],
    ],
  ])("%s", (_, answers, expected) => {
    expect(steps(false, 2, answers)).toEqual(["try", ...expected]);
  });
});

describe("3.0, which wants all counters", () => {
  test.each<[string, CommitAnswer[], string[]]>([
    ["not whole even so", [patched("not-whole")], ["refused"]],
    [
      "the status moved, which 3.0 may call not applied",
      [patched("not-applied"), seen("expected"), patched("taken")],
      ["look", "try whole later", "taken"],
    ],
  ])("%s", (_, answers, expected) => {
    expect(steps(true, 2, answers)).toEqual(["try whole", ...expected]);
  });
});

test("with one node to ask, no answer is all that is known", () => {
  expect(steps(false, 1, [patched("unknown")])).toEqual(["try", "unknown"]);
});

test("a status that never rests ends it", () => {
  let step = firstAttempt(true, 2);
  let tries = 0;
  while (step.kind === "try") {
    tries += 1;
    const look = nextAttempt(step.state, patched("conflict"));
    if (look.kind !== "look") throw new Error(word(look));
    step = nextAttempt(look.state, seen("expected"));
  }
  expect([word(step), tries]).toEqual(["status-moves", MOST_TRIES]);
});
