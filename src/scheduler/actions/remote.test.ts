/** Which actions on a remote node wait for its connection: docs/pacemaker/remote-nodes.md#actions-on-remote-nodes. */
import { describe, expect, test } from "vitest";
import { demoteAction } from "../action/create.ts";
import { dummy, exampleCluster, node, place, primitive, Role } from "../action/example-cluster.testing.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { orderRemoteActions } from "./remote.ts";

const REMOTE = `<primitive id="r1" class="ocf" provider="pacemaker" type="remote"/>`;

/** What a demotion on the remote node waits for, once its connection is as `connect` has it. */
function waitsFor(connect: (s: ClusterModel) => void): (string | undefined)[] {
  const s = exampleCluster(REMOTE + dummy("p"));
  connect(s);
  place(primitive(s, "p"), node(s, "r1"), Role.promoted, node(s, "r1"), Role.unpromoted);
  const demote = demoteAction(s, primitive(s, "p"), node(s, "r1"), false);
  orderRemoteActions(s);
  return s.orderings.filter(({ thenAction }) => thenAction === demote).map(({ firstTask }) => firstTask);
}

describe("a demotion on a remote node", () => {
  test("waits for the connection's start where the node that holds it is lost", () => {
    const lost = (s: ClusterModel): void => {
      node(s, "node1").online = false;
      node(s, "node1").unclean = true;
      place(primitive(s, "r1"), node(s, "node1"), Role.started, node(s, "node2"), Role.started);
    };
    expect(waitsFor(lost)).toEqual(["r1_start_0"]);
  });

  test("waits for the start of a connection that is not up", () => {
    expect(waitsFor((s) => place(primitive(s, "r1"), undefined, Role.stopped, node(s, "node2"), Role.started))).toEqual(
      ["r1_start_0"],
    );
  });

  test("waits for nothing where the connection is up, or does not come back", () => {
    const up = (s: ClusterModel): void =>
      place(primitive(s, "r1"), node(s, "node1"), Role.started, node(s, "node2"), Role.started);
    const down = (s: ClusterModel): void =>
      place(primitive(s, "r1"), node(s, "node1"), Role.started, undefined, Role.stopped);
    expect(waitsFor(up)).toEqual([]);
    expect(waitsFor(down)).toEqual([]);
  });
});
