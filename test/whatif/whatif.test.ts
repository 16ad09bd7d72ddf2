/** What-if on the deck's cluster, whose layout decides the answers; and on every golden CIB, which must all have some. */
import { beforeAll, describe, expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import type { Outcome, Question, WhatIf } from "../../src/report/whatif/document.ts";
import { whatIf } from "../../src/report/whatif/read.ts";
import { whatIfLines } from "../../src/report/whatif/text.ts";
import { type DeckCluster, settledDeck } from "../explain/deck-cluster.ts";
import { meta } from "../explain/situations.ts";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { goldenClusters, whyNoGolden } from "../shared.ts";

describe("on the deck's cluster", () => {
  let deck: DeckCluster;
  let before: string;
  let document: WhatIf;
  beforeAll(async () => {
    deck = await settledDeck();
    before = printXml(deck.cib);
    document = whatIf(deck.cib, { now: deck.now });
  });

  const outcome = (kind: Question["kind"], node: string, resource?: string): Outcome => {
    const found = document.outcomes.find(
      ({ question: q }) =>
        q.kind === kind && q.node === node && (q.kind !== "resource-fails" || q.resource === resource),
    );
    if (found === undefined) throw new Error(`no question about ${kind} ${resource ?? ""} ${node}`);
    return found;
  };

  test("asks of every node and of every active resource, and leaves the cluster as it was", () => {
    const of = (kind: Question["kind"]): number => document.outcomes.filter((o) => o.question.kind === kind).length;
    expect([of("node-fails"), of("node-standby")]).toEqual([3, 3]);
    // Four bundles of three replicas (container, connection, service), haproxy's three, one volume, seven addresses, four devices.
    expect(of("resource-fails")).toBe(4 * 9 + 3 + 1 + 7 + 4);
    expect(printXml(deck.cib)).toBe(before);
  });

  test("a lost node is fenced, its replicas stop until it returns, and single resources move", () => {
    const o = outcome("node-fails", "controller-0");
    expect(o.fenced).toEqual(["controller-0"]);
    expect(o.quorate).toBe(true);
    expect(o.lost).toEqual([]);
    for (const bundle of ["galera-bundle", "rabbitmq-bundle", "redis-bundle", "ovn-dbs-bundle", "haproxy-bundle"]) {
      expect(o.services).toContainEqual(expect.objectContaining({ resource: bundle, before: 3, after: 2 }));
    }
    expect(o.moved).toContainEqual({
      resource: "openstack-cinder-volume-podman-0",
      service: "openstack-cinder-volume",
      from: "controller-0",
      to: "controller-1",
    });
    expect(o.promoted.map((p) => p.resource)).toEqual(expect.arrayContaining(["redis:1", "ovndb_servers:1"]));
  });

  test("a node in standby is emptied without being fenced", () => {
    const o = outcome("node-standby", "controller-2");
    expect(o.fenced).toEqual([]);
    expect(o.moved).toContainEqual({
      resource: "ip-10.0.0.101",
      service: "ip-10.0.0.101",
      from: "controller-2",
      to: "controller-0",
    });
  });

  test("a container that dies takes down only the resource in it", () => {
    const o = outcome("resource-fails", "controller-1", "galera-bundle-podman-1");
    expect([...o.restarted].sort()).toEqual(["galera-bundle-1", "galera-bundle-podman-1", "galera:1"]);
    expect([o.fenced, o.moved, o.lost, o.services]).toEqual([[], [], [], []]);
  });

  test("says so where the only one of its kind fails", () => {
    const { services } = outcome("resource-fails", "redis-bundle-0", "redis:0");
    expect(services).toContainEqual(expect.objectContaining({ resource: "redis-bundle", interrupted: true }));
  });

  test("prints a matrix with a row a resource", () => {
    const lines = whatIfLines(document);
    expect(lines[0]).toBe("When a node fails:");
    expect(lines[1]).toMatch(/^ +controller-0 +controller-1 +controller-2$/);
    const rows = lines.filter((l) => l.startsWith("  openstack-cinder-volume "));
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatch(/-> controller-1 +- +-$/);
    expect(lines.find((l) => l.includes("galera-bundle-podman-1 on"))).toBe(
      "  galera-bundle-podman-1 on controller-1: restarted in place, and so are galera-bundle-1, galera:1",
    );
  });

  test("fits a terminal: matrices stand below each other, sentences are broken", () => {
    const wide = whatIfLines(document);
    const narrow = whatIfLines(document, 60);
    expect(Math.max(...wide.map((l) => l.length))).toBeGreaterThan(80);
    expect(Math.max(...narrow.map((l) => l.length))).toBeLessThanOrEqual(60);
    const words = (lines: readonly string[]): string[] => lines.join(" ").split(/\s+/).sort();
    // Only the names of rows are said again.
    expect(new Set(words(narrow))).toEqual(new Set(words(wide)));
  });

  test("lists actions that are already due once, and in no answer", () => {
    const disabled = meta("redis-bundle", "target-role", "Stopped")(deck.cib, deck.now);
    const { due, outcomes } = whatIf(disabled, { now: deck.now, kinds: new Set(["node-standby"]) });
    expect(due.flatMap((d) => d.resources).map((c) => `${c.kind} ${c.resource}`)).toContain("stop redis:0");
    expect(outcomes).toHaveLength(3);
    for (const o of outcomes) expect(JSON.stringify(o)).not.toContain("redis");
    expect(whatIfLines({ ...document, due })[0]).toBe("Already due, and assumed done below:");
  });
});

test("resources of a node that is lost without fencing move too", () => {
  const state = (id: number): string =>
    `<node_state id="${id}" uname="n${id}" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="${id}"><lrm_resources>${
      id === 1
        ? `<lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="a_last_0" operation="start" operation_key="a_start_0" transition-key="1:0:0:x" transition-magic="0:0;1:0:0:x" rc-code="0" op-status="0" call-id="2" interval="0"/></lrm_resource>`
        : ""
    }</lrm_resources></lrm></node_state>`;
  const parsed = parseXml(`<cib validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="2"><configuration><crm_config>
    <cluster_property_set id="p"><nvpair id="f" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/><node id="3" uname="n3"/></nodes>
    <resources><primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/></resources><constraints/></configuration>
    <status>${[1, 2, 3].map(state).join("")}</status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const [lost] = whatIf(parsed.root, { now: 1_700_000_000, kinds: new Set(["node-fails"]) }).outcomes;
  expect(lost).toMatchObject({ fenced: [], moved: [{ resource: "a", from: "n1", to: "n2" }], lost: [] });
  expect(lost?.services).toEqual([{ resource: "a", before: 1, after: 1, interrupted: true }]);
});

test("answers every question of node failures of the golden CIBs", LONG, (context) => {
  needs(context, whyNoGolden());
  for (const { name, text } of goldenClusters()) {
    const parsed = parseXml(text);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const { outcomes } = whatIf(parsed.root, { now: 1_700_000_000, kinds: new Set(["node-fails"]) });
    for (const o of outcomes) expect(o.unnoticed, `${name} ${o.question.node}`).toBe(false);
  }
});

test("a failed resource that recovers on another node has moved, not restarted", () => {
  const state = (id: number, name: string, history: string): string =>
    `<node_state id="${id}" uname="${name}" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="${id}"><lrm_resources><lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy">${history}</lrm_resource></lrm_resources></lrm></node_state>`;
  const op = (task: string, interval: number, rc: number): string =>
    `<lrm_rsc_op id="a_${task}_${interval}" operation_key="a_${task}_${interval}" operation="${task}" interval="${interval}" crm_feature_set="3.19.0" call-id="${interval + 1}" rc-code="${rc}" op-status="0" transition-key="1:1:${rc}:11111111-2222-3333-4444-555555555555" transition-magic="0:${rc};1:1:${rc}:11111111-2222-3333-4444-555555555555"/>`;
  const parsed =
    parseXml(`<cib admin_epoch="0" epoch="4" num_updates="0" validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="1"><configuration>
      <crm_config><cluster_property_set id="o"><nvpair id="f" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
      <nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes>
      <resources><primitive id="a" class="ocf" provider="pacemaker" type="Dummy"><operations><op id="m" name="monitor" interval="10s" on-fail="standby"/></operations></primitive></resources>
      <constraints/></configuration><status>${state(1, "one", op("start", 0, 0) + op("monitor", 10000, 0))}${state(2, "two", op("monitor", 0, 7))}</status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { outcomes } = whatIf(parsed.root, { now: 1_700_000_000, kinds: new Set(["resource-fails"]) });
  expect(outcomes).toMatchObject([
    { moved: [{ resource: "a", from: "one", to: "two" }], restarted: [], services: [{ interrupted: true }] },
  ]);
});
