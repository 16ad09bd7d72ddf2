import { describe, expect, it } from "vitest";
import { hasFlag } from "../action/action-state.ts";
import { stopAction } from "../action/create.ts";
import { dummy, exampleCluster, node, primitive } from "../action/example-cluster.testing.ts";
import { ActionFlag } from "../model/enums.ts";
import type { Action } from "../model/types.ts";
import { fenceAndShutDown } from "./fencing.ts";

const predecessors = (action: Action | undefined): string[] =>
  (action?.before ?? []).map((relation) => relation.action.key);

describe("fencing and shutdown", () => {
  it("imply the stops on a fenced node, after its fencing", () => {
    const s = exampleCluster(dummy("a"));
    node(s, "node2").unclean = true;
    const stop = stopAction(s, primitive(s, "a"), node(s, "node2"), false);
    fenceAndShutDown(s);
    expect(hasFlag(stop, ActionFlag.pseudo)).toBe(true);
    expect(predecessors(stop)).toEqual(["stonith-node2-reboot"]);
  });

  it("leave the DC for last, and fence one after another when they must not be concurrent", () => {
    const s = exampleCluster(dummy("a"), `<nvpair id="c" name="concurrent-fencing" value="false"/>`);
    s.dc = node(s, "node1");
    for (const each of s.nodes) each.unclean = true;
    fenceAndShutDown(s);
    const keys = new Map(s.actions.map((action) => [action.key, predecessors(action)]));
    expect(keys).toEqual(
      new Map([
        ["stonith-node1-reboot", ["stonith-node3-reboot"]],
        ["stonith-node2-reboot", []],
        ["stonith-node3-reboot", ["stonith-node2-reboot"]],
      ]),
    );
  });

  it("stop what is managed before a shutdown, the DC's last", () => {
    const s = exampleCluster(dummy("a") + dummy("b"));
    s.dc = node(s, "node1");
    node(s, "node1").shutdown = true;
    node(s, "node2").shutdown = true;
    primitive(s, "b").managed = false;
    const stopA = stopAction(s, primitive(s, "a"), node(s, "node2"), true);
    const stopB = stopAction(s, primitive(s, "b"), node(s, "node2"), true);
    fenceAndShutDown(s);
    expect([stopA, stopB].map((action) => hasFlag(action, ActionFlag.optional))).toEqual([false, true]);
    expect(predecessors(s.actions.find((action) => action.key === "do_shutdown-node1"))).toEqual(["do_shutdown-node2"]);
  });

  it("do nothing while no resource is managed", () => {
    const s = exampleCluster(dummy("a"));
    for (const rsc of s.resources) rsc.managed = false;
    node(s, "node2").unclean = true;
    fenceAndShutDown(s);
    expect(s.actions).toEqual([]);
  });
});
