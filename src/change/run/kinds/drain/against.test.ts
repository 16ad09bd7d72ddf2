/** The last old node of an upgrade that is half done is not drained while another one is away. */
import { expect, test } from "vitest";
import { parseXml } from "../../../../cib/xml/parse.ts";
import { readingOf } from "../../../../scheduler/reading.ts";
import { reasonsAgainst } from "./against.ts";

/** @param sets the feature set of each node, in order; undefined: it is away */
function reasons(node: string, sets: readonly (string | undefined)[]): string[] {
  const names = ["one", "two", "three", "four", "five"];
  const states = sets.map((set, i) =>
    set === undefined
      ? `<node_state id="${i + 1}" uname="${names[i]}" in_ccm="false" crmd="offline" join="down" expected="down"/>`
      : `<node_state id="${i + 1}" uname="${names[i]}" in_ccm="true" crmd="online" join="member" expected="member">
        <transient_attributes id="${i + 1}"><instance_attributes id="s-${i + 1}">
        <nvpair id="f-${i + 1}" name="#feature-set" value="${set}"/></instance_attributes></transient_attributes></node_state>`,
  );
  const nodes = sets.map((_, i) => `<node id="${i + 1}" uname="${names[i]}"/>`);
  const parsed =
    parseXml(`<cib validate-with="pacemaker-3.9" crm_feature_set="3.16.1" admin_epoch="0" epoch="7" num_updates="3" have-quorum="1">
    <configuration><crm_config/><nodes>${nodes.join("")}</nodes><resources/><constraints/></configuration>
    <status>${states.join("")}</status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const [cib, at] = [parsed.root, 1_800_000_000_000];
  const version = { adminEpoch: 0, epoch: 7, numUpdates: 3 };
  const snapshot = { cib, version, live: true, settled: true, at, knownAt: at };
  return reasonsAgainst({ snapshot, reading: readingOf(snapshot) }, node, cib);
}

const [OLD, NEW] = ["3.16.1", "3.20.5"];

test("the last old one, while another node is away, and no other one", () => {
  expect(reasons("one", [OLD, NEW, NEW, NEW, undefined])).toEqual([
    expect.stringContaining("one is the last node of feature set 3.16.1, and five is away"),
  ]);
  expect(reasons("two", [OLD, NEW, NEW, NEW, undefined])).toEqual([]);
  expect(reasons("one", [OLD, OLD, NEW, NEW, undefined])).toEqual([]);
  expect(reasons("one", [OLD, NEW, NEW, NEW, NEW])).toEqual([]);
  expect(reasons("one", [NEW, NEW, NEW, NEW, undefined])).toEqual([]);
});
