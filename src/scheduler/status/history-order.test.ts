import { describe, expect, it } from "vitest";
import { type Element, element, idOf } from "../../cib/xml/tree.ts";
import { activeSpan, compareAge, sortedByAge } from "./history-order.ts";

function entry(id: string, callId: number, more: Record<string, string> = {}): Element {
  return element("lrm_rsc_op", { id, "call-id": String(callId), operation: "monitor", on_node: "node1", ...more });
}

function history(...entries: Element[]): Element {
  return element("lrm_resource", { id: "a" }, entries);
}

const magic = (transition: number, uuid: string): Record<string, string> => ({
  "transition-magic": `0:0;1:${transition}:0:${uuid}`,
});

describe("the age of history entries", () => {
  it("is read from call ids on one node", () => {
    expect(sortedByAge(history(entry("c", 30), entry("a", 4), entry("b", 12))).map(idOf)).toEqual(["a", "b", "c"]);
  });

  it("is read from the clock between nodes, and when call ids are equal", () => {
    const here = entry("a", 9, { "last-rc-change": "100" });
    expect(compareAge(here, entry("b", 2, { on_node: "node2", "last-rc-change": "200" }))).toBeLessThan(0);
    expect(compareAge(here, entry("b", 9, { "last-rc-change": "50" }))).toBeGreaterThan(0);
  });

  it("puts a pending operation of another DC's making last", () => {
    const done = entry("a", 9, magic(5, "11111111-aaaa"));
    const pending = entry("b", -1, magic(3, "22222222-bbbb"));
    expect(compareAge(done, pending)).toBeLessThan(0);
    expect(compareAge(pending, done)).toBeGreaterThan(0);
  });

  it("lets a pending start be superseded by what a later transition did", () => {
    const pending = entry("b", -1, magic(3, "11111111-aaaa"));
    expect(compareAge(pending, entry("a", 9, magic(5, "11111111-aaaa")))).toBeLessThan(0);
  });

  it("is unknown between two pending operations, which stay in reverse document order", () => {
    expect(sortedByAge(history(entry("a", -1, magic(1, "x")), entry("b", -1, magic(2, "x")))).map(idOf)).toEqual([
      "b",
      "a",
    ]);
  });
});

describe("the span in which a resource is active", () => {
  const task = (operation: string, more: Record<string, string> = {}): Element =>
    element("lrm_rsc_op", { operation, "op-status": "0", "rc-code": "0", ...more });

  it("begins with the last start and ends with the last successful stop", () => {
    expect(activeSpan([task("start"), task("monitor"), task("stop"), task("start")])).toEqual({ start: 3, stop: 2 });
    expect(activeSpan([task("start"), task("stop", { "op-status": "4" })])).toEqual({ start: 0, stop: -1 });
  });

  it("begins with a monitor that found it running, if nothing says it was started", () => {
    expect(activeSpan([task("monitor", { "rc-code": "7" }), task("monitor"), task("monitor")])).toEqual({
      start: 1,
      stop: -1,
    });
  });

  it("begins with a promotion rather than with such a monitor", () => {
    expect(activeSpan([task("monitor"), task("promote")])).toEqual({ start: 1, stop: -1 });
  });
});
