import { describe, expect, it } from "vitest";
import { startAction, stopAction } from "../action/create.ts";
import { clone, dummy, exampleCluster, listed, node, primitive, Role } from "../action/example-cluster.testing.ts";
import { orderActions } from "../action/relation.ts";
import { Relation } from "../model/enums.ts";
import { createProbes, orderProbes } from "./probes.ts";

describe("probes", () => {
  it("look for every resource on every usable node where its state is unknown", () => {
    const s = exampleCluster(dummy("a"));
    primitive(s, "a").knownOn.set(node(s, "node1"), Role.stopped);
    primitive(s, "fencing").knownOn.set(node(s, "node3"), Role.stopped);
    node(s, "node2").online = false;
    createProbes(s);
    expect(listed(s)).toEqual(["fencing_monitor_0@node1", "a_monitor_0@node3"]);
    expect(s.actions[0]?.meta.get("op_target_rc")).toBe("7");
  });

  it("are not made where enable-startup-probes is off", () => {
    const s = exampleCluster(dummy("a"), `<nvpair id="p" name="enable-startup-probes" value="false"/>`);
    createProbes(s);
    expect(listed(s)).toEqual([]);
  });

  it("take one instance of an anonymous clone a node: the known one, the assigned one or the first", () => {
    const s = exampleCluster(
      `<clone id="c">${dummy("a")}</clone>`,
      `<nvpair id="e" name="stonith-enabled" value="false"/>`,
    );
    const [zero, one] = clone(s, "c").children;
    if (zero === undefined || one === undefined) throw new Error("instances expected");
    zero.knownOn.set(node(s, "node1"), Role.stopped);
    one.assigned = node(s, "node2");
    for (const each of s.nodes) primitive(s, "fencing").knownOn.set(each, Role.stopped);
    createProbes(s);
    expect(listed(s)).toEqual(["a:1_monitor_0@node2", "a:0_monitor_0@node3"]);
  });

  it("come before the stop of what is restarted because of the probed resource", () => {
    const s = exampleCluster(dummy("a") + dummy("b"));
    const [a, b] = [primitive(s, "a"), primitive(s, "b")];
    createProbes(s);
    const probe = s.actions.find((action) => action.key === "a_monitor_0");
    if (probe === undefined) throw new Error("probe expected");
    const start = startAction(s, a, node(s, "node1"), false);
    const startB = startAction(s, b, node(s, "node1"), false);
    const stopB = stopAction(s, b, node(s, "node1"), false);
    orderActions(probe, start, Relation.ordered);
    orderActions(start, startB, Relation.firstImpliesThen);
    orderProbes(s);
    expect(stopB.before.map((relation) => relation.action)).toContain(probe);
  });
});
