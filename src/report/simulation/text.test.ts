import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { type SimulationRequest, simulate } from "./read.ts";
import { simulationText } from "./text.ts";
import { simulationXml } from "./xml.ts";

const CIB = `<cib have-quorum="1" execution-date="1000000000"><configuration>
<crm_config><cluster_property_set id="p"><nvpair id="p1" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
<nodes><node id="1" uname="one"><utilization id="u"><nvpair id="u1" name="ram" value="4"/></utilization></node></nodes>
<resources><primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2">
<operations><op id="m" name="monitor" interval="10s"/></operations></primitive></resources><constraints/></configuration>
<status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member"/></status></cib>`;

function sections(request: Partial<SimulationRequest>) {
  const parsed = parseXml(CIB);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return simulate(parsed.root, { now: 1_000_000_000, clock: 5, date: { original: 1_000_000_000 }, ...request })
    .sections;
}

test("the whole page", () => {
  const text = simulationText(sections({ execute: true, failures: ["ip_monitor_10000@one=7"] }));
  expect(text).toBe(`Using the original execution date of: 2001-09-09 01:46:40Z
Current cluster status:
  * Node List:
    * Online: [ one ]

  * Full List of Resources:
    * ip\t(ocf:heartbeat:IPaddr2):\t Stopped

Transition Summary:
  * Start      ip      (   one )

Executing Cluster Transition:
  * Resource action: ip              monitor on one
  * Resource action: ip              start on one
  * Resource action: ip              monitor=10000 on one
Pretending action 3 failed with rc=7
  * Injecting attribute fail-count-ip#monitor_10000=1 into /node_state '1'
  * Injecting attribute last-failure-ip#monitor_10000=5 into /node_state '1'
Using the original execution date of: 2001-09-09 01:46:40Z

Revised Cluster Status:
  * Node List:
    * Online: [ one ]

  * Full List of Resources:
    * ip\t(ocf:heartbeat:IPaddr2):\t FAILED one
`);
});

test("with --quiet, only scores and utilization", () => {
  const quiet = { quiet: true };
  expect(simulationText(sections({ schedule: true, showUtilization: true }), quiet)).toBe(
    "Original: one capacity: ram=4\npcmk__assign_resource: ip utilization on one:\nRemaining: one capacity: ram=4\n",
  );
  expect(simulationText(sections({ execute: true }), quiet)).toBe("");
});

test("as XML", () => {
  const xml = simulationXml(sections({ schedule: true, showScores: true, injections: { nodesUp: ["two"] } }));
  expect(xml).toContain('<modify_node action="Online" node="two"/>');
  expect(xml).toContain('<node_weight function="pcmk__primitive_assign" node="two" score="0" id="ip"/>');
  expect(xml).toContain('<rsc_action action="start" resource="ip" node="one"/>');
});
