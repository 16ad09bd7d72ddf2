import { describe, expect, it } from "vitest";
import { hasFlag } from "../action/action-state.ts";
import { promoteAction, pseudoAction, startAction, stopAction } from "../action/create.ts";
import { dummy, exampleCluster, group, node, primitive } from "../action/example-cluster.testing.ts";
import { orderActions } from "../action/relation.ts";
import { createActions } from "../actions/resource-actions.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { Action } from "../model/types.ts";
import { settleActions } from "./fixpoint.ts";

const isOptional = (action: Action): boolean => hasFlag(action, ActionFlag.optional);
const isRunnable = (action: Action): boolean => hasFlag(action, ActionFlag.runnable);

describe("the fix-point", () => {
  it("carries an impossible start along everything that needs it, with the first reason", () => {
    const s = exampleCluster(dummy("a") + dummy("b") + dummy("c"));
    const [a, b, c] = ["a", "b", "c"].map((id) => startAction(s, primitive(s, id), node(s, "node1"), false)) as [
      Action,
      Action,
      Action,
    ];
    orderActions(a, b, Relation.unrunnableFirstBlocks);
    orderActions(b, c, Relation.unrunnableFirstBlocks);
    a.flags &= ~ActionFlag.runnable;
    settleActions(s);
    expect([a, b, c].map(isRunnable)).toEqual([false, false, false]);
    expect([b.reason, c.reason]).toEqual(["unrunnable a start", "unrunnable b start"]);
  });

  it("follows a chain of any length", () => {
    const ids = Array.from({ length: 3000 }, (_, i) => `r${i}`);
    const s = exampleCluster(ids.map((id) => dummy(id)).join(""));
    const starts = ids.map((id) => startAction(s, primitive(s, id), node(s, "node1"), false));
    starts.forEach((start, i) => {
      const next = starts[i + 1];
      if (next !== undefined) orderActions(start, next, Relation.unrunnableFirstBlocks);
    });
    (starts[0] as Action).flags &= ~ActionFlag.runnable;
    settleActions(s);
    expect(starts.some(isRunnable)).toBe(false);
  });

  it("stops a resource that is to start anew, and lets the stop's failure to run block the start", () => {
    const s = exampleCluster(dummy("a"));
    const stop = stopAction(s, primitive(s, "a"), node(s, "node1"), true);
    const start = startAction(s, primitive(s, "a"), node(s, "node1"), false);
    orderActions(stop, start, Relation.intermediateStop);
    settleActions(s);
    expect(isOptional(stop)).toBe(false);

    stop.flags &= ~ActionFlag.runnable;
    settleActions(s);
    expect(isRunnable(start)).toBe(false);
  });

  it("makes others wait for a group's completion, and the group's own members not", () => {
    const s = exampleCluster(`<group id="g">${dummy("m")}</group>${dummy("a")}`);
    createActions(s, group(s, "g"));
    const started = group(s, "g").actions.find((action) => action.task === "running") as Action;
    const groupStart = group(s, "g").actions.find((action) => action.task === "start") as Action;
    const member = startAction(s, primitive(s, "m"), node(s, "node1"), false);
    const other = startAction(s, primitive(s, "a"), node(s, "node1"), false);
    orderActions(groupStart, member, Relation.ordered);
    orderActions(groupStart, other, Relation.ordered);
    settleActions(s);
    expect(member.before.map((relation) => relation.action)).toEqual([groupStart]);
    expect(other.before.map(({ action, type }) => [action, type])).toEqual([
      [groupStart, Relation.none],
      [started, Relation.ordered],
    ]);
  });

  it("runs what needs a number of others once enough of them can run", () => {
    const s = exampleCluster(dummy("a") + dummy("b"));
    const enough = pseudoAction(s, "one-or-more:set");
    enough.requiredRunnableBefore = 2;
    const starts = ["a", "b"].map((id) => startAction(s, primitive(s, id), node(s, "node1"), false));
    for (const start of starts) orderActions(start, enough, Relation.minRunnable);
    settleActions(s);
    expect(isRunnable(enough)).toBe(true);

    (starts[0] as Action).flags &= ~ActionFlag.runnable;
    settleActions(s);
    expect(isRunnable(enough)).toBe(false);
  });

  it("drops what only holds on one node when the actions are on two", () => {
    const s = exampleCluster(dummy("a"));
    const first = stopAction(s, primitive(s, "a"), node(s, "node1"), false);
    const then = promoteAction(s, primitive(s, "a"), node(s, "node2"), false);
    orderActions(first, then, Relation.ordered | Relation.ifOnSameNode);
    settleActions(s);
    expect(then.before[0]?.type).toBe(Relation.none);
  });
});
