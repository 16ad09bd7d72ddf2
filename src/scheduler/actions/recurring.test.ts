import { describe, expect, it } from "vitest";
import { hasFlag } from "../action/action-state.ts";
import { createAction, setFlag } from "../action/create.ts";
import { dummy, exampleCluster, listed, node, place, primitive, Role } from "../action/example-cluster.testing.ts";
import { ActionFlag } from "../model/enums.ts";
import { createRecurringActions } from "./recurring.ts";

const op = (id: string, interval: string, role = ""): string =>
  `<op id="${id}" name="monitor" interval="${interval}"${role === "" ? "" : ` role="${role}"`}/>`;

describe("recurring operations", () => {
  it("continue where the resource stays, and start anew when something asked for it", () => {
    for (const reschedule of [false, true]) {
      const s = exampleCluster(dummy("a", `<operations>${op("m", "10s")}</operations>`));
      const [a, home] = [primitive(s, "a"), node(s, "node1")];
      place(a, home, Role.started, home, Role.started);
      const running = createAction(s, { rsc: a, key: "a_monitor_10000", task: "monitor", node: home, optional: true });
      if (reschedule) setFlag(running, ActionFlag.reschedule);
      createRecurringActions(s, a);
      expect(hasFlag(running, ActionFlag.optional)).toBe(!reschedule);
    }
  });

  it("are cancelled when they are for another role than the next one", () => {
    const s = exampleCluster(dummy("a", `<operations>${op("u", "10s")}${op("p", "11s", "Promoted")}</operations>`));
    const [a, home] = [primitive(s, "a"), node(s, "node1")];
    place(a, home, Role.unpromoted, home, Role.promoted);
    createAction(s, { rsc: a, key: "a_monitor_10000", task: "monitor", node: home, optional: true });
    createRecurringActions(s, a);
    expect(listed(s)).toEqual(["cancel a_monitor_10000@node1", "(a_start_0@node1)", "a_monitor_11000@node1"]);
    expect(s.actions[2]?.expectedRc).toBe(8);
    expect(s.orderings.map((ordering) => [ordering.firstTask, ordering.thenTask])).toContainEqual([
      "a_monitor_10000",
      "a_promote_0",
    ]);
  });

  it("for the role Stopped run everywhere else", () => {
    const s = exampleCluster(dummy("a", `<operations>${op("s", "20s", "Stopped")}</operations>`));
    place(primitive(s, "a"), undefined, Role.stopped, node(s, "node2"), Role.started);
    createRecurringActions(s, primitive(s, "a"));
    expect(listed(s)).toEqual(["(a_start_0@node2)", "a_monitor_20000@node1", "a_monitor_20000@node3"]);
    expect(s.actions[1]?.expectedRc).toBe(7);
  });

  it("count for nothing when configured twice, disabled or blocked", () => {
    const twice = `${op("m", "10s") + op("n", "10000ms")}<op id="d" name="monitor" interval="5s" enabled="false"/>`;
    const s = exampleCluster(dummy("a", `<operations>${twice}</operations>`));
    place(primitive(s, "a"), undefined, Role.stopped, node(s, "node2"), Role.started);
    createRecurringActions(s, primitive(s, "a"));
    expect(listed(s)).toEqual(["(a_start_0@node2)"]);
  });
});
