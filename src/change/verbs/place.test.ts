import { expect, test } from "vitest";
import { cibOf } from "../../../test/change/verb-cluster.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { whereaboutsIn } from "./place.ts";
import { namedNodeOfRole } from "./role-node.ts";

const ran = (id: string, operation: "start" | "stop"): string =>
  `<lrm_resource id="${id}" class="ocf" provider="heartbeat" type="podman"><lrm_rsc_op id="${id}_last_0" operation_key="${id}_${operation}_0" operation="${operation}" rc-code="0" op-status="0" call-id="7" interval="0" transition-magic="0:0;1:1:0:12345678-1234-1234-1234-123456789012" transition-key="1:1:0:12345678-1234-1234-1234-123456789012" crm_feature_set="3.16.1"/></lrm_resource>`;

const bundle = (container: "start" | "stop"): ReturnType<typeof readingOf> =>
  readingOf({
    at: Date.UTC(2026, 0, 1),
    cib: cibOf(`<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="5" num_updates="0" admin_epoch="0" have-quorum="1">
<configuration><crm_config/><nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes>
<resources><bundle id="b"><podman image="x" replicas="1"/><network control-port="9999"/><primitive id="p" class="ocf" provider="pacemaker" type="Dummy"/></bundle></resources>
<constraints/></configuration>
<status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1"><lrm_resources>${ran("b-podman-0", container)}</lrm_resources></lrm></node_state></status></cib>`),
  });

test("a replica runs until its container has stopped, whatever is inside", () => {
  expect(whereaboutsIn(bundle("start"), "b", false)).toEqual(["one"]);
  expect(whereaboutsIn(bundle("start"), "b", true)).toEqual([]);
  expect(whereaboutsIn(bundle("stop"), "b", false)).toEqual([]);
});

test("a role in a bundle is that of a guest node, and has no place where no replica runs", () => {
  const reading = bundle("start");
  expect(namedNodeOfRole(reading, "b", "one")).toBe("b-0");
  expect(namedNodeOfRole(reading, "b", "b-0")).toBe("b-0");
  expect(() => namedNodeOfRole(reading, "b", "two")).toThrow("no replica of b runs on two");
});
