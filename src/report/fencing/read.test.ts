import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { listDevices, listFencings, listLevels } from "./read.ts";

function cib(map: string): Element {
  const parsed =
    parseXml(`<cib><configuration><crm_config/><nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes>
    <resources><primitive id="f" class="stonith" type="fence_x"><instance_attributes id="i"><nvpair id="p" name="passwd" value="canary"/>${map}</instance_attributes></primitive></resources>
    <constraints/><fencing-topology><fencing-level id="l" target="one" index="2" devices="f,g"/></fencing-topology></configuration></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const MAP = '<nvpair id="m" name="pcmk_host_map" value="one:12"/>';

test("a device is for the nodes that it names, and the others are uncovered", () => {
  expect(listDevices(cib(MAP))).toMatchObject({
    devices: [{ id: "f", agent: "stonith:fence_x", targets: ["one"], levels: ["one: 2"] }],
    uncovered: ["two"],
  });
});

test("a device that names none is asked, so that no node is known to be uncovered", () => {
  const asked = listDevices(cib(""));
  expect(asked).toMatchObject({ devices: [{ targets: null }], uncovered: [] });
  expect(JSON.stringify(asked)).not.toContain("canary");
});

test("levels, and what was fenced, newest first", () => {
  expect(listLevels(cib(MAP)).levels).toEqual([{ target: "one", index: "2", devices: ["f", "g"] }]);
  const record = (target: string, at: number | undefined) => ({
    ...{
      target,
      at,
      action: "off",
      outcome: "succeeded" as const,
      by: "two",
      client: undefined,
      origin: undefined,
      automatic: true,
    },
    reason: undefined,
  });
  const records = [record("one", 5), record("two", 9), record("one", undefined)];
  expect(listFencings(records, undefined).fencings.map(({ at }) => at)).toEqual([undefined, 9, 5]);
  expect(listFencings(records, "two").fencings).toEqual([
    { target: "two", action: "off", outcome: "succeeded", at: 9, by: "two" },
  ]);
});
