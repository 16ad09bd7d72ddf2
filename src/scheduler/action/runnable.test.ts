/** What a partition without quorum may do, by no-quorum-policy: docs/pacemaker/actions.md#whether-an-action-can-be-done. */
import { describe, expect, test } from "vitest";
import { ActionFlag } from "../model/enums.ts";
import { hasFlag } from "./action-state.ts";
import { promoteAction, startAction } from "./create.ts";
import { dummy, exampleCluster, node, place, primitive, Role } from "./example-cluster.testing.ts";

interface Case {
  readonly policy: string;
  readonly role: Role;
  readonly nextRole: Role;
}

function verdict({ policy, role, nextRole }: Case, quorate = false) {
  const s = exampleCluster(dummy("a"), `<nvpair id="q" name="no-quorum-policy" value="${policy}"/>`, quorate);
  const [a, node1] = [primitive(s, "a"), node(s, "node1")];
  place(a, role === Role.stopped ? undefined : node1, role, node1, nextRole);
  const make = nextRole === Role.promoted ? promoteAction : startAction;
  const action = make(s, a, node1, false);
  return { runnable: hasFlag(action, ActionFlag.runnable), reason: action.reason, nextRole: a.nextRole };
}

const { stopped, started, unpromoted, promoted } = Role;

describe("without quorum", () => {
  test("stop: nothing starts, and nothing is promoted", () => {
    expect(verdict({ policy: "stop", role: stopped, nextRole: started })).toMatchObject({
      runnable: false,
      reason: "no quorum",
    });
    expect(verdict({ policy: "stop", role: unpromoted, nextRole: promoted })).toMatchObject({
      runnable: false,
      reason: "no quorum",
    });
  });

  test("freeze: what runs may be started again where it is, and nothing else starts or rises", () => {
    const frozen = { runnable: false, reason: "quorum freeze" };
    expect(verdict({ policy: "freeze", role: started, nextRole: started })).toMatchObject({ runnable: true });
    expect(verdict({ policy: "freeze", role: stopped, nextRole: started })).toMatchObject(frozen);
    expect(verdict({ policy: "freeze", role: unpromoted, nextRole: promoted })).toMatchObject(frozen);
  });

  test("demote: what is promoted or unpromoted continues as Unpromoted, and the rest is as with stop", () => {
    const continues = { runnable: true, nextRole: unpromoted };
    expect(verdict({ policy: "demote", role: promoted, nextRole: promoted })).toMatchObject(continues);
    expect(verdict({ policy: "demote", role: unpromoted, nextRole: promoted })).toMatchObject(continues);
    expect(verdict({ policy: "demote", role: stopped, nextRole: started })).toMatchObject({
      runnable: false,
      reason: "no quorum",
    });
  });

  test("ignore: all is as with quorum", () => {
    const there = { policy: "ignore", role: unpromoted, nextRole: promoted };
    expect(verdict(there)).toMatchObject({ runnable: true, nextRole: promoted });
    expect(verdict({ ...there, policy: "stop" }, true)).toMatchObject({ runnable: true, nextRole: promoted });
  });
});
