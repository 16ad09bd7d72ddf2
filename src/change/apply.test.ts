import { expect, test } from "vitest";
import { readVersion, type Version } from "../cib/patch/version.ts";
import { parseXml } from "../cib/xml/parse.ts";
import type { Element } from "../cib/xml/tree.ts";
import type { Cluster, Commit, Snapshot } from "../cluster/port.ts";
import { applyChange, applyPrepared } from "./apply.ts";
import { planChange } from "./plan/plan.ts";
import type { PreparedChange } from "./prepare.ts";

const AUTHOR = { who: "tester", why: "test" };

interface World {
  readonly epoch?: number;
  readonly resources?: string;
  /** Whether node two is a member. */
  readonly two?: boolean;
  /** Of the status alone. */
  readonly updates?: number;
}

function cib({ epoch = 4, resources = "", two = true, updates = 0 }: World): Element {
  const state = (id: number, name: string, up: boolean): string =>
    `<node_state id="${id}" uname="${name}" in_ccm="${up}" crmd="${up ? "online" : "offline"}" join="${up ? "member" : "down"}" expected="${up ? "member" : "down"}"/>`;
  const parsed =
    parseXml(`<cib admin_epoch="0" epoch="${epoch}" num_updates="${updates}" validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="1"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="f" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes><resources>${resources}</resources><constraints/></configuration>
    <status>${state(1, "one", true)}${state(2, "two", two)}</status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const CLONE = '<clone id="c"><primitive id="p" class="ocf" provider="pacemaker" type="Dummy"/></clone>';

const snapshotOf = (root: Element): Snapshot => ({
  cib: root,
  version: readVersion(root),
  live: true,
  settled: true,
  at: 1_700_000_000_000,
  knownAt: undefined,
});

/** A cluster as far as applying is concerned: how it is by now, and what is committed to it. */
function clusterAt(now: World): { readonly cluster: Cluster; readonly commits: Commit[] } {
  const commits: Commit[] = [];
  const part = {
    read: async () => snapshotOf(cib(now)),
    commit: async (commit: Commit): Promise<Version> => {
      commits.push(commit);
      return { adminEpoch: 0, epoch: 5, numUpdates: 0 };
    },
  };
  return { cluster: part as unknown as Cluster, commits };
}

const desired = cib({ resources: CLONE });
const planned = planChange(snapshotOf(cib({})), desired);

test("commits a plan after a change of status that leaves the actions the same", async () => {
  const { cluster, commits } = clusterAt({ updates: 9 });
  expect(await applyChange(cluster, planned, desired, AUTHOR)).toMatchObject({ epoch: 5 });
  expect(commits).toMatchObject([{ expected: { adminEpoch: 0, epoch: 4 }, who: "tester", why: "test" }]);
});

test("a change of status that changes the actions is a conflict, and commits nothing", async () => {
  const { cluster, commits } = clusterAt({ two: false });
  await expect(applyChange(cluster, planned, desired, AUTHOR)).rejects.toMatchObject({ code: "conflict" });
  expect(commits).toEqual([]);
});

test("so is any change of the configuration", async () => {
  const { cluster, commits } = clusterAt({ epoch: 5 });
  await expect(applyChange(cluster, planned, desired, AUTHOR)).rejects.toMatchObject({ code: "conflict" });
  expect(commits).toEqual([]);
});

test("a file without differences commits nothing", async () => {
  const { cluster, commits } = clusterAt({});
  const snapshot = snapshotOf(cib({}));
  const prepared: PreparedChange = { ...planChange(snapshot, cib({})), desired: cib({}), snapshot };
  expect(await applyPrepared(cluster, prepared, AUTHOR)).toMatchObject({ document: "applied", changed: false });
  expect(commits).toEqual([]);
});
