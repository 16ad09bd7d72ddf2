import { describe, expect, it, test } from "vitest";
import { printXml } from "../../cib/xml/print.ts";
import { decisionOf, readingOf } from "../reading.ts";
import { schedule } from "../schedule.ts";
import { actionsBy, cluster, dummy, leavesBy, NO_FENCING, NOW, pair, placedBy, read, UP } from "./dialect.testing.ts";
import { dialectOf, dialectOfCluster } from "./dialect.ts";

describe("releases of Pacemaker", () => {
  it("before 2.1.7 do not understand moments in a node's state, and take it for lost", () => {
    const cib = cluster('in_ccm="1699999000" crmd="1699999001" join="member" expected="member"');
    expect(actionsBy("2.1.5-a3f44794f94", cib)).toContain("stonith-two-reboot");
    expect(actionsBy("2.1.9", cib)).not.toContain("stonith-two-reboot");
    expect(actionsBy("3.0.3", cib)).not.toContain("stonith-two-reboot");
  });

  // Graphs as crm_simulate 3.0.3 and 2.1.5 write them.
  it("before 3.0.0 have dots for the colons of a bundle's IPv6 address in its id; none counts such addresses up", () => {
    const bundle = '<bundle id="bu"><podman image="x" replicas="3"/><network ip-range-start="2001:db8::10"/></bundle>';
    const cib = cluster('in_ccm="false" crmd="offline" join="down"', { resources: bundle });
    const addresses = (version: string): string[] =>
      [...new Set(actionsBy(version, cib).filter((key) => key.startsWith("bu-ip-")))].filter((key) =>
        key.endsWith("_start_0"),
      );
    expect(addresses("3.0.3")).toEqual(["bu-ip-2001:db8::10_start_0"]);
    expect(addresses("2.1.5")).toEqual(["bu-ip-2001.db8..10_start_0"]);
  });

  it("before 2.1.6 block what comes after a set by its own action", () => {
    const dummy = (id: string, role = ""): string =>
      `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${role}</primitive>`;
    const stopped = '<meta_attributes id="m"><nvpair id="t" name="target-role" value="Stopped"/></meta_attributes>';
    const sets = '<resource_set id="s1"><resource_ref id="a"/><resource_ref id="b"/></resource_set>';
    const cib = cluster('in_ccm="true" crmd="online" join="member" expected="member"', {
      resources: `${dummy("a")}${dummy("b", stopped)}<group id="g">${dummy("c")}</group>`,
      constraints: `<rsc_order id="o">${sets}<resource_set id="s2" action="stop"><resource_ref id="g"/></resource_set></rsc_order>`,
    });
    expect(actionsBy("2.1.5", cib)).toContain("g_stop_0");
    expect(actionsBy("2.1.6", cib)).not.toContain("g_stop_0");
  });

  it("before 3.0.2 do not know fencing-action", () => {
    const cib = cluster('in_ccm="false" crmd="offline" join="down" expected="member"', {
      options: '<nvpair id="a" name="fencing-action" value="off"/>',
    });
    expect(actionsBy("2.1.5", cib)).toContain("stonith-two-reboot");
    expect(actionsBy("3.0.3", cib)).toContain("stonith-two-off");
  });

  it("before 3.0 run one instance of a clone a node unless it is said to be unique", () => {
    const clone = (id: string, more = ""): string => `<clone id="${id}"><meta_attributes id="${id}-m">
        <nvpair id="${id}-n" name="clone-node-max" value="2"/><nvpair id="${id}-x" name="clone-max" value="4"/>${more}
      </meta_attributes><primitive id="${id}-rsc" class="ocf" provider="pacemaker" type="Dummy"/></clone>`;
    const cib = cluster('in_ccm="true" crmd="online" join="member" expected="member"', { resources: clone("c") });
    const started = (version: string): number =>
      actionsBy(version, cib).filter((key) => /^c-rsc:\d_start/.test(key)).length;
    expect([started("2.1.5"), started("3.0.3")]).toEqual([2, 4]);
  });
});

const APART = `<rsc_colocation id="apart" rsc="b" with-rsc="a" score="-INFINITY"/>
  <rsc_location id="ban" rsc="b" node="two" score="-INFINITY"/>`;

describe("a resource whose anticolocated dependent can run nowhere else", () => {
  it.each([
    ["2.1.5", false],
    ["2.1.6", false],
    ["2.1.7", true],
    ["3.0.3", true],
  ])("by %s moves: %s", (version, moves) => {
    expect(leavesBy(version, pair(APART))).toBe(moves);
  });

  it("stays or moves in every reading as by the release of the cluster's DC", () => {
    const moved = (version: string): boolean => {
      const dc = `<nvpair id="v" name="dc-version" value="${version}"/>`;
      const { model } = decisionOf(readingOf({ cib: pair(APART, { dc }), at: NOW * 1000 }));
      return model.resources.some(({ id, assigned }) => id === "a" && assigned?.name === "two");
    };
    expect([moved("2.1.5-a3f44794f94"), moved("3.0.3-1")]).toEqual([false, true]);
  });
});

