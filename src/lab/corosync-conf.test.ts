import { expect, test } from "vitest";
import { labNodes } from "./address-plan.ts";
import { corosyncConf } from "./corosync-conf.ts";

test("every node is listed with its address and number", () => {
  const text = corosyncConf(labNodes(3, "lab"));
  expect(text).toContain(
    "  node {\n    ring0_addr: 10.89.8.13\n    name: controller-2\n    nodeid: 3\n  }\n}\nquorum {",
  );
  expect(text.match(/ring0_addr/g)).toHaveLength(3);
});

test("two nodes alone have a two-node quorum", () => {
  expect(corosyncConf(labNodes(2, "lab"))).toContain("two_node: 1");
  expect(corosyncConf(labNodes(3, "lab"))).not.toContain("two_node");
});
