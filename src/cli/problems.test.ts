/** A problem is said once as text, and is data in JSON. */
import { expect, test } from "vitest";
import type { Problem } from "../cib/problem.ts";
import { HoldfastError } from "../cluster/error.ts";
import { type Spoken, testContext } from "./context.testing.ts";
import { tellError } from "./problems.ts";

const PROBLEM: Problem = { code: "xml-syntax", message: "not well-formed", where: { file: "f", line: 1, column: 2 } };
const OTHER: Problem = { code: "duplicate-id", message: "another has this id" };

test("what the message says is not said again, and what it does not say is", () => {
  const spoken: Spoken = { out: "", err: "" };
  const error = new HoldfastError("invalid", "f:1:2: not well-formed\n  1 | <\n    |  ^", {
    problems: [PROBLEM, OTHER],
  });
  expect(tellError(testContext(spoken, {}), error, "text")).toBe(78);
  expect(spoken.err).toBe("holdfast: f:1:2: not well-formed\n  1 | <\n    |  ^\nanother has this id\n");
});

test("JSON has every problem, up to a bound", () => {
  const spoken: Spoken = { out: "", err: "" };
  const problems = Array.from({ length: 500 }, () => PROBLEM);
  tellError(testContext(spoken, {}), new HoldfastError("invalid", "no", { problems }), "json");
  expect(JSON.parse(spoken.err)).toMatchObject({ code: "invalid", problems: problems.slice(0, 100) });
});
