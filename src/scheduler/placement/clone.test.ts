/** A bundle and what runs in it, placed by each other. */
import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { UndecidableError } from "../model/undecidable.ts";
import { schedule } from "../schedule.ts";
import { executeTransition } from "../simulation/execute.ts";

const NOW = 1_700_000_000;
const node = (id: number): string =>
  `<node_state id="${id}" uname="n${id}" in_ccm="true" crmd="online" join="member" expected="member"/>`;
const CIB = `<cib admin_epoch="0" epoch="5" num_updates="0" validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="1"><configuration>
  <crm_config><cluster_property_set id="o"><nvpair id="o-s" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
  <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
  <resources><bundle id="b"><podman image="i" replicas="2"/><network control-port="3121"/><primitive id="p" class="ocf" provider="pacemaker" type="Dummy"/></bundle></resources>
  <constraints><rsc_colocation id="c" rsc="p" with-rsc="b" score="1"/></constraints>
</configuration><status>${node(1)}${node(2)}</status></cib>`;

test("a bundle that runs and depends on what is in it cannot be decided, and that is said", () => {
  const parsed = parseXml(CIB);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const first = schedule(parsed.root, { now: NOW });
  expect(first.transition.synapses.length).toBeGreaterThan(0);
  const { cib } = executeTransition(parsed.root, first, { clock: NOW }, () => undefined);
  expect(() => schedule(cib, { now: NOW })).toThrow(UndecidableError);
  expect(() => schedule(cib, { now: NOW })).toThrow(/the place of bundle b depends on that of p/);
});
