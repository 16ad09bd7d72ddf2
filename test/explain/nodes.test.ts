/** Why a node is as it is, what would end that, and what becomes of what runs there. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { get } from "../../src/cib/xml/tree.ts";
import type { FencingAttempt } from "../../src/report/explain/fencing-text.ts";
import { explainNode } from "../../src/report/explain/node.ts";
import { nodeExplanationLines } from "../../src/report/explain/node-text.ts";
import { explainedOf, momentOf } from "../../src/scheduler/reading.ts";
import { needs } from "../needs.ts";
import { shared, whyNoShared } from "../shared.ts";

function lines(xml: string, node: string, attempts: readonly FencingAttempt[] = []): string[] {
  const parsed = parseXml(xml);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const now = Number(get(parsed.root, "execution-date") ?? 1_700_000_000);
  const answer = explainNode(explainedOf(parsed.root, momentOf(parsed.root, now)), node, attempts);
  if (answer === undefined) throw new Error(`no ${node}`);
  return nodeExplanationLines(answer);
}

const caseText = (file: string): string => readFileSync(shared(`cases/${file}.xml`), "utf8");

test("an unclean node: the failure behind it, the fencing that is due, and how often it failed", (context) => {
  needs(context, whyNoShared("cases"));
  const failed = (at: number): FencingAttempt => ({
    target: "n1",
    action: "reboot",
    automatic: true,
    outcome: "failed",
    at,
    reason: "the device does not answer",
  });
  const attempts: FencingAttempt[] = [
    failed(1_699_000_000_000),
    { ...failed(1_699_100_000_000), outcome: "succeeded", reason: undefined },
    failed(1_699_999_900_000),
    failed(1_699_999_950_000),
    { ...failed(1_699_999_990_000), target: "n2", reason: "another node's" },
  ];
  expect(lines(caseText("status-node-unclean-why"), "n1", attempts)).toEqual([
    "n1 is unclean.",
    '  Because what runs on n1 is unknown until it is fenced (db failed there: stop of db on n1 at 2023-11-14 22:13:00Z gave "error: database did not stop") [db_last_failure_0].',
    "  n1 has to come back or be fenced.",
    "  Fencing of n1 has failed 2 times since 2023-11-14 22:11:40Z: the device does not answer.",
    "  db and web may still run here, and will move to n2.",
  ]);
});

test("that the cluster has given up fencing is said, and how to have it tried again", (context) => {
  needs(context, whyNoShared("cases"));
  const attempt = (i: number, outcome: FencingAttempt["outcome"] = "failed"): FencingAttempt => ({
    target: "n1",
    action: "reboot",
    automatic: true,
    outcome,
    at: outcome === "pending" ? undefined : 1_699_999_000_000 + i,
    reason: undefined,
  });
  const attempts = Array.from({ length: 10 }, (_, i) => attempt(i));
  const text = caseText("status-node-unclean-why");
  const about = (given: readonly FencingAttempt[]): string | undefined =>
    lines(text, "n1", given).find((line) => line.includes("has failed"));
  expect(about(attempts)).toBe(
    "  Fencing of n1 has failed 10 times since 2023-11-14 21:56:40Z; the cluster has given up and tries again only when something changes (stonith-max-attempts is 10); to try now: holdfast node fence n1.",
  );
  expect(about(attempts.slice(1))).not.toContain("given up");
  expect(about([...attempts, attempt(11, "pending")])).not.toContain("given up");
});

test("a shutdown that waits for what is not managed", (context) => {
  needs(context, whyNoShared("cases"));
  const told = lines(caseText("explain-unmanaged-blocks-shutdown"), "n1");
  expect(told[0]).toBe("n1 is shutting down [status-1-5924f0].");
  expect(told).toContain(
    "  n1 waits until d2 stops, which cannot be done: d2 is not managed (is-managed=false), so d2 stays as it is [d2-meta-is-managed].",
  );
  expect(told.some((line) => line.includes("d1 is Started here, and cannot be stopped: d2 is not managed"))).toBe(true);
});

const cluster = (properties: string, attributes: string, state: string): string =>
  `<cib validate-with="pacemaker-3.9" have-quorum="1" epoch="1" num_updates="0" admin_epoch="0"><configuration>
  <crm_config><cluster_property_set id="o">${properties}</cluster_property_set></crm_config>
  <nodes><node id="1" uname="n1"><instance_attributes id="i">${attributes}</instance_attributes></node><node id="2" uname="n2"/></nodes>
  <resources><primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/></resources><constraints/></configuration>
  <status><node_state id="1" uname="n1" ${state}/><node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member"/></status></cib>`;

const pair = (name: string, value: string): string => `<nvpair id="p-${name}" name="${name}" value="${value}"/>`;
const UP = 'in_ccm="true" crmd="online" join="member" expected="member"';

test.each([
  [
    "standby",
    cluster(pair("stonith-enabled", "false"), pair("standby", "on"), UP),
    [
      "n1 is in standby [p-standby].",
      "  To end that: take n1 out of standby (holdfast node unstandby n1) [p-standby].",
    ],
  ],
  [
    "offline",
    cluster(pair("stonith-enabled", "false"), "", 'in_ccm="true" crmd="online" join="down" expected="down"'),
    ["n1 is offline.", "  To end that: bring n1 online."],
  ],
  [
    "no fencing device",
    cluster("", "", 'in_ccm="false" crmd="offline" join="down" expected="member"'),
    [
      "n1 is unclean.",
      "  Because what runs on n1 is unknown until it is fenced (peer is no longer part of the cluster).",
      "  n1 has to be fenced or come back, and the cluster cannot fence it: no fencing device is configured.",
    ],
  ],
  [
    "health",
    cluster(
      pair("stonith-enabled", "false") + pair("node-health-strategy", "only-green"),
      pair("#health-disk", "red"),
      UP,
    ),
    [
      "n1 is unhealthy.",
      "  Because the health of n1 is #health-disk=red (node-health-strategy=only-green) [p-#health-disk, p-node-health-strategy].",
    ],
  ],
])("%s", (_, xml, expected) => {
  expect(lines(xml, "n1")).toEqual(expected);
});
