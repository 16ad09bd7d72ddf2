import { expect, test } from "vitest";
import { labNodes } from "./address-plan.ts";
import { ipmiLanConf } from "./ipmi-conf.ts";

const nodes = labNodes(9, "lab");

test("a BMC answers at its address and controls its own node", () => {
  const text = ipmiLanConf(nodes[1] as (typeof nodes)[number], "/var/lib/lab/chassis");
  expect(text).toContain("addr 10.89.8.102 623\n");
  expect(text).toContain('chassis_control "/var/lib/lab/chassis controller-1"\n');
});

test("a GUID is 16 bytes and no other BMC's", () => {
  const guids = nodes.map((node) => /guid ([\da-f]{32})\n/.exec(ipmiLanConf(node, "/c"))?.[1]);
  expect(guids).not.toContain(undefined);
  expect(new Set(guids).size).toBe(nodes.length);
});

test("a path that a shell would take apart is refused", () => {
  expect(() => ipmiLanConf(nodes[0] as (typeof nodes)[number], "/tmp/a b; reboot")).toThrow();
});
