/** What the status section says of nodes and resources. Over 300 lines: the claims share one way to write a status. */
import { describe, expect, it } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { hasFlag } from "../action/action-state.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Role } from "../model/enums.ts";
import type { Node, Resource } from "../model/types.ts";
import { unpackForPhases } from "../unpack.ts";
import { failCount, toBanForFailures } from "./failcounts.ts";

const NOW = 1_700_000_000;
const UUID = "6722bd78-0689-49bf-b248-83e7e40671c6";

interface Cluster {
  readonly resources?: string;
  readonly options?: string;
  /** Per node: attributes of its node_state, transient attributes, history. */
  readonly states: readonly { readonly state?: string; readonly transient?: string; readonly history?: string }[];
}

function load({
  resources = `<primitive id="a" class="ocf" provider="p" type="t"/>`,
  options = "",
  states,
}: Cluster): ClusterModel {
  const nodes = states.map((_, i) => `<node id="${i + 1}" uname="node${i + 1}"/>`).join("");
  const status = states.map(({ state = UP, transient = "", history = "" }, i) => {
    const attributes = `<transient_attributes id="${i + 1}"><instance_attributes id="s-${i + 1}">${transient}</instance_attributes></transient_attributes>`;
    return `<node_state id="${i + 1}" uname="node${i + 1}" ${state}><lrm id="${i + 1}"><lrm_resources>${history}</lrm_resources></lrm>${attributes}</node_state>`;
  });
  const result = parseXml(`<cib validate-with="none" crm_feature_set="3.20.5" have-quorum="true"><configuration>
    <crm_config><cluster_property_set id="o">${options}</cluster_property_set></crm_config>
    <nodes>${nodes}</nodes><resources>${resources}</resources><constraints/></configuration><status>${status.join("")}</status></cib>`);
  if (!result.ok) throw new Error(result.problem.message);
  return unpackForPhases(result.root, NOW);
}

const UP = `in_ccm="true" crmd="online" join="member" expected="member"`;
const pair = (name: string, value: string): string => `<nvpair id="x-${name}" name="${name}" value="${value}"/>`;
const FENCING = `${pair("fencing-enabled", "true")}${pair("have-watchdog", "true")}`;
const NO_FENCING = pair("fencing-enabled", "false");

interface Op {
  readonly interval?: number;
  readonly rc?: number;
  readonly expected?: number;
  readonly status?: number;
  readonly more?: string;
}

function op(
  rsc: string,
  task: string,
  call: number,
  { interval = 0, rc = 0, expected = 0, status = 0, more = "" }: Op = {},
): string {
  const key = `${call}:1:${expected}:${UUID}`;
  return `<lrm_rsc_op id="${rsc}_${task}_${interval}" operation="${task}" operation_key="${rsc}_${task}_${interval}" interval="${interval}"
    call-id="${call}" rc-code="${rc}" op-status="${status}" transition-key="${key}" transition-magic="${status}:${rc};${key}" ${more}/>`;
}

const history = (rsc: string, ...ops: string[]): string =>
  `<lrm_resource id="${rsc}" class="ocf" provider="p" type="t">${ops.join("")}</lrm_resource>`;

