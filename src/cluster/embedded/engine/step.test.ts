/** The engine's steps one by one, without a driver. */
import { describe, expect, test } from "vitest";
import { element, elements, get, withChildren } from "../../../cib/xml/tree.ts";
import { contractConfiguration } from "../../contract.testing.ts";
import { newCib } from "../new-cib.ts";
import { type ActionInput, Bench, START } from "./bench.testing.ts";
import type { EngineInput } from "./message.ts";
import { initialState, isIdle } from "./state.ts";
import { transientAttributes } from "./status.ts";
import { step } from "./step.ts";

describe("a transition", () => {
  test("begins what waits for nothing, then what waited for that", () => {
    const bench = new Bench([
      [{ id: 1 }, { id: 2, after: [1] }, { id: 3, pseudo: true, after: [2] }, { id: 4, after: [3] }],
    ]);
    expect(bench.begun()).toEqual(["start r1"]);
    bench.finish("r1");
    expect(bench.begun()).toEqual(["start r2"]);
    bench.finish("r2");
    expect(bench.begun()).toEqual(["start r4"]);
    bench.finish("r4");
    expect(isIdle(bench.state)).toBe(true);
    expect(bench.schedules).toBe(1);
  });

  test("keeps to batch-limit", () => {
    const bench = new Bench([[{ id: 1 }, { id: 2 }, { id: 3 }]], { "batch-limit": "2" });
    expect(bench.begun()).toEqual(["start r1", "start r2"]);
    bench.finish("r2");
    expect(bench.begun()).toEqual(["start r3"]);
  });

  test("ends early at a failure: what is under way ends, nothing more begins, and the scheduler is asked anew", () => {
    const bench = new Bench([[{ id: 1 }, { id: 2 }, { id: 3, after: [2] }]]);
    bench.begun();
    bench.finish("r1", 1);
    bench.finish("r2");
    expect(bench.begun()).toEqual([]);
    expect(bench.schedules).toBe(1);
    bench.pass(0);
    expect(bench.schedules).toBe(2);
    expect(transientAttributes(bench.state.cib, "1").get("fail-count-r1#start_0")).toBe("INFINITY");
  });

  test("still does what has a higher priority, such as the notification of what was done", () => {
    const bench = new Bench([
      [{ id: 1 }, { id: 2 }, { id: 3, rsc: "notified", task: "notify", after: [2], priority: 1_000_000 }],
    ]);
    bench.finish("r1", 1);
    bench.begun();
    bench.finish("r2");
    expect(bench.begun()).toEqual(["notify notified"]);
  });

  test("that cannot be made is reported, and tried again when something changes", () => {
    let asked = 0;
    const broken = () => {
      asked++;
      throw new Error("a bug");
    };
    let { state } = step(
      initialState(newCib(contractConfiguration()), "uuid", START),
      { kind: "membership", node: "one", id: "1", member: true, at: START },
      { schedule: broken, metadata: () => undefined },
    );
    const feed = (input: EngineInput) => {
      const next = step(state, { ...input, at: START }, { schedule: broken, metadata: () => undefined });
      state = next.state;
      return next.effects;
    };
    expect(feed({ kind: "time" })).toContainEqual({ kind: "tell", event: { kind: "problem", text: "a bug" } });
    feed({ kind: "time" });
    expect(asked).toBe(1);
    feed({ kind: "membership", node: "two", id: "2", member: true });
    feed({ kind: "time" });
    expect(asked).toBe(2);
  });

  test("is out of date when an attribute changes", () => {
    const bench = new Bench([[{ id: 1 }, { id: 2, after: [1] }]]);
    bench.begun();
    bench.feed({ kind: "write", write: { kind: "attribute", node: "two", name: "x", value: "1", lifetime: "reboot" } });
    bench.finish("r1");
    expect(bench.begun()).toEqual([]);
    bench.pass(0);
    expect(bench.schedules).toBe(2);
  });
});

