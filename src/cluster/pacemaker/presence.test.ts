import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";
import { BOOT_PATIENCE, returningNodes } from "./presence.ts";

const AT = 1_800_000_000_000;

function away(history = "", expected = "down", crmd = "offline") {
  const parsed = parseXml(
    `<cib><configuration/><status><node_state id="1" uname="one" in_ccm="false" crmd="${crmd}" join="down" expected="${expected}"><lrm id="1"><lrm_resources>${history}</lrm_resources></lrm></node_state></status></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const record = (more: Partial<FencingRecord> = {}): FencingRecord => ({
  target: "one",
  action: "reboot",
  outcome: "succeeded",
  by: "two",
  client: "pacemaker-controld on two",
  automatic: true,
  origin: undefined,
  at: AT - 10_000,
  reason: undefined,
  ...more,
});

const names = (cib: ReturnType<typeof away>, ...records: FencingRecord[]): string[] =>
  returningNodes(cib, records, AT).map((r) => `${r.node} ${r.why} ${AT - r.since}`);

test("a node that was rebooted by fencing is on its way back", () => {
  expect(names(away(), record())).toEqual(["one fenced 10000"]);
});

test("one that was switched off, or whose fencing failed, is not", () => {
  expect(names(away(), record({ action: "off" }))).toEqual([]);
  expect(names(away(), record({ outcome: "failed" }))).toEqual([]);
  expect(names(away(), record({ at: AT - 60_000 }), record({ action: "off" }))).toEqual([]);
  expect(names(away(), record({ target: "two" }))).toEqual([]);
});

test("nor one that is lost, that never came, or that was back and left again", () => {
  expect(names(away("", "member"), record())).toEqual([]);
  expect(names(away(), record({ at: AT - BOOT_PATIENCE - 1 }))).toEqual([]);
  const op = (seconds: number): string =>
    `<lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="a_monitor_0" operation_key="a_monitor_0" operation="monitor" interval="0" call-id="1" rc-code="7" op-status="0" transition-key="1:1:7:x" transition-magic="0:7;1:1:7:x" last-rc-change="${seconds}"/></lrm_resource>`;
  expect(names(away(op(AT / 1000 - 5)), record())).toEqual([]);
  expect(names(away(op(AT / 1000 - 60)), record())).toEqual(["one fenced 10000"]);
});
