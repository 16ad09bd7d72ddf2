import { expect, test } from "vitest";
import { deckConfiguration } from "../../../test/stories/deck.ts";
import { element } from "../../cib/xml/tree.ts";
import { fenceWays } from "./ways.ts";

const cib = element("cib", {}, [deckConfiguration()]);

test("levels are tried in the order of their index", () => {
  expect(fenceWays(cib, "controller-0", "reboot")).toEqual([
    [{ device: "fence-controller-0", action: "reboot", level: 1 }],
    [{ device: "fence-pdu", action: "reboot", level: 2 }],
  ]);
});

test("without a topology every device that lists the node is an alternative", () => {
  const flat = element("cib", {}, [{ ...deckConfiguration(), children: deckConfiguration().children.slice(0, 4) }]);
  expect(fenceWays(flat, "controller-2", "off").map((steps) => steps.map((s) => s.device))).toEqual([
    ["fence-controller-2"],
    ["fence-pdu"],
  ]);
});

test("a reboot by several devices is all off, then all on", () => {
  const level = element("fencing-level", { id: "l", target: "n", index: "1", devices: "a,b" });
  const both = element("cib", {}, [element("configuration", {}, [element("fencing-topology", {}, [level])])]);
  expect(fenceWays(both, "n", "reboot")[0]?.map((s) => `${s.action} ${s.device}`)).toEqual([
    "off a",
    "off b",
    "on a",
    "on b",
  ]);
});

test("a node no device knows cannot be fenced", () => {
  expect(fenceWays(element("cib", {}, [element("configuration", {}, [])]), "n", "off")).toEqual([]);
});

test("a level's target-pattern is a POSIX expression", () => {
  const plan = (pattern: string, target: string): unknown => {
    const level = element("fencing-level", { id: "l", "target-pattern": pattern, index: "1", devices: "a" });
    return fenceWays(
      element("cib", {}, [element("configuration", {}, [element("fencing-topology", {}, [level])])]),
      target,
      "off",
    ).length;
  };
  expect(plan("^node-[[:digit:]]+$", "node-12")).toBe(1);
  expect(plan("^node-[[:digit:]]+$", "node-x")).toBe(0);
  // A backslash in brackets is itself, and what JavaScript alone knows is a plain letter.
  expect(plan("^node-\\d$", "node-1")).toBe(0);
  expect(plan("node-(", "node-(")).toBe(0);
});
