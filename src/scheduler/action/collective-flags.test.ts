import { describe, expect, it } from "vitest";
import { ActionFlag } from "../model/enums.ts";
import { actionFlags } from "./collective-flags.ts";
import { clearFlag, resourcePseudoAction, startAction, stopAction } from "./create.ts";
import { clone, dummy, exampleCluster, group, node, primitive } from "./example-cluster.testing.ts";

const names = (flags: number): string[] =>
  (["optional", "runnable"] as const).filter((name) => (flags & ActionFlag[name]) !== 0);

describe("flags of a collective's action", () => {
  it("are those of all members of a group", () => {
    const s = exampleCluster(`<group id="g">${dummy("a")}${dummy("b")}</group>`);
    const started = resourcePseudoAction(s, group(s, "g"), "running", true, true);
    const home = node(s, "node1");
    startAction(s, primitive(s, "a"), home, true);
    expect(names(actionFlags(s, started, undefined))).toEqual(["optional"]); // b will not start
    const second = startAction(s, primitive(s, "b"), home, false);
    expect(names(actionFlags(s, started, undefined))).toEqual(["runnable"]);
    clearFlag(second, ActionFlag.runnable);
    expect(names(actionFlags(s, started, undefined))).toEqual([]);
  });

  it("are those of any instance of a clone, or of the one on a node", () => {
    const s = exampleCluster(`<clone id="c">${dummy("a")}</clone>`);
    const c = clone(s, "c");
    const stop = resourcePseudoAction(s, c, "stop", true, true);
    expect(names(actionFlags(s, stop, undefined))).toEqual(["optional"]);
    const [zero, one] = c.children;
    if (zero === undefined || one === undefined) throw new Error("instances expected");
    stopAction(s, zero, node(s, "node1"), true);
    stopAction(s, one, node(s, "node2"), false);
    expect(names(actionFlags(s, stop, node(s, "node1")))).toEqual(["optional", "runnable"]);
    expect(names(actionFlags(s, stop, undefined))).toEqual(["runnable"]);
  });
});
