import { expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { LONG } from "../long.ts";

const LENGTH = 3000;

test("a chain of colocations may be thousands of resources long", LONG, () => {
  const numbers = Array.from({ length: LENGTH }, (_, i) => i);
  const parsed = parseXml(`<cib validate-with="pacemaker-4.0" have-quorum="1"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="o1" name="fencing-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
    <resources>${numbers.map((i) => `<primitive id="r${i}" class="ocf" provider="heartbeat" type="Dummy"/>`).join("")}</resources>
    <constraints><rsc_location id="l" rsc="r${LENGTH - 1}" node="n2" score="10"/>${numbers
      .slice(1)
      .map((i) => `<rsc_colocation id="c${i}" rsc="r${i - 1}" with-rsc="r${i}" score="INFINITY"/>`)
      .join("")}</constraints>
    </configuration><status>${[1, 2]
      .map((i) => `<node_state id="${i}" uname="n${i}" in_ccm="true" crmd="online" join="member" expected="member"/>`)
      .join("")}</status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { model: scheduler } = schedule(parsed.root, { now: 1_700_000_000 });
  expect(new Set(scheduler.resources.map((rsc) => rsc.assigned?.name))).toEqual(new Set(["n2"]));
});
