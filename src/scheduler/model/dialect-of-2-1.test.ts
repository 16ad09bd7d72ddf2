// Small CIBs of what random ones showed of 2.1.5: test/differential/older.test.ts asks that release about those.
import { expect, it } from "vitest";
import { printXml } from "../../cib/xml/print.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { schedule } from "../schedule.ts";
import { cluster, dummy, NO_FENCING, NOW, placedBy, read, UP } from "./dialect.testing.ts";
import { dialectOf } from "./dialect.ts";

/** A resource's history on a node: its last operation ended with `rc`. */
function history(
  id: string,
  node: string,
  { task = "start", rc = 0, type = "Dummy", provider = "pacemaker" } = {},
): string {
  return `<lrm_resource id="${id}" class="ocf" provider="${provider}" type="${type}"><lrm_rsc_op id="${id}_last_${node}" operation_key="${id}_${task}_0"
    operation="${task}" transition-key="1:1:0:u" transition-magic="0:${rc};1:1:0:u" on_node="${node}" call-id="1" rc-code="${rc}" op-status="0"
    interval="0"/></lrm_resource>`;
}

function withHistory(cib: Element, id: string, histories: string): Element {
  const lrm = `<lrm id="${id}"><lrm_resources>${histories}</lrm_resources></lrm>`;
  return read(printXml(cib).replace(new RegExp(`(<node_state id="${id}"[^>]*)/>`), `$1>${lrm}</node_state>`));
}

it("a bundle is assigned anew for whatever is with it before 2.1.6, even within its own assignment", () => {
  const away = (id: string, score: number, of: string, from: readonly string[]): string =>
    `<rsc_colocation id="${id}" score="${score}"><resource_set id="${id}-1"><resource_ref id="${of}"/></resource_set>
      <resource_set id="${id}-2">${from.map((other) => `<resource_ref id="${other}"/>`).join("")}</resource_set></rsc_colocation>`;
  const cib = cluster(UP, {
    resources: `<bundle id="bu1"><podman image="x" promoted-max="2"/><network ip-range-start="192.0.2.2"/>
      <primitive id="app" class="ocf" provider="pacemaker" type="Stateful"/></bundle>
      <bundle id="bu2"><podman image="x" replicas="3"/></bundle>${dummy("z")}${dummy("y")}`,
    constraints: away("k", -500_000, "z", ["bu1", "bu2"]) + away("l", -100, "bu1", ["z", "y"]),
  });
  const container = history("bu1-podman-0", "one", { provider: "heartbeat", type: "podman" });
  const runs = withHistory(cib, "1", container + history("bu1-0", "one", { type: "remote" }));
  // What else changed in 2.1.6 has a say here, too.
  const moves = (assignsBundlesOnce: boolean): boolean => {
    const { model } = schedule(runs, { now: NOW, dialect: { ...dialectOf("2.1.5"), assignsBundlesOnce } });
    return model.resourcesById.get("bu1-podman-0")?.assigned?.name === "two";
  };
  expect([moves(false), moves(true)]).toEqual([true, false]);
  expect([dialectOf("2.1.5").assignsBundlesOnce, dialectOf("2.1.6").assignsBundlesOnce]).toEqual([false, true]);
});

const prefer = (id: string): string => `<rsc_location id="l${id}" rsc="${id}" node="two" score="INFINITY"/>`;

it("instances without a node come before those that are not promoted before 2.1.6", () => {
  const cib = cluster(UP, {
    options: NO_FENCING,
    resources: `${dummy("z")}${dummy("y")}${dummy("a")}<clone id="c"><meta_attributes id="cm"><nvpair id="cp" name="promotable" value="true"/>
      <nvpair id="cx" name="clone-max" value="3"/></meta_attributes>${dummy("p")}</clone>`,
    constraints: `<rsc_colocation id="k" rsc="a" with-rsc="c" score="100"/>${prefer("z")}${prefer("y")}`,
  });
  const runs = withHistory(cib, "2", history("a", "two") + history("z", "two"));
  const stays = (version: string): (string | undefined)[] => placedBy(version, runs, ["a"]);
  expect([stays("2.1.5"), stays("2.1.6")]).toEqual([["two"], ["one"]]);
});

it.each(["2.1.5", "3.0.3"])("by %s a clone is not active for what it has on a lost node in maintenance", (version) => {
  const utilization = (id: string): string =>
    `<utilization id="${id}"><nvpair id="${id}-1" name="cpu" value="8"/></utilization>`;
  const cib = cluster('in_ccm="false" crmd="offline" join="down" expected="down"', {
    options: `${NO_FENCING}<nvpair id="ps" name="placement-strategy" value="utilization"/>`,
    resources: `${dummy("a", utilization("ua"))}<clone id="c">${dummy("b", utilization("ub"))}</clone>`,
  });
  const runs = printXml(withHistory(cib, "2", history("b", "two")))
    .replace(/(<node id="1"[^>]*)\/>/, `$1>${utilization("un")}</node>`)
    .replace(
      /(<node id="2"[^>]*)\/>/,
      '$1><instance_attributes id="i2"><nvpair id="m2" name="maintenance" value="true"/></instance_attributes></node>',
    );
  expect(placedBy(version, read(runs), ["a"])).toEqual(["one"]);
});
