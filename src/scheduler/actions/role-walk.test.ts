import { describe, expect, it } from "vitest";
import { dummy, exampleCluster, listed, node, place, primitive, Role } from "../action/example-cluster.testing.ts";
import { createPrimitiveActions } from "./role-walk.ts";

const monitored = dummy("a", `<operations><op id="m" name="monitor" interval="10s"/></operations>`);

describe("a primitive's actions", () => {
  it("start it and monitor it where it is to be", () => {
    const s = exampleCluster(monitored);
    place(primitive(s, "a"), undefined, Role.stopped, node(s, "node2"), Role.unknown);
    createPrimitiveActions(s, primitive(s, "a"));
    expect(listed(s)).toEqual(["a_start_0@node2", "a_monitor_10000@node2"]);
  });

  it("hold an optional restart of one that stays, for orderings to require", () => {
    const s = exampleCluster(dummy("a"));
    place(primitive(s, "a"), node(s, "node2"), Role.started, node(s, "node2"), Role.unknown);
    createPrimitiveActions(s, primitive(s, "a"));
    expect(listed(s)).toEqual(["(a_stop_0@node2)", "(a_start_0@node2)"]);
  });

  it("move it by stop and start, or by migration where that is allowed", () => {
    const s = exampleCluster(dummy("a"));
    const a = primitive(s, "a");
    a.migratable = true;
    place(a, node(s, "node1"), Role.started, node(s, "node2"), Role.started);
    createPrimitiveActions(s, a);
    expect(listed(s)).toEqual([
      "a_stop_0@node1",
      "a_start_0@node2",
      "(a_migrate_to_0@node1)",
      "(a_migrate_from_0@node2)",
    ]);
  });

  it("demote and stop everywhere what is active in two places", () => {
    const s = exampleCluster(dummy("a"));
    const a = primitive(s, "a");
    place(a, node(s, "node1"), Role.promoted, node(s, "node1"), Role.promoted);
    a.active.push(node(s, "node3"));
    createPrimitiveActions(s, a);
    expect(listed(s)).toEqual([
      "a_start_0@node1",
      "a_demote_0@node1",
      "a_demote_0@node3",
      "a_stop_0@node1",
      "a_stop_0@node3",
      "a_promote_0@node1",
    ]);
  });
});
