import { describe, expect, it } from "vitest";
import { ActionFlag } from "../model/enums.ts";
import { hasFlag } from "./action-state.ts";
import { createAction, fenceAction, findActions, pseudoAction, startAction, stopAction } from "./create.ts";
import { dummy, exampleCluster, node, primitive } from "./example-cluster.testing.ts";

describe("createAction", () => {
  it("numbers actions in the order they are made and finds them again by key and node", () => {
    const s = exampleCluster(dummy("a"));
    const a = primitive(s, "a");
    const first = startAction(s, a, node(s, "node1"), true);
    const second = startAction(s, a, node(s, "node2"), true);
    expect([first.id, second.id, startAction(s, a, node(s, "node1"), true)]).toEqual([1, 2, first]);
    expect(findActions(a, "a_start_0", undefined)).toEqual([first, second]);
  });

  it("places an action that had no node on the first node asked for", () => {
    const s = exampleCluster(dummy("a"));
    const a = primitive(s, "a");
    const action = startAction(s, a, undefined, true);
    expect(hasFlag(action, ActionFlag.runnable)).toBe(false);
    expect(startAction(s, a, node(s, "node3"), false)).toBe(action);
    expect([action.node?.name, hasFlag(action, ActionFlag.runnable), hasFlag(action, ActionFlag.optional)]).toEqual([
      "node3",
      true,
      false,
    ]);
  });

  it("does nothing but recurring operations to an unmanaged resource", () => {
    const s = exampleCluster(dummy("a"));
    const a = primitive(s, "a");
    a.managed = false;
    const monitor = createAction(s, {
      rsc: a,
      key: "a_monitor_10000",
      task: "monitor",
      node: node(s, "node1"),
      optional: false,
    });
    const stop = stopAction(s, a, node(s, "node1"), false);
    expect([monitor, stop].map((action) => hasFlag(action, ActionFlag.optional))).toEqual([false, true]);
  });

  it("fences a node that went offline cleanly when something has to be stopped there", () => {
    const s = exampleCluster(dummy("a"));
    const lost = node(s, "node2");
    lost.online = false;
    const stop = stopAction(s, primitive(s, "a"), lost, false);
    expect(hasFlag(stop, ActionFlag.runnable)).toBe(false);
    expect(lost.unclean).toBe(true);
    expect(s.actions.map((action) => action.key)).toEqual(["a_stop_0", "stonith-node2-reboot"]);
  });

  it("starts nothing without quorum, but stops", () => {
    const s = { ...exampleCluster(dummy("a")), quorate: false };
    const a = primitive(s, "a");
    const start = startAction(s, a, node(s, "node1"), false);
    const stop = stopAction(s, a, node(s, "node1"), false);
    expect([hasFlag(start, ActionFlag.runnable), start.reason, hasFlag(stop, ActionFlag.runnable)]).toEqual([
      false,
      "no quorum",
      true,
    ]);
  });
});

describe("actions of no resource", () => {
  it("are the same object for the same key", () => {
    const s = exampleCluster("");
    expect(pseudoAction(s, "load_stopped_node1")).toBe(pseudoAction(s, "load_stopped_node1"));
    const fencing = fenceAction(s, node(s, "node1"), undefined, { optional: true });
    expect(hasFlag(fencing, ActionFlag.optional)).toBe(true);
    expect(fenceAction(s, node(s, "node1"), "reboot", { optional: false, reason: "because" })).toBe(fencing);
    expect([hasFlag(fencing, ActionFlag.optional), fencing.reason, fencing.meta.get("stonith_action")]).toEqual([
      false,
      "because",
      "reboot",
    ]);
  });
});
