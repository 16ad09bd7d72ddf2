import { expect, test } from "vitest";
import { INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { thisWithColocations, withThisColocations } from "../action/colocation-lists.ts";
import { newColocation } from "../constraints/colocation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { NodeTable } from "../model/node-table.ts";
import type { Resource } from "../model/types.ts";
import { unpackForPhases } from "../unpack.ts";
import { applyColocation } from "./apply.ts";
import { addColocatedNodeScores } from "./preferences.ts";

function scheduler(): ClusterModel {
  const primitive = (id: string): string => `<primitive id="${id}" class="ocf" provider="heartbeat" type="Dummy"/>`;
  const state = (id: string, name: string): string =>
    `<node_state id="${id}" uname="${name}" in_ccm="true" crmd="online" join="member" expected="member"/>`;
  const parsed = parseXml(`<cib validate-with="pacemaker-4.0" have-quorum="1"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="o1" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
    <resources>${primitive("a")}${primitive("b")}${primitive("c")}<group id="g">${primitive("g1")}${primitive("g2")}</group></resources>
    <constraints/></configuration><status>${state("1", "n1")}${state("2", "n2")}</status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return unpackForPhases(parsed.root, 1_700_000_000);
}

function called(s: ClusterModel, id: string): Resource {
  const rsc = s.resourcesById.get(id);
  if (rsc === undefined) throw new Error(id);
  return rsc;
}

function colocate(s: ClusterModel, id: string, dependent: string, primary: string, score: number): void {
  newColocation(s, {
    id,
    score,
    dependent: called(s, dependent),
    primary: called(s, primary),
    influence: true,
    explicit: true,
  });
}

function scores(s: ClusterModel, table: NodeTable): number[] {
  return s.nodes.map((node) => table.score(node));
}

test("preferences are weighed and passed on through what is colocated in turn", () => {
  const s = scheduler();
  colocate(s, "k1", "b", "a", 500_000);
  colocate(s, "k2", "c", "b", INFINITY);
  const [n1, n2] = s.nodes as [ClusterModel["nodes"][0], ClusterModel["nodes"][0]];
  called(s, "b").allowed.setScore(n1, 3);
  called(s, "c").allowed.setScore(n2, 1);
  const [colocation] = called(s, "a").withThis;
  const result = addColocatedNodeScores(
    s,
    called(s, "b"),
    { target: called(s, "a"), nodes: called(s, "a").allowed, colocation, factor: 0.5 },
    {
      active: true,
    },
  );
  // Half of 3 rounds away from zero; half of 1 too.
  expect(scores(s, result)).toEqual([2, 1]);
});

test("an anti-colocated dependent's bans attract the primary only when it has one place left", () => {
  const s = scheduler();
  colocate(s, "k", "b", "a", -500_000);
  const [n1, n2] = s.nodes as [ClusterModel["nodes"][0], ClusterModel["nodes"][0]];
  const b = called(s, "b");
  b.allowed.setScore(n1, MINUS_INFINITY);
  const a = called(s, "a");
  const weigh = (): NodeTable =>
    addColocatedNodeScores(
      s,
      b,
      { target: a, nodes: a.allowed, colocation: a.withThis[0], factor: -0.5 },
      { active: true },
    );
  expect(scores(s, weigh())).toEqual([500_000, 0]);
  b.allowed.setScore(n1, -1);
  b.allowed.setScore(n2, -1);
  expect(scores(s, weigh())).toEqual([0, 0]);
});

test("a mandatory colocation bans the other nodes and adds nothing to the one", () => {
  const s = scheduler();
  colocate(s, "k", "b", "a", INFINITY);
  const [a, b] = [called(s, "a"), called(s, "b")];
  a.unassigned = false;
  a.assigned = s.nodes[1];
  applyColocation(s, b, a, b.thisWith[0] as (typeof b.thisWith)[0], true);
  expect(scores(s, b.allowed)).toEqual([MINUS_INFINITY, 0]);
});

test("a group hands what it is with to its first member, and what is with it to its last", () => {
  const s = scheduler();
  colocate(s, "k1", "g", "a", 10);
  colocate(s, "k2", "b", "g", 10);
  const ids = (list: readonly { id: string }[]): string[] => list.map((colocation) => colocation.id);
  expect(ids(thisWithColocations(s, called(s, "g1")))).toEqual(["k1"]);
  expect(ids(thisWithColocations(s, called(s, "g2")))).toEqual([]);
  expect(ids(withThisColocations(s, called(s, "g1")))).toEqual([]);
  expect(ids(withThisColocations(s, called(s, "g2")))).toEqual(["k2"]);
});

test("a list added to others repeats its first element", () => {
  const s = scheduler();
  colocate(s, "own", "g1", "c", 10);
  colocate(s, "k1", "g", "a", 10);
  colocate(s, "k2", "g", "b", 10);
  expect(thisWithColocations(s, called(s, "g1")).map((colocation) => colocation.id)).toEqual(["k1", "k1", "own"]);
});