it("fail counts without an operation count for older releases in older CIBs", () => {
  const moves = (version: string, feature: string): boolean => {
    const attributes = '<nvpair id="f" name="fail-count-a" value="3"/>';
    return leavesBy(version, pair("", { feature, attributes }));
  };
  expect([moves("2.1.5", "3.0.10"), moves("2.1.5", "3.16.1"), moves("3.0.3", "3.0.10")]).toEqual([true, false, false]);
});

// Small CIBs of what random ones showed: test/differential/older.test.ts asks 2.1.5 about those.
describe("a set in a colocation with a member that does not exist", () => {
  const placed = (version: string, members: readonly string[]): (string | undefined)[] => {
    const refs = members.map((id) => `<resource_ref id="${id}"/>`).join("");
    const cib = cluster(UP, {
      options: NO_FENCING,
      resources: dummy("a") + dummy("b") + dummy("c"),
      constraints: `<rsc_colocation id="k" score="INFINITY"><resource_set id="s1" sequential="false">${refs}</resource_set>
        <resource_set id="s2"><resource_ref id="c"/></resource_set></rsc_colocation>
        <rsc_location id="la" rsc="a" node="one" score="9"/><rsc_location id="lb" rsc="b" node="one" score="9"/>
        <rsc_location id="lc" rsc="c" node="two" score="99"/>`,
    });
    return placedBy(version, cib, ["a", "b"]);
  };

  it("ends the reading before 3.0.0, and is passed over since", () => {
    expect(placed("2.1.5", ["a", "absent", "b"])).toEqual(["two", "one"]);
    expect(placed("2.1.9", ["absent", "a", "b"])).toEqual(["one", "one"]);
    expect(placed("3.0.0", ["absent", "a", "b"])).toEqual(["two", "two"]);
  });
});

it("a rule whose conditions are combined by `or` adds to the node's own score before 3.0.0", () => {
  const placed = (version: string, operator: string): string | undefined => {
    const rule = (id: string, node: string, score: number): string =>
      `<rsc_location id="l${id}" rsc="a"><rule id="r${id}" score="${score}" boolean-op="${operator}">
        <expression id="e${id}" attribute="#uname" operation="eq" value="${node}"/></rule></rsc_location>`;
    const text = printXml(
      cluster(UP, {
        options: NO_FENCING,
        resources: dummy("a"),
        constraints: rule("1", "one", 10) + rule("2", "two", 15),
      }),
    );
    return placedBy(version, read(text.replace('uname="one"', 'uname="one" score="3"')), ["a"])[0];
  };
  expect([placed("2.1.5", "or"), placed("2.1.5", "and"), placed("3.0.0", "or")]).toEqual(["one", "two", "two"]);
});

it("of two pairs of one name the last names the guest before 3.0.0; the upgrade to schema 4.0 leaves the first", () => {
  const pairs = ["first", "last"].map((name) => `<nvpair id="${name}" name="remote-node" value="${name}"/>`).join("");
  const old = '<nvpair id="old" name="of-no-value"/>';
  const text = printXml(
    cluster(UP, {
      options: NO_FENCING,
      resources: dummy("vm", `<meta_attributes id="vm-m">${pairs}${old}</meta_attributes>`),
    }),
  );
  const guestBy = (version: string): string[] => {
    const cib = read(text.replace('validate-with="none"', 'validate-with="pacemaker-3.9"'));
    const { model } = schedule(cib, { now: NOW, dialect: dialectOf(version) });
    return model.nodes.map(({ name }) => name).filter((name) => name === "first" || name === "last");
  };
  expect([guestBy("2.1.9"), guestBy("3.0.0")]).toEqual([["last"], ["first"]]);
});

it("of two pairs the last, without a value, leaves the guest without a name; the upgrade to schema 4.0 drops that one", () => {
  const pairs = '<nvpair id="n1" name="remote-node" value="guest"/><nvpair id="n2" name="remote-node"/>';
  const text = printXml(
    cluster(UP, {
      options: NO_FENCING,
      resources: dummy("vm", `<meta_attributes id="vm-m">${pairs}</meta_attributes>`),
    }),
  );
  const hasGuest = (version: string, schema: string): boolean => {
    const cib = read(text.replace('validate-with="none"', `validate-with="${schema}"`));
    return schedule(cib, { now: NOW, dialect: dialectOf(version) }).model.nodesByName.has("guest");
  };
  expect([hasGuest("2.1.9", "pacemaker-3.9"), hasGuest("3.0.0", "pacemaker-3.9")]).toEqual([false, true]);
  expect([hasGuest("2.1.9", "none"), hasGuest("3.0.0", "none")]).toEqual([false, false]);
});