function rsc(s: ClusterModel, id: string): Resource {
  const found = s.resourcesById.get(id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

const node = (s: ClusterModel, n: number): Node => s.nodesByName.get(`node${n}`) as Node;
const places = (r: Resource): string[] => r.active.map((where) => where.name);
const keys = (s: ClusterModel): string[] =>
  s.actions.map((action) => `${action.key}${hasFlag(action, ActionFlag.optional) ? "?" : ""}`);

describe("nodes", () => {
  it("are up when they are members and joined", () => {
    const s = load({
      options: FENCING,
      states: [{}, { state: `in_ccm="false" crmd="offline" join="down" expected="down"` }],
    });
    expect([node(s, 1).online, node(s, 1).unclean]).toEqual([true, false]);
    expect([node(s, 2).online, node(s, 2).unclean]).toEqual([false, false]);
  });

  it("are fenced when they vanish, for the first reason found", () => {
    const s = load({
      options: FENCING,
      states: [{}, { state: `in_ccm="false" crmd="offline" join="down" expected="member"` }],
    });
    expect(node(s, 2).unclean).toBe(true);
    expect(s.actions.map((action) => [action.key, action.reason])).toEqual([
      ["stonith-node2-reboot", "peer is no longer part of the cluster"],
    ]);
  });

  it("wait in standby while they are coming up, up to the limit", () => {
    const state = `in_ccm="${NOW - 60}" crmd="0" join="down" expected="down"`;
    const patient = load({ options: FENCING, states: [{}, { state }] });
    expect([node(patient, 2).pending, node(patient, 2).unclean]).toEqual([true, false]);
    const limited = load({ options: `${FENCING}${pair("node-pending-timeout", "50s")}`, states: [{}, { state }] });
    expect(node(limited, 2).unclean).toBe(true);
    const later = load({ options: `${FENCING}${pair("node-pending-timeout", "90s")}`, states: [{}, { state }] });
    expect([node(later, 2).unclean, later.recheckBy]).toEqual([false, NOW + 30]);
  });

  it("are fenced on request", () => {
    const s = load({ options: FENCING, states: [{}, { transient: pair("terminate", "true") }] });
    expect(node(s, 2).unclean).toBe(true);
  });
});

describe("a resource's history", () => {
  it("tells where it is and in which role", () => {
    const s = load({
      options: NO_FENCING,
      states: [{ history: history("a", op("a", "start", 5), op("a", "monitor", 2, { rc: 7, expected: 7 })) }, {}],
    });
    expect([rsc(s, "a").role, places(rsc(s, "a"))]).toEqual([Role.started, ["node1"]]);
    expect([...rsc(s, "a").knownOn.keys()]).toEqual([node(s, 1)]);
  });

  it("makes running monitors optional actions", () => {
    const s = load({
      options: NO_FENCING,
      states: [{ history: history("a", op("a", "start", 5), op("a", "monitor", 6, { interval: 10000 })) }],
    });
    expect(keys(s)).toEqual(["a_monitor_10000?"]);
  });

  it("requires a stop after a failed monitor", () => {
    const failed = op("a", "monitor", 6, { interval: 10000, rc: 1, status: 4 });
    const s = load({ options: NO_FENCING, states: [{ history: history("a", op("a", "start", 5), failed) }] });
    expect([rsc(s, "a").failed, rsc(s, "a").stopIfFailed]).toEqual([true, true]);
    expect(keys(s)).toEqual(["a_monitor_10000?", "a_stop_0"]);
    expect(s.failedOperations.map((failure) => failure.node.name)).toEqual(["node1"]);
  });

  it("blocks the resource after a failed stop where nothing can be fenced", () => {
    const s = load({
      options: NO_FENCING,
      states: [{ history: history("a", op("a", "start", 5), op("a", "stop", 6, { rc: 1, status: 4 })) }],
    });
    expect([rsc(s, "a").blocked, rsc(s, "a").managed]).toEqual([true, false]);
  });

  it("takes a probe that lacks the software as not running, and bans the node", () => {
    const s = load({
      options: NO_FENCING,
      states: [{ history: history("a", op("a", "monitor", 2, { rc: 5, expected: 7, status: 4 })) }, {}],
    });
    expect([rsc(s, "a").role, rsc(s, "a").failed]).toEqual([Role.stopped, false]);
    expect(rsc(s, "a").allowed.score(node(s, 1))).toBe(-1_000_000);
  });

  it("forgets a failure older than the failure timeout, and its fail count", () => {
    const resources = `<primitive id="a" class="ocf" provider="p" type="t"><meta_attributes id="m">${pair("failure-timeout", "60")}</meta_attributes></primitive>`;
    const failed = op("a", "start", 6, { rc: 1, status: 4, more: `last-rc-change="${NOW - 100}"` });
    const transient = pair("fail-count-a#start_0", "INFINITY") + pair("last-failure-a#start_0", String(NOW - 100));
    const s = load({ resources, options: NO_FENCING, states: [{ history: history("a", failed), transient }] });
    expect([rsc(s, "a").role, rsc(s, "a").failed]).toEqual([Role.stopped, false]);
    expect(s.actions.map((action) => [action.key, action.reason])).toEqual([["a_clear_failcount_0", "it expired"]]);
  });

  it("fences a node that is gone with something on it", () => {
    const s = load({
      options: FENCING,
      states: [
        {},
        {
          state: `in_ccm="false" crmd="offline" join="down" expected="down"`,
          history: history("a", op("a", "start", 5)),
        },
      ],
    });
    expect([node(s, 2).unclean, s.actions[0]?.reason]).toEqual([true, "a is thought to be active there"]);
  });

  it("pins an unmanaged resource to where it is", () => {
    const resources = `<primitive id="a" class="ocf" provider="p" type="t"><meta_attributes id="m">${pair("is-managed", "false")}</meta_attributes></primitive>`;
    const s = load({ resources, options: NO_FENCING, states: [{ history: history("a", op("a", "start", 5)) }, {}] });
    expect(rsc(s, "a").allowed.score(node(s, 1))).toBe(1_000_000);
  });

  it("of a resource that is not configured makes one that may run nowhere", () => {
    const s = load({ options: NO_FENCING, states: [{ history: history("gone", op("gone", "start", 5)) }, {}] });
    expect([rsc(s, "gone").removed, places(rsc(s, "gone"))]).toEqual([true, ["node1"]]);
    expect(s.nodes.map((where) => rsc(s, "gone").allowed.score(where))).toEqual([-1_000_000, -1_000_000]);
  });
});

describe("anonymous clones", () => {
  const resources = `<clone id="c"><primitive id="a" class="ocf" provider="p" type="t"/></clone>`;
  const running = { history: history("a", op("a", "start", 5)) };

  it("use a free instance for every node", () => {
    const s = load({ resources, options: NO_FENCING, states: [running, {}, running] });
    expect(rsc(s, "c").children.map(places)).toEqual([["node1"], ["node3"], []]);
    expect(rsc(s, "c").children.map((instance) => instance.historyId)).toEqual(["a", "a", undefined]);
  });

  it("make an instance more when all are taken", () => {
    const limited = `<clone id="c"><meta_attributes id="m">${pair("clone-max", "1")}</meta_attributes><primitive id="a" class="ocf" provider="p" type="t"/></clone>`;
    const s = load({ resources: limited, options: NO_FENCING, states: [running, running] });
    expect(rsc(s, "c").children.map((instance) => [instance.id, instance.removed])).toEqual([
      ["a:0", false],
      ["a:1", true],
    ]);
  });
});

describe("a live migration", () => {
  const resources = `<primitive id="a" class="ocf" provider="p" type="t"><meta_attributes id="m">${pair("allow-migrate", "true")}</meta_attributes></primitive>`;
  const names = `migrate_source="node1" migrate_target="node2"`;
  const left = op("a", "migrate_to", 6, { more: names });

  it("is partial after migrate_to, and the resource on both nodes", () => {
    const arriving = op("a", "monitor", 2, { rc: 7, expected: 7, more: `last-rc-change="1"` });
    const s = load({
      resources,
      options: NO_FENCING,
      states: [{ history: history("a", op("a", "start", 5), left) }, { history: history("a", arriving) }],
    });
    const a = rsc(s, "a");
    expect([a.partialMigrationSource?.name, a.partialMigrationTarget?.name]).toEqual(["node1", "node2"]);
    expect(places(a)).toEqual(["node2", "node1"]);
  });

  it("is dangling after migrate_from, until the source has stopped", () => {
    const arrived = op("a", "migrate_from", 3, { more: names });
    const s = load({
      resources,
      options: NO_FENCING,
      states: [{ history: history("a", op("a", "start", 5), left) }, { history: history("a", arrived) }],
    });
    const a = rsc(s, "a");
    expect([a.danglingMigrationSources.map((source) => source.name), places(a), a.role]).toEqual([
      ["node1"],
      ["node2"],
      Role.started,
    ]);
  });
});

describe("fail counts", () => {
  const resources = `<primitive id="a" class="ocf" provider="p" type="t"><meta_attributes id="m">${pair("migration-threshold", "3")}</meta_attributes></primitive>`;
  const count = (name: string, value: string): string => pair(`fail-count-${name}`, value);

  it("add up over operations, and the threshold bans", () => {
    const transient = count("a#monitor_10000", "2") + count("a#start_0", "1") + count("ab#start_0", "INFINITY");
    const s = load({ resources, options: NO_FENCING, states: [{ transient }, { transient: count("a#start_0", "2") }] });
    expect(failCount(s, rsc(s, "a"), node(s, 1), {})).toEqual({ count: 3, last: 0 });
    expect(toBanForFailures(s, rsc(s, "a"), node(s, 1))?.id).toBe("a");
    expect(toBanForFailures(s, rsc(s, "a"), node(s, 2))).toBeUndefined();
  });

  it("of anonymous instances speak of the whole clone", () => {
    const clone = `<clone id="c">${resources}</clone>`;
    const s = load({ resources: clone, options: NO_FENCING, states: [{ transient: count("a#monitor_10000", "3") }] });
    expect(toBanForFailures(s, rsc(s, "a:0"), node(s, 1))?.id).toBe("c");
  });
});

describe("at the very second", () => {
  const coming = (since: number) => ({ state: `in_ccm="${since}" crmd="0" join="down" expected="down"` });
  const patience = FENCING + pair("node-pending-timeout", "2min");

  it("a node that does not join in time is to be fenced", () => {
    const s = load({ options: patience, states: [{}, coming(NOW - 120), coming(NOW - 119)] });
    expect([node(s, 2).unclean, node(s, 3).unclean]).toEqual([true, false]);
  });

  it("a failure expires at its failure-timeout", () => {
    const expiring = `<primitive id="a" class="ocf" provider="p" type="t"><meta_attributes id="m">${pair("failure-timeout", "60s")}</meta_attributes></primitive>`;
    const failed = (age: number): boolean => {
      const monitor = op("a", "monitor", 2, { interval: 10_000, rc: 1, more: `last-rc-change="${NOW - age}"` });
      const start = op("a", "start", 1, { more: `last-rc-change="${NOW - 500}"` });
      const s = load({ resources: expiring, options: NO_FENCING, states: [{ history: history("a", start, monitor) }] });
      return rsc(s, "a").failed;
    };
    expect([failed(59), failed(60)]).toEqual([true, false]);
  });
});

it("a request for fencing is a flag, or the moment it was made", () => {
  const requested = (value: string): boolean =>
    node(load({ options: FENCING, states: [{ transient: pair("terminate", value) }] }), 1).unclean;
  expect(["true", "1", String(NOW), "false", "0"].map(requested)).toEqual([true, true, true, false, false]);
});

it("that an agent is missing does not expire with other failures", () => {
  const expiring = `<primitive id="a" class="ocf" provider="p" type="t"><meta_attributes id="m">${pair("failure-timeout", "60s")}</meta_attributes></primitive>`;
  const banned = (status: number, rc: number): boolean => {
    const start = op("a", "start", 1, { rc, status, more: `last-rc-change="${NOW - 500}"` });
    const s = load({ resources: expiring, options: NO_FENCING, states: [{ history: history("a", start) }, {}] });
    return rsc(s, "a").allowed.score(node(s, 1)) < 0;
  };
  const missing = 7;
  expect(banned(missing, 5)).toBe(true);
  expect(banned(0, 1)).toBe(false);
});

it("on-fail=migrate bans the node of the failure, on-fail=restart does not", () => {
  const banned = (onFail: string): boolean => {
    const resources = `<primitive id="a" class="ocf" provider="p" type="t"><operations><op id="m" name="monitor" interval="10s" on-fail="${onFail}"/></operations></primitive>`;
    const monitor = op("a", "monitor", 2, { interval: 10_000, rc: 1, more: `last-rc-change="${NOW - 5}"` });
    const s = load({
      resources,
      options: NO_FENCING,
      states: [{ history: history("a", op("a", "start", 1), monitor) }, {}],
    });
    return rsc(s, "a").allowed.score(node(s, 1)) < 0;
  };
  expect([banned("migrate"), banned("restart")]).toEqual([true, false]);
});
