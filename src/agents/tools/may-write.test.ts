import { expect, test } from "vitest";
import { mayWrite } from "./may-write.ts";
import type { ToolCaller } from "./tool-call.ts";

const CALLER: ToolCaller = { resource: "galera", instance: "galera", node: "ctl-0" };
const may = (name: string, node = "ctl-0", lifetime: "reboot" | "forever" = "reboot"): boolean =>
  mayWrite(CALLER, { kind: "attribute", node, name, value: "x", lifetime });
const mayProperty = (name: string, set: string): boolean =>
  mayWrite(CALLER, { kind: "property", set, name, value: "x" });

test("on its own node an agent sets what steers nothing, on others what bears its resource's name", () => {
  expect(["pingd", "galera-last-committed", "rmq-node-attr-galera"].map((name) => may(name))).toEqual([
    true,
    true,
    true,
  ]);
  expect(may("pingd", "CTL-0")).toBe(true);
  expect(["galera-bootstrap", "master-galera", "rmq-node-attr-last-known-galera"].map((n) => may(n, "ctl-1"))).toEqual([
    true,
    true,
    true,
  ]);
  expect(["pingd", "galeraX", "xgalera", "galera2-bootstrap"].map((name) => may(name, "ctl-1"))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test("nothing that the cluster acts on, wherever and by whatever name", () => {
  for (const name of ["standby", "maintenance", "terminate", "shutdown", "site-name", "#health", "#health-galera"])
    expect([name, may(name), may(name, "ctl-1")]).toEqual([name, false, false]);
  for (const name of [
    "fail-count-galera#start_0",
    "last-failure-galera#start_0",
    "master-redis",
    "master-redis-galera",
  ])
    expect([name, may(name)]).toEqual([name, false]);
});

test("properties of its own in a set of its own", () => {
  expect(mayProperty("galera_REPL_INFO", "galera_replication")).toBe(true);
  expect(mayProperty("galera_REPL_INFO", "cib-bootstrap-options")).toBe(false);
  expect(mayProperty("galera_REPL_INFO", "")).toBe(false);
  expect(mayProperty("stonith-enabled", "galera_replication")).toBe(false);
});