test("a transition does not wait for a node that was fenced instead of leaving", () => {
  const device = element("primitive", { id: "dev", class: "stonith", type: "fence_dummy" });
  const base = contractConfiguration();
  const configuration = withChildren(
    base,
    elements(base).map((section) => (section.name === "resources" ? withChildren(section, [device]) : section)),
  );
  const leave: ActionInput = { id: 1, task: "do_shutdown", node: "two" };
  const bench = new Bench([[leave], []], {}, newCib(configuration));
  expect(bench.state.nodes.get("two")?.leaving).toBe(true);
  bench.feed({ kind: "fence", request: 7, who: "tester", target: "two", action: "off" });
  const [request] = bench.state.fences.values();
  bench.feed({ kind: "fenced", attempt: request?.attempt ?? 0, ok: true, reason: "", by: "one" });
  bench.pass(0);
  expect(isIdle(bench.state)).toBe(true);
});

describe("an operation", () => {
  test("is recorded as pending, then with its result", () => {
    const bench = new Bench([[{ id: 7 }]]);
    expect(bench.history("one", "r7").map((op) => [get(op, "id"), get(op, "op-status"), get(op, "rc-code")])).toEqual([
      ["r7_last_0", "-1", "193"],
    ]);
    bench.finish("r7");
    const [op] = bench.history("one", "r7");
    expect(op && [get(op, "op-status"), get(op, "rc-code"), get(op, "transition-magic")]).toEqual([
      "0",
      "0",
      "0:0;7:1:0:uuid",
    ]);
  });

  test("that takes too long has failed, whatever it says later", () => {
    const bench = new Bench([[{ id: 1, meta: { timeout: "5000" } }]]);
    const call = bench.callOf("r1");
    bench.pass(4999);
    expect(bench.state.operations.size).toBe(1);
    bench.pass(1);
    expect(bench.effects.some((e) => e.kind === "kill")).toBe(true);
    bench.finish("r1", 0, call);
    expect(bench.history("one", "r1").map((op) => [get(op, "id"), get(op, "op-status")])).toEqual([
      ["r1_last_0", "2"],
      ["r1_last_failure_0", "2"],
    ]);
  });

  test("on a node that is lost leaves no result", () => {
    const bench = new Bench([[{ id: 1 }]]);
    bench.feed({ kind: "membership", node: "one", id: "1", member: false });
    expect(bench.state.operations.size).toBe(0);
    expect(bench.history("one", "r1").map((op) => get(op, "op-status"))).toEqual(["-1"]);
    expect(transientAttributes(bench.state.cib, "1").has("fail-count-r1#start_0")).toBe(false);
  });
});

describe("a node that was lost and not fenced", () => {
  const lostAndBack = (booted: boolean): number => {
    const bench = new Bench([[{ id: 1 }], []]);
    bench.finish("r1");
    bench.feed({ kind: "membership", node: "one", id: "1", member: false });
    bench.feed({ kind: "membership", node: "one", id: "1", member: true, ...(booted ? { booted } : {}) });
    return bench.history("one", "r1").length;
  };

  test("has its history when its network is back, and none after a boot", () => {
    expect(lostAndBack(false)).toBeGreaterThan(0);
    expect(lostAndBack(true)).toBe(0);
  });
});