it("what is recorded of a cancelled operation expires with the failures before 3.0.0", () => {
  const cib = pair("", {
    dc: '<nvpair id="ft" name="cluster-recheck-interval" value="60s"/>',
    attributes: `<nvpair id="f" name="fail-count-a#monitor_0" value="1"/>
      <nvpair id="l" name="last-failure-a#monitor_0" value="${NOW - 100}"/>`,
  });
  const cancelled = `<lrm_rsc_op id="a_monitor_0" operation_key="a_monitor_0" operation="monitor" transition-key="1:1:7:u"
    transition-magic="1:7;1:1:7:u" on_node="one" call-id="0" rc-code="7" op-status="1" interval="0" last-rc-change="${NOW - 200}"/>`;
  const text = printXml(cib)
    .replace("</lrm_resource>", `${cancelled}</lrm_resource>`)
    .replace('name="migration-threshold" value="3"/>', 'name="failure-timeout" value="60s"/>');
  const clears = (version: string): boolean => actionsBy(version, read(text)).includes("a_clear_failcount_0");
  expect([clears("2.1.5"), clears("3.0.0")]).toEqual([true, false]);
});

it("the container of a bundle needs what its service does since 2.1.3", () => {
  const utilization = (id: string, cpu: number): string =>
    `<utilization id="${id}"><nvpair id="${id}-1" name="cpu" value="${cpu}"/></utilization>`;
  const cib = printXml(
    cluster('in_ccm="false" crmd="offline" join="down" expected="down"', {
      options: `${NO_FENCING}<nvpair id="ps" name="placement-strategy" value="utilization"/>`,
      resources: `<bundle id="bu"><podman image="x" replicas="2" replicas-per-host="2"/><network ip-range-start="192.0.2.2"/>
        ${dummy("app", utilization("ub", 8))}</bundle>`,
    }),
  ).replace(/(<node id="1"[^>]*)\/>/, `$1>${utilization("un", 10)}</node>`);
  const containers = ["bu-podman-0", "bu-podman-1"];
  expect(placedBy("2.1.2", read(cib), containers)).toEqual(["one", "one"]);
  expect(placedBy("2.1.3", read(cib), containers)).toEqual(["one", undefined]);
});

it("of two transient attributes of one name the last counts before 3.0.0", () => {
  const moves = (version: string): boolean => {
    const attributes = ["3", "1"].map((n) => `<nvpair id="f${n}" name="fail-count-a#start_0" value="${n}"/>`).join("");
    return leavesBy(version, pair("", { attributes }));
  };
  expect([moves("2.1.5"), moves("3.0.0")]).toEqual([false, true]);
});

it("a bundle is active where its address is, too, when resources are sorted before 2.1.6", () => {
  const state = `<lrm id="2"><lrm_resources><lrm_resource id="bu-ip-192.0.2.2" class="ocf" provider="heartbeat" type="IPaddr2">
    <lrm_rsc_op id="ip_last_0" operation_key="ip_start_0" operation="start" transition-key="1:1:0:u" transition-magic="0:0;1:1:0:u"
    on_node="two" call-id="1" rc-code="0" op-status="0" interval="0"/></lrm_resource></lrm_resources></lrm>`;
  const cib = printXml(
    cluster(UP, {
      options: `${NO_FENCING}<nvpair id="ps" name="placement-strategy" value="utilization"/>`,
      resources: `${dummy("a", '<utilization id="ua"><nvpair id="ua1" name="cpu" value="8"/></utilization>')}
        <bundle id="bu"><podman image="x" replicas="1"/><network ip-range-start="192.0.2.2"/>
        ${dummy("app", '<utilization id="ub"><nvpair id="ub1" name="cpu" value="8"/></utilization>')}</bundle>`,
      constraints:
        '<rsc_location id="no" rsc="a" node="one" score="-INFINITY"/><rsc_location id="nb" rsc="bu" node="one" score="-INFINITY"/>',
    }),
  )
    .replace(/(<node_state id="2"[^>]*)\/>/, `$1>${state}</node_state>`)
    .replace(
      /(<node id="2"[^>]*)\/>/,
      '$1><utilization id="un"><nvpair id="un1" name="cpu" value="10"/></utilization></node>',
    );
  const onTwo = (version: string): (string | undefined)[] => placedBy(version, read(cib), ["a", "bu-podman-0"]);
  expect(onTwo("2.1.5")).toEqual([undefined, "two"]);
  expect(onTwo("2.1.6")).toEqual(["two", undefined]);
});

test("a cluster is decided on as the release of its DC would", () => {
  const of = (version: string): string =>
    dialectOfCluster(cluster("", { options: `<nvpair id="v" name="dc-version" value="${version}"/>` })).version;
  expect(of("2.1.5-a3f44794f94")).toBe("2.1.5-a3f44794f94");
  expect(of("none")).toBe("3.0.3");
  expect(dialectOfCluster(cluster("")).version).toBe("3.0.3");
});
