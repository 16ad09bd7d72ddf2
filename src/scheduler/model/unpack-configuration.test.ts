import { describe, expect, it } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { Role } from "./enums.ts";
import { compareNodeNames } from "./nodes.ts";
import { operationMeta } from "./operation-config.ts";
import { resourceParams } from "./params.ts";
import { createInstance } from "./resources.ts";
import type { Clone, Resource } from "./types.ts";
import { unpackConfiguration } from "./unpack-configuration.ts";

const NOW = 1_700_000_000;

function parse(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

function load(resources: string, more = "", options = ""): ClusterModel {
  const nodes = [1, 2, 3].map((n) => `<node id="${n}" uname="node${n}"/>`).join("");
  return unpackConfiguration(
    parse(`<cib validate-with="pacemaker-4.0" have-quorum="true"><configuration>
      <crm_config><cluster_property_set id="o">${options}</cluster_property_set></crm_config>
      <nodes>${nodes}</nodes><resources>${resources}</resources><constraints/>${more}</configuration><status/></cib>`),
    NOW,
  );
}

const pair = (name: string, value: string): string => `<nvpair id="x-${name}" name="${name}" value="${value}"/>`;
const meta = (...pairs: [string, string][]): string =>
  `<meta_attributes id="m">${pairs.map(([n, v]) => pair(n, v)).join("")}</meta_attributes>`;

function rsc(s: ClusterModel, id: string): Resource {
  const found = s.resourcesById.get(id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

describe("node names", () => {
  it("compare digit runs as numbers and letters without case", () => {
    const names = ["node10", "Node2", "node02", "node1", "node"];
    expect(names.sort(compareNodeNames)).toEqual(["node", "node1", "Node2", "node02", "node10"]);
  });
});

describe("meta-attributes", () => {
  const defaults = `<rsc_defaults>${meta(["priority", "5"], ["resource-stickiness", "7"])}</rsc_defaults>`;

  it("prefer the resource's own to the group's, and the group's to the defaults", () => {
    const s = load(
      `<group id="g">${meta(["priority", "3"])}<primitive id="a" class="ocf" provider="p" type="t">${meta(["priority", "9"])}</primitive>
       <primitive id="b" class="ocf" provider="p" type="t"/></group>`,
      defaults,
    );
    expect([rsc(s, "a").priority, rsc(s, "b").priority, rsc(s, "b").stickiness]).toEqual([9, 3, 7]);
  });

  it("make instances of a clone slightly sticky unless something else is said", () => {
    const clone = `<clone id="c"><primitive id="a" class="ocf" provider="p" type="t"/></clone>`;
    expect(rsc(load(clone), "a:0").stickiness).toBe(1);
    expect(rsc(load(clone, defaults), "a:0").stickiness).toBe(7);
    expect(rsc(load(clone), "c").stickiness).toBe(0);
  });
});

describe("clones", () => {
  const inner = `<primitive id="a" class="ocf" provider="p" type="t"/>`;

  it("have an instance for each node by default, and a removed one when they may have none", () => {
    expect(load(`<clone id="c">${inner}</clone>`).resourcesById.has("a:2")).toBe(true);
    const none = load(`<clone id="c">${meta(["clone-max", "0"])}${inner}</clone>`);
    expect(rsc(none, "c").children.map((i) => [i.id, i.removed])).toEqual([["a:0", true]]);
  });

  it("become anonymous when their agent cannot tell instances apart", () => {
    const s = load(
      `<clone id="c">${meta(["globally-unique", "true"], ["clone-max", "9"])}<primitive id="a" class="systemd" type="t"/></clone>`,
    );
    expect(rsc(s, "c").children.length).toBe(3);
    expect(rsc(s, "a:2").unique).toBe(false);
  });

  it("are dropped when their agent cannot be promoted", () => {
    const s = load(
      `<clone id="c">${meta(["promotable", "true"])}<primitive id="a" class="systemd" type="t"/></clone>${inner.replace('"a"', '"b"')}`,
    );
    expect(s.resources.map((r) => [r.id, r.index])).toEqual([["b", 0]]);
  });

  it("take more instances when a history shows them", () => {
    const s = load(`<clone id="c">${inner}</clone>`);
    const extra = createInstance(s, rsc(s, "c") as Clone, 3);
    expect([extra.id, extra.removed, s.resourcesById.get("a:3") === extra]).toEqual(["a:3", true, true]);
  });

  it("limit the role of promotable instances only", () => {
    const s = load(`<clone id="c">${meta(["promotable", "true"], ["target-role", "Slave"])}${inner}</clone>
      <primitive id="b" class="ocf" provider="p" type="t">${meta(["target-role", "Unpromoted"])}</primitive>`);
    expect([rsc(s, "a:1").nextRole, rsc(s, "b").nextRole]).toEqual([Role.unpromoted, Role.unknown]);
  });
});

describe("templates", () => {
  const resources = `<template id="T" class="ocf" provider="p" type="t"><operations>
      <op id="t1" name="monitor" interval="10s" timeout="5s"/><op id="t2" name="start" interval="0" timeout="7s"/></operations></template>
    <primitive id="a" template="T"><operations><op id="a1" name="monitor" interval="20s"/></operations></primitive>`;

  it("lend operations that the resource does not have itself", () => {
    const s = load(resources);
    expect(rsc(s, "a").operations.map((op) => [op.name, op.intervalMs])).toEqual([
      ["monitor", 20_000],
      ["start", 0],
    ]);
    expect(s.templates.get("T")).toEqual(["a"]);
  });
});

describe("operations", () => {
  it("get times in milliseconds; probes the timeout of the most frequent monitor", () => {
    const s = load(`<primitive id="a" class="ocf" provider="p" type="t"><operations>
      <op id="m1" name="monitor" interval="60s" timeout="30s"/><op id="m2" name="monitor" interval="20s" timeout="11"/></operations></primitive>`);
    const a = rsc(s, "a");
    expect(operationMeta(s, a, undefined, { task: "monitor", intervalMs: 0 }).get("timeout")).toBe("11000");
    expect(
      Object.fromEntries(operationMeta(s, a, a.operations[0]?.xml, { task: "monitor", intervalMs: 60_000 })),
    ).toEqual({
      name: "monitor",
      interval: "60000",
      timeout: "30000",
    });
    expect(operationMeta(s, a, undefined, { task: "stop", intervalMs: 0 }).get("timeout")).toBe("20000");
  });

  it("start after what is left of the interval since their origin", () => {
    const s = load(`<primitive id="a" class="ocf" provider="p" type="t"><operations>
      <op id="m1" name="monitor" interval="60s" interval-origin="2023-11-14 22:13:10Z"/></operations></primitive>`);
    const a = rsc(s, "a");
    // The moment is 10 seconds after the origin.
    expect(operationMeta(s, a, a.operations[0]?.xml, { task: "monitor", intervalMs: 60_000 }).get("start-delay")).toBe(
      "50000",
    );
  });
});

describe("guests", () => {
  it("bring a connection, last in the list and linked to its container", () => {
    const s =
      load(`<primitive id="vm" class="ocf" provider="p" type="t">${meta(["remote-node", "guest1"], ["remote-addr", "10.0.0.9"])}</primitive>
      <primitive id="z" class="ocf" provider="p" type="t"/>`);
    expect(s.resources.map((r) => r.id)).toEqual(["vm", "z", "guest1"]);
    const node = s.nodesByName.get("guest1");
    expect([node?.kind, node?.connection?.launcher?.id]).toEqual(["guest", "vm"]);
    expect(resourceParams(s, rsc(s, "guest1"), undefined).get("addr")).toBe("10.0.0.9");
  });
});

describe("bundles", () => {
  const bundle = `<bundle id="b"><podman image="i" replicas="2" promoted-max="1" network="host" options="--user=root"/>
    <network control-port="3999"/><storage><storage-mapping id="s" source-dir="/a" target-dir="/b" options="ro"/></storage>
    <primitive id="a" class="ocf" provider="p" type="t"/></bundle>`;

  it("make containers and connections by replica, and the clone inside last", () => {
    const s = load(bundle);
    expect(rsc(s, "b").children.map((r) => r.id)).toEqual(["b-podman-0", "b-0", "b-podman-1", "b-1", "b-master"]);
    const instance = rsc(s, "a:1");
    expect(instance.allowed.list(s.nodes).map((node) => [node.name, instance.allowed.score(node)])).toEqual([
      ["b-1", 500],
    ]);
    expect(rsc(s, "b-1").launcher?.id).toBe("b-podman-1");
  });

  it("tell the container how to be run", () => {
    const params = resourceParams(load(bundle), rsc(load(bundle), "b-podman-0"), undefined);
    expect(params.get("run_opts")).toBe(
      " -e PCMK_stderr=1 --net=host -e PCMK_remote_port=3999 -v /a:/b:ro -v /etc/pacemaker/authkey:/etc/pacemaker/authkey" +
        " -v /var/log/pacemaker/bundles/b-0:/var/log --user=root ",
    );
    expect(params.get("run_cmd")).toBe("/usr/sbin/pacemaker-remoted");
    expect(params.get("mount_points")).toBe("/var/log/pacemaker/bundles/b-0");
  });
});
