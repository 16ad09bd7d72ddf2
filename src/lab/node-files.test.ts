import { expect, test } from "vitest";
import { type LabNode, labNodes } from "./address-plan.ts";
import { nodeFiles } from "./node-files.ts";

/** The corosync.conf of a node in a lab of so many. */
function corosyncConf(count: number): string {
  const nodes = labNodes(count, "lab");
  const [node] = nodes;
  const files = node === undefined ? [] : nodeFiles(nodes, node, { init: "minimal", bare: false }, true);
  return files.find((f) => f.path === "/etc/corosync/corosync.conf")?.text ?? "";
}

test("every node is listed with its address and number", () => {
  const text = corosyncConf(3);
  expect(text).toContain(
    "  node {\n    ring0_addr: 10.89.8.13\n    name: controller-2\n    nodeid: 3\n  }\n}\nquorum {",
  );
  expect(text.match(/ring0_addr/g)).toHaveLength(3);
});

test("two nodes alone have a two-node quorum", () => {
  expect(corosyncConf(2)).toContain("two_node: 1");
  expect(corosyncConf(3)).not.toContain("two_node");
});

test("a bare node has no corosync.conf, and a node with systemd none of the machine's disks", () => {
  const nodes = labNodes(1, "lab");
  const [node] = nodes as readonly [LabNode];
  const paths = (init: "minimal" | "systemd", bare: boolean) =>
    nodeFiles(nodes, node, { init, bare }, true).map(({ path }) => path);
  expect(paths("systemd", true)).not.toContain("/etc/corosync/corosync.conf");
  expect(paths("systemd", false)).toEqual(expect.arrayContaining(["/etc/corosync/corosync.conf", "/etc/fstab"]));
  expect(paths("minimal", false)).not.toContain("/etc/fstab");
});
