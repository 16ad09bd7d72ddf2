import { expect, test } from "vitest";
import { type LabNode, labNodes, VIRTUAL_IPS } from "./address-plan.ts";
import { serviceFiles } from "./service-files.ts";

const nodes = labNodes(3, "lab");
const [, node] = nodes as readonly [LabNode, LabNode];
const file = (path: string, image: "tiny" | "full") =>
  serviceFiles(nodes, node, image).find((f) => f.path.endsWith(path))?.text;

test("services listen beside HAProxy, never on a virtual address", () => {
  for (const path of ["mysql/my.cnf", "redis/redis.conf"]) {
    expect(file(path, "full")).toMatch(new RegExp(`^bind(-address=| )${node.address}`, "m"));
    for (const address of VIRTUAL_IPS) expect(file(path, "full")).not.toContain(address);
  }
});

test("HAProxy sends writes to one Galera node, the others standing by", () => {
  const galera = /listen galera\n(.*?)listen redis/s.exec(file("haproxy/haproxy.cfg", "full") ?? "")?.[1] ?? "";
  expect(galera).toContain(`bind ${VIRTUAL_IPS[0]}:3306`);
  expect(galera.match(/ {2}server /g)).toHaveLength(3);
  expect(galera.match(/ backup$/gm)).toHaveLength(2);
});

test("the small image has HAProxy alone", () => {
  expect(serviceFiles(nodes, node, "tiny").map((f) => f.path)).toEqual(["/etc/haproxy/haproxy.cfg"]);
});
