/** A change that the cluster's scheduler would not survive is refused before it is made. */
import { expect, test } from "vitest";
import { planChange } from "../../src/change/plan/plan.ts";
import { readVersion } from "../../src/cib/patch/version.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import type { Element } from "../../src/cib/xml/tree.ts";

const state = (id: number): string =>
  `<node_state id="${id}" uname="n${id}" in_ccm="true" crmd="online" join="member" expected="member"/>`;

function cib(constraint: string): Element {
  const parsed =
    parseXml(`<cib admin_epoch="0" epoch="5" num_updates="0" validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="1"><configuration>
  <crm_config><cluster_property_set id="o"><nvpair id="o-s" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
  <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
  <resources><bundle id="b"><podman image="i" replicas="2"/><network control-port="3121"/><primitive id="p" class="ocf" provider="pacemaker" type="Dummy"/></bundle></resources>
  <constraints>${constraint}</constraints></configuration><status>${state(1)}${state(2)}</status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

function plan(constraint: string, inForce = "") {
  const before = cib(inForce);
  const snapshot = {
    cib: before,
    version: readVersion(before),
    live: true,
    settled: true,
    at: 1_700_000_000_000,
    knownAt: undefined,
  };
  return planChange(snapshot, cib(constraint)).plan;
}

test("a bundle placed by the resource in it", () => {
  for (const score of ["1", "-INFINITY"])
    expect(() => plan(`<rsc_colocation id="c" rsc="p" with-rsc="b" score="${score}"/>`)).toThrow(
      /the place of bundle b depends on that of p .* Pacemaker's scheduler dies/,
    );
  const set = '<resource_set id="s"><resource_ref id="b"/><resource_ref id="p"/></resource_set>';
  expect(() => plan(`<rsc_colocation id="c" score="1">${set}</rsc_colocation>`)).toThrow(/the place of bundle b/);
});

test("the other way round it is only without effect", () => {
  expect(plan('<rsc_colocation id="c" rsc="b" with-rsc="p" score="1"/>').differences).toHaveLength(1);
});

test("refuses an action that waits for itself, and lets a plan remove one from the configuration", () => {
  const order = '<rsc_order id="o" first="b" then="b"/>';
  expect(() => plan(order)).toThrow(/b_start_0 waits for itself: Pacemaker's scheduler dies/);
  const { differences, resources } = plan("", order);
  expect(differences.map(({ object, kind }) => `${object} ${kind}`)).toEqual(["o removed"]);
  expect(resources.some(({ resource, kind }) => resource === "b-podman-0" && kind === "start")).toBe(true);
});
