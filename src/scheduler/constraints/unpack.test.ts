import { expect, test } from "vitest";
import { INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import { unpackForPhases } from "../unpack.ts";
import { unpackConstraints } from "./unpack.ts";

/** Resources a, b, c, d (d made from template T), tag AB of a and b, tags P and Q of each other, clone w of x; two nodes of which n1 has rack=1. */
function read(constraints: string): ClusterModel {
  const primitive = (id: string): string => `<primitive id="${id}" class="ocf" provider="heartbeat" type="Dummy"/>`;
  const parsed = parseXml(`<cib validate-with="pacemaker-4.0" have-quorum="1"><configuration><crm_config/>
    <nodes><node id="1" uname="n1"><instance_attributes id="n1-a"><nvpair id="n1-r" name="rack" value="1"/>
      <nvpair id="n1-s" name="worth" value="7"/></instance_attributes></node><node id="2" uname="n2"/></nodes>
    <resources><template id="T" class="ocf" provider="heartbeat" type="Dummy"/>${primitive("a")}${primitive("b")}${primitive("c")}
      <primitive id="d" template="T"/>
      <clone id="w"><meta_attributes id="w-m"><nvpair id="w-m-1" name="clone-min" value="2"/></meta_attributes>${primitive("x")}</clone></resources>
    <constraints>${constraints}</constraints>
    <tags><tag id="AB"><obj_ref id="a"/><obj_ref id="b"/></tag>
      <tag id="P"><obj_ref id="Q"/></tag><tag id="Q"><obj_ref id="P"/></tag></tags></configuration><status/></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const s = unpackForPhases(parsed.root, 1_700_000_000);
  unpackConstraints(s);
  return s;
}

function locations(s: ClusterModel): string[] {
  return s.locations.map(
    (l) => `${l.rsc.id} ${[...l.nodes].map(([node, score]) => `${node.name}=${score}`).join(" ")}`,
  );
}

function colocations(s: ClusterModel): string[] {
  return s.colocations.map((c) => `${c.dependent.id} with ${c.primary.id} ${c.score}`);
}

function orderings(s: ClusterModel): string[] {
  return s.orderings.map((o) => `${o.firstTask} then ${o.thenTask}`);
}

test("a location on a node, for a tag and for a template", () => {
  const s =
    read(`<rsc_location id="l1" rsc="c" node="n1" score="5"/><rsc_location id="l2" rsc="AB" node="n2" score="-INFINITY"/>
    <rsc_location id="l3" rsc="T" node="n1" score="1"/>`);
  expect(locations(s)).toEqual(["c n1=5", `a n2=${MINUS_INFINITY}`, `b n2=${MINUS_INFINITY}`, "d n1=1"]);
});

test("a location by rule takes its score from the node's attribute", () => {
  const s = read(`<rsc_location id="l" rsc-pattern="^[ab]$"><rule id="r" score-attribute="worth">
    <expression id="e" attribute="rack" operation="defined"/></rule></rsc_location>`);
  expect(locations(s)).toEqual(["a n1=7", "b n1=7"]);
});

test("colocation sets chain inside and link end to end", () => {
  const s =
    read(`<rsc_colocation id="k" score="INFINITY"><resource_set id="s1"><resource_ref id="a"/><resource_ref id="b"/></resource_set>
    <resource_set id="s2" sequential="false"><resource_ref id="c"/><resource_ref id="d"/></resource_set></rsc_colocation>`);
  expect(colocations(s)).toEqual([`b with a ${INFINITY}`, `a with c ${INFINITY}`, `a with d ${INFINITY}`]);
});

test("a tag is colocated member by member", () => {
  expect(colocations(read(`<rsc_colocation id="k" rsc="AB" with-rsc="c" score="10"/>`))).toEqual([
    "a with c 10",
    "b with c 10",
  ]);
});

test.each([
  ["nothing", "z"],
  ["tags that name each other", "P"],
])("sets with an id that names %s are ignored", (_, id) => {
  const s = read(
    `<rsc_colocation id="k" score="10"><resource_set id="k-0"><resource_ref id="a"/><resource_ref id="${id}"/></resource_set></rsc_colocation>`,
  );
  expect(s.problems).toContain("Ignoring resource sets for constraint 'k' because of an invalid resource or tag");
});

test("resources kept apart leave a shared node before the other takes it", () => {
  const s = read(`<rsc_colocation id="k" rsc="a" with-rsc="b" score="-INFINITY"/>`);
  expect(orderings(s)).toEqual(["a_stop_0 then b_start_0", "b_stop_0 then a_start_0"]);
  expect(s.orderings.every((o) => o.type === Relation.ifRequiredOnSameNode)).toBe(true);
});

test("an order and its inverse", () => {
  const s = read(`<rsc_order id="o" first="a" then="b"/>`);
  expect(orderings(s)).toEqual(["a_start_0 then b_start_0", "b_stop_0 then a_stop_0"]);
  expect(s.orderings.map((o) => o.type)).toEqual([
    Relation.ordered | Relation.firstImpliesThen | Relation.unrunnableFirstBlocks,
    Relation.ordered | Relation.thenImpliesFirst,
  ]);
});

test("enough instances of a clone are counted by an action in between", () => {
  const s = read(`<rsc_order id="o" first="w" then="a" symmetrical="false"/>`);
  expect(orderings(s)).toEqual([
    "x:0_start_0 then clone-one-or-more:o",
    "x:1_start_0 then clone-one-or-more:o",
    "clone-one-or-more:o then a_start_0",
  ]);
  expect(s.actions[0]?.requiredRunnableBefore).toBe(2);
});

test("between order sets only an explicit sequential makes a chain", () => {
  const sets = (sequential: string): string => `<rsc_order id="o" symmetrical="false">
    <resource_set id="s1" ${sequential}><resource_ref id="a"/><resource_ref id="b"/></resource_set>
    <resource_set id="s2"><resource_ref id="c"/></resource_set></rsc_order>`;
  expect(orderings(read(sets("")))).toEqual([
    "a_start_0 then b_start_0",
    "a_start_0 then c_start_0",
    "b_start_0 then c_start_0",
  ]);
  expect(orderings(read(sets('sequential="true"')))).toEqual(["a_start_0 then b_start_0", "b_start_0 then c_start_0"]);
});

test("a ticket that was never granted bans at once", () => {
  const s = read(
    `<rsc_ticket id="t" rsc="a" ticket="T1"/><rsc_ticket id="u" rsc="b" rsc-role="Promoted" ticket="T1"/>`,
  );
  const [a, b] = ["a", "b"].map((id) => s.resourcesById.get(id));
  expect(s.nodes.map((node) => a?.allowed.score(node))).toEqual([MINUS_INFINITY, MINUS_INFINITY]);
  expect(s.nodes.map((node) => b?.allowed.score(node))).not.toContain(MINUS_INFINITY);
});

test("what refers to nothing is noted and left out", () => {
  const s = read(`<rsc_order id="o" first="a" then="absent"/><rsc_location id="l" rsc="absent" node="n1" score="1"/>`);
  expect(s.orderings).toEqual([]);
  expect(s.problems).toHaveLength(2);
});
