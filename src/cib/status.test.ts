import { describe, expect, it } from "vitest";
import { readStatus } from "./status.ts";
import { parseXml } from "./xml/parse.ts";

function status(text: string) {
  const parsed = parseXml(`<cib><configuration/><status>${text}</status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return readStatus(parsed.root);
}

const entry = (attributes: string): string =>
  `<node_state id="1" uname="a"><lrm><lrm_resources><lrm_resource id="r" class="ocf" provider="p" type="t"><lrm_rsc_op ${attributes}/></lrm_resource></lrm_resources></lrm></node_state>`;

describe("readStatus", () => {
  it("takes the first value of a transient attribute", () => {
    const set = (value: string): string =>
      `<transient_attributes><instance_attributes><nvpair name="x" value="${value}"/></instance_attributes></transient_attributes>`;
    const [node] = status(`<node_state id="1">${set("first")}${set("second")}</node_state>`).nodes;
    expect([...(node?.attributes ?? [])]).toEqual([["x", "first"]]);
    expect(node?.name).toBeUndefined();
  });

  it("has no exit reason where the agent gave none", () => {
    const reasons = ['exit-reason=""', "", 'exit-reason="no such file"'].map(
      (attribute) => status(entry(`id="r_start_0" operation="start" ${attribute}`)).nodes[0]?.history[0]?.entries[0],
    );
    expect(reasons.map((e) => e?.exitReason)).toEqual([undefined, undefined, "no such file"]);
  });

  it("reads numbers as far as they go, and what is missing as zero", () => {
    const read = (attributes: string) => status(entry(attributes)).nodes[0]?.history[0]?.entries[0];
    expect(
      read('id="r_monitor_10000" operation="monitor" interval="10000" call-id="7" rc-code="0x" op-status="-1"'),
    ).toMatchObject({
      key: "r_monitor_10000",
      intervalMs: 10000,
      callId: 7,
      rc: 0,
      opStatus: -1,
      lastChange: undefined,
    });
    expect(read('id="failure" operation_key="r_stop_0"')).toMatchObject({
      key: "r_stop_0",
      task: "",
      callId: 0,
      rc: 0,
    });
  });

  it("knows tickets by their attributes, of which the id is none", () => {
    const { tickets } = status(
      '<tickets><ticket_state id="T" granted="yes" standby="0" owner="x" last-granted="5"/></tickets>',
    );
    expect(tickets).toMatchObject([{ id: "T", granted: true, standby: false }]);
    expect([...(tickets[0]?.attributes.keys() ?? [])]).toEqual(["granted", "standby", "owner", "last-granted"]);
  });
});