describe("a recurring operation", () => {
  const monitor = { id: 1, rsc: "r", task: "monitor", meta: { interval: "10000", timeout: "20000" } };

  test("runs an interval after each result, and reports when the result changes", () => {
    const bench = new Bench([[monitor], []]);
    bench.finish("r");
    bench.begun();
    bench.pass(10_000);
    expect(bench.begun()).toEqual(["monitor r"]);
    const before = bench.state.cib;
    bench.finish("r");
    expect(bench.state.cib).toBe(before);
    bench.pass(10_000);
    bench.finish("r", 7);
    expect(bench.history("one", "r").map((op) => [get(op, "id"), get(op, "rc-code")])).toEqual([
      ["r_monitor_10000", "0"],
      ["r_last_failure_0", "7"],
    ]);
    expect(transientAttributes(bench.state.cib, "1").get("fail-count-r#monitor_10000")).toBe("1");
    const counted = bench.state.cib;
    bench.pass(10_000);
    bench.finish("r", 7);
    expect(bench.state.cib).toBe(counted);
  });

  test("ends when it is cancelled, and its record with it", () => {
    const cancel = { id: 2, rsc: "r", task: "cancel", meta: { operation: "monitor", interval: "10000" } };
    const bench = new Bench([[monitor], [cancel]]);
    bench.finish("r");
    bench.feed({ kind: "write", write: { kind: "attribute", node: "two", name: "x", value: "1", lifetime: "reboot" } });
    bench.pass(0);
    expect(bench.history("one", "r")).toEqual([]);
    bench.begun();
    bench.pass(60_000);
    expect(bench.begun()).toEqual([]);
  });

  test("that is cancelled while it runs is not waited for", () => {
    const cancel = { id: 2, rsc: "r", task: "cancel", meta: { operation: "monitor", interval: "10000" } };
    const bench = new Bench([[monitor], [cancel]]);
    bench.finish("r");
    bench.pass(10_000);
    const call = bench.callOf("r");
    bench.feed({ kind: "write", write: { kind: "attribute", node: "two", name: "x", value: "1", lifetime: "reboot" } });
    bench.pass(0);
    expect([...bench.state.timers.keys()]).toEqual(["recheck"]);
    expect(bench.effects).toContainEqual(
      expect.objectContaining({ kind: "kill", operation: expect.objectContaining({ callId: call }) }),
    );
    const before = bench.state.cib;
    bench.finish("r", 1, call);
    bench.pass(60_000);
    expect(bench.state.cib).toBe(before);
  });

  test("that comes due in the instant in which its resource is stopped does not run beside the stop", () => {
    const bench = new Bench([[monitor], [{ id: 2, rsc: "r", task: "stop" }]]);
    bench.finish("r");
    bench.begun();
    bench.feed({ kind: "write", write: { kind: "attribute", node: "two", name: "x", value: "1", lifetime: "reboot" } });
    bench.pass(10_000);
    expect(bench.begun()).toEqual(["stop r"]);
  });

  test("rests while its node is cut off, and continues when it is back", () => {
    const bench = new Bench([[monitor]]);
    bench.finish("r");
    bench.feed({ kind: "membership", node: "one", id: "1", member: false });
    bench.begun();
    bench.pass(10_000);
    expect(bench.begun()).toEqual([]);
    bench.feed({ kind: "membership", node: "one", id: "1", member: true });
    bench.pass(10_000);
    expect(bench.begun()).toEqual(["monitor r"]);
  });
});

describe("a commit", () => {
  test("is a new epoch of the configuration, by whom and why; the status stays", () => {
    const bench = new Bench([[]]);
    const epoch = Number(get(bench.state.cib, "epoch"));
    bench.feed({
      kind: "commit",
      request: 1,
      who: "tester",
      why: "test",
      edit: (cib) => ({ ok: true, cib: { ...cib, children: [contractConfiguration()] } }),
    });
    expect(get(bench.state.cib, "epoch")).toBe(String(epoch + 1));
    expect(get(bench.state.cib, "num_updates")).toBe("0");
    expect(get(bench.state.cib, "update-user")).toBe("tester");
    expect(transientAttributes(bench.state.cib, "1").has("#feature-set")).toBe(true);
    expect(bench.effects).toContainEqual({
      kind: "reply",
      request: 1,
      answer: { kind: "commit", outcome: { ok: true, version: `0.${epoch + 1}.0` } },
    });
  });

  test("that is refused changes nothing", () => {
    const bench = new Bench([[]]);
    const before = bench.state.cib;
    bench.feed({
      kind: "commit",
      request: 1,
      who: "t",
      why: "t",
      edit: () => ({ ok: false, code: "conflict", message: "no" }),
    });
    expect(bench.state.cib).toBe(before);
  });
});
