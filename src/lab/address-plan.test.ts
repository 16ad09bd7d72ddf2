import { describe, expect, test } from "vitest";
import { findLabNode, labNodes, MAX_NODES, NETWORK } from "./address-plan.ts";

describe("labNodes", () => {
  test("gives every node and BMC an address, a name and a MAC of its own", () => {
    const nodes = labNodes(MAX_NODES, "lab");
    const all = nodes.flatMap((node) => [node.address, node.bmc, node.mac, node.name, node.port, node.namespace]);
    expect(new Set(all).size).toBe(all.length);
    expect(nodes.every((node) => node.address.startsWith(`${NETWORK}.`))).toBe(true);
  });

  test("names interfaces as the kernel takes them", () => {
    expect(labNodes(MAX_NODES, "lab").every((node) => node.port.length <= 15)).toBe(true);
  });

  test.each([0, 1.5, -1, MAX_NODES + 1, Number.NaN])("refuses %d nodes", (count) => {
    expect(() => labNodes(count, "lab")).toThrow(/1 to 9/);
  });
});

test("the error for an unknown node lists the known names", () => {
  expect(() => findLabNode(labNodes(2, "lab"), "compute-0")).toThrow(
    expect.objectContaining({ code: "missing", hint: "its nodes are controller-0, controller-1" }),
  );
});
