/** What 3.0.0 changed of how things are fenced, ordered, drawn and looked for: a small CIB each, seen to be decided so by 2.1.5. */
import { expect, it } from "vitest";
import { printXml } from "../../cib/xml/print.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { printDot } from "../graph/dot.ts";
import { schedule } from "../schedule.ts";
import { cluster, dummy, NO_FENCING, NOW, read, UP } from "./dialect.testing.ts";
import { dialectOf } from "./dialect.ts";

it("the fencing of a lost node that was requested has a delay by priority before 3.0.0", () => {
  const lost = cluster('in_ccm="false" crmd="offline" join="member" expected="member"', {
    options: '<nvpair id="d" name="priority-fencing-delay" value="60s"/>',
  });
  const requested = '<instance_attributes id="t"><nvpair id="t1" name="terminate" value="true"/></instance_attributes>';
  const cib = read(printXml(lost).replace(/(<node id="2"[^>]*)\/>/, `$1>${requested}</node>`));
  const delayed = (version: string): boolean => {
    const { model } = schedule(cib, { now: NOW, dialect: dialectOf(version) });
    return model.globalActions.get("stonith-two-reboot")?.at(-1)?.meta.has("priority-fencing-delay") === true;
  };
  expect([delayed("2.1.9"), delayed("3.0.0")]).toEqual([true, false]);
});

const twoClones = (constraints: string, more = ""): Element => {
  const clone = (id: string): string =>
    `<clone id="${id}"><meta_attributes id="${id}-m"><nvpair id="${id}-i" name="interleave" value="true"/>
      <nvpair id="${id}-o" name="ordered" value="${more}"/></meta_attributes>${dummy(`${id}-rsc`)}</clone>`;
  return cluster(UP, { options: NO_FENCING, resources: clone("c") + clone("d"), constraints });
};

it("what is serialized is ordered, too, between interleaved instances before 3.0.0", () => {
  const cib = twoClones('<rsc_order id="o" first="c" then="d" kind="Serialize"/>');
  const waitsFor = (version: string): boolean => {
    const { transition } = schedule(cib, { now: NOW, dialect: dialectOf(version) });
    const start = transition.synapses.find(({ action }) => action.operationKey === "d-rsc:0_start_0");
    return start?.inputs.some(({ operationKey }) => operationKey === "c-rsc:0_start_0") === true;
  };
  expect([waitsFor("2.1.9"), waitsFor("3.0.0")]).toEqual([true, false]);
});

it("instances of an ordered clone that cannot start are drawn one after the other before 3.0.0", () => {
  const nowhere = ["one", "two"]
    .map((node) => `<rsc_location id="l-${node}" rsc="d" node="${node}" score="-INFINITY"/>`)
    .join("");
  const cib = twoClones(`<rsc_order id="o" first="c" then="d"/>${nowhere}`, "true");
  const drawn = (version: string): boolean =>
    printDot(schedule(cib, { now: NOW, dialect: dialectOf(version) }).model).includes(
      '"d-rsc:0_start_0 <none>" -> "d-rsc:1_start_0 <none>"',
    );
  expect([drawn("2.1.9"), drawn("3.0.0")]).toEqual([true, false]);
});

it("what is with a service in a bundle is looked for in the bundle, too, before 3.0.0", () => {
  const entry = (id: string, interval: number): string =>
    `<lrm_rsc_op id="${id}-op" operation_key="${id}_monitor_${interval}" operation="monitor" transition-key="1:1:0:u"
      transition-magic="0:0;1:1:0:u" on_node="one" call-id="2" rc-code="0" op-status="0" interval="${interval}"/>`;
  const history = (rsc: string, of: string, interval: number): string =>
    `<lrm_resource id="${rsc}" class="ocf" ${of}>${entry(rsc, interval)}</lrm_resource>`;
  const container = history("bu-podman-0", 'provider="heartbeat" type="podman"', 60_000);
  const connection = history("bu-0", 'provider="pacemaker" type="remote" container="bu-podman-0"', 30_000);
  const app = history("app", 'provider="pacemaker" type="Dummy"', 10_000);
  const cib = read(
    printXml(
      cluster(UP, {
        options: NO_FENCING,
        resources: `<bundle id="bu"><podman image="x" replicas="1"/><network ip-range-start="192.0.2.2"/>${dummy("app")}</bundle>${dummy("a")}`,
        constraints: '<rsc_colocation id="k" rsc="a" with-rsc="app" score="INFINITY"/>',
      }),
    ).replace(
      /(<node_state id="1"[^>]*)\/>/,
      `$1><lrm id="1"><lrm_resources>${container}${connection}</lrm_resources></lrm></node_state>
      <node_state remote_node="true" id="bu-0" uname="bu-0"><lrm id="bu-0"><lrm_resources>${app}</lrm_resources></lrm></node_state>`,
    ),
  );
  const probed = (version: string): string[] => {
    const { transition } = schedule(cib, { now: NOW, dialect: dialectOf(version) });
    const probes = transition.synapses.filter(({ action }) => action.operationKey === "a_monitor_0");
    return probes.map(({ action }) => action.onNode ?? "").sort();
  };
  expect([probed("2.1.9"), probed("3.0.0")]).toEqual([
    ["bu-0", "one", "two"],
    ["one", "two"],
  ]);
});
