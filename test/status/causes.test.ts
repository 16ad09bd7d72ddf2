/** What cannot run says why in the status itself: the root cause, once, and never of what is about to start. */
import { expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import { changesOf } from "../../src/report/changes/trace.ts";
import { clusterStatusOf, statusAnswerOf } from "../../src/report/status/answer.ts";
import { statusAnswer } from "../../src/report/status/schema.ts";
import { statusText } from "../../src/report/status/text.ts";
import { UndecidableError } from "../../src/scheduler/model/undecidable.ts";
import { readingOf } from "../../src/scheduler/reading.ts";
import { generate } from "../differential/generate.ts";
import { PACEMAKER_3 } from "../differential/oracle.ts";
import { LONG } from "../long.ts";

const NOW = 1_700_000_000;
const FRESH = { cib: { adminEpoch: 0, epoch: 1, numUpdates: 0 }, live: true, age: 0 };
const statusOf = (cib: Element) => clusterStatusOf(readingOf({ cib, at: NOW * 1000 }), FRESH, undefined);

interface Scene {
  readonly standby?: boolean;
  /** What `a` did; without it there is a clone beside it. */
  readonly history?: string;
  readonly attributes?: string;
}

const dummy = (id: string): string => `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"/>`;

/** One node, with two resources. */
function cibOf({ standby = false, history = "", attributes: transient = "" }: Scene): Element {
  const attributes = standby
    ? '<instance_attributes id="i"><nvpair id="i-s" name="standby" value="on"/></instance_attributes>'
    : "";
  const parsed = parseXml(
    `<cib validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="1" epoch="1" num_updates="0" admin_epoch="0"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="o-s" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="n1">${attributes}</node></nodes><resources>${dummy("a")}${history === "" ? `<clone id="c">${dummy("b")}</clone>` : ""}</resources>
    <constraints/></configuration><status>
    <node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1"><lrm_resources>${history}</lrm_resources></lrm><transient_attributes id="1"><instance_attributes id="t">${transient}</instance_attributes></transient_attributes></node_state></status></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const KEY = "3:1:0:aaaaaaaa-0000-0000-0000-000000000001";
/** A start of `a` failed, and nothing is left of it. */
const FAILED = ["start", "stop"]
  .map((task, i) => {
    const rc = task === "start" ? 1 : 0;
    const id = task === "start" ? "a_last_failure_0" : "a_last_0";
    return `<lrm_rsc_op id="${id}" operation="${task}" operation_key="a_${task}_0" transition-key="${KEY}" transition-magic="0:${rc};${KEY}" call-id="${i + 5}" rc-code="${rc}" op-status="0" interval="0" last-rc-change="${NOW - 60 + i}"/>`;
  })
  .join("");
const FAILED_START = `<lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy">${FAILED}</lrm_resource>`;

test("a resource and a clone that no node can run say why below their lines, and in the reasons", () => {
  const status = statusOf(cibOf({ standby: true }));
  const lines = statusText(status, String).split("\n");
  const at = lines.findIndex((line) => line.startsWith("  * a\t"));
  expect(lines[at + 1]).toBe("    * Stopped because n1 is in standby");
  expect(lines.filter((line) => line.includes("Stopped because"))).toHaveLength(2);
  expect(status).toMatchObject({ state: "stopped", causes: [{ resource: "a" }, { resource: "c" }] });
  expect(status.reasons.map((r) => r.text)).toEqual([
    "a is stopped: n1 is in standby",
    "no instance of c runs: n1 is in standby",
  ]);
});

test("a resource that failed wherever it may run is failed, not just stopped", () => {
  const cib = cibOf({
    history: FAILED_START,
    attributes: '<nvpair id="f" name="fail-count-a#start_0" value="INFINITY"/>',
  });
  const status = statusOf(cib);
  expect(status.state).toBe("failed");
  expect(status.reasons).toEqual([
    expect.objectContaining({ code: "failed", resource: "a", text: expect.stringContaining("a failed on n1") }),
  ]);
  const detail = statusAnswerOf(readingOf({ cib, at: NOW * 1000 }), FRESH, "a", undefined);
  expect(detail).toMatchObject({ state: "failed", reasons: [{ code: "failed" }] });
});

test(
  "on random clusters: what stays stopped has a cause, what is started has none, the document fits its schema",
  LONG,
  () => {
    let found = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const cib = generate(seed, PACEMAKER_3.dialect);
      const reading = readingOf({ cib, at: NOW * 1000 });
      if (reading.planned instanceof UndecidableError) continue;
      const status = clusterStatusOf(reading, FRESH, undefined);
      expect(statusAnswer.safeParse(JSON.parse(JSON.stringify(status))).success).toBe(true);
      const started = changesOf(reading.planned.model).resources.filter((c) => c.kind === "start" && !c.blocked);
      const causes = new Map(status.causes.map((c) => [c.resource, c.text]));
      found += causes.size;
      for (const c of started)
        expect([seed, c.resource, causes.get(c.resource)]).toEqual([seed, c.resource, undefined]);
      for (const reason of status.reasons.filter((r) => r.code === "stopped"))
        expect([seed, reason.text]).not.toEqual([seed, expect.stringMatching(/and no node allows it$/)]);
      for (const text of causes.values()) expect(text).not.toMatch(/\bundefined\b|\s$|\.$/);
    }
    expect(found).toBeGreaterThan(15);
  },
);
