/** Each risk, by a CIB that brings it and one that does not. */
import { expect, it } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { readRisks } from "./risks.ts";

function cib(parts: { properties?: string; resources?: string; defaults?: string }): Element {
  const parsed = parseXml(
    `<cib><configuration><crm_config><cluster_property_set id="p">${parts.properties ?? ""}</cluster_property_set></crm_config><nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes><resources>${parts.resources ?? WEB}</resources><constraints/>${parts.defaults ?? ""}</configuration><status/></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const pair = (name: string, value: string): string => `<nvpair id="${name}" name="${name}" value="${value}"/>`;
const WEB = `<primitive id="web" class="systemd" type="httpd"/>`;
const STICKY = `<primitive id="own" class="systemd" type="x"><meta_attributes id="m">${pair("resource-stickiness", "1")}</meta_attributes></primitive>`;
const device = (id: string, host: string): string =>
  `<primitive id="${id}" class="stonith" type="fence_xvm"><instance_attributes id="${id}-i">${pair("pcmk_host_list", host).replace('id="', `id="${id}-`)}</instance_attributes></primitive>`;
const defaults = (value: string): string =>
  `<rsc_defaults><meta_attributes id="d">${pair("resource-stickiness", value)}</meta_attributes></rsc_defaults>`;

function risks(before: Element, after: Element, owned?: readonly string[]): string[] {
  const set = owned === undefined ? undefined : new Set(owned);
  return readRisks({ before, after, owned: set, now: 0, differences: [] }).map((r) => `${r.code} ${r.object}`);
}

it.each([
  ["switched off", "", pair("stonith-enabled", "false"), ["fencing-off stonith-enabled"]],
  ["switched off by its new name", "", pair("fencing-enabled", "off"), ["fencing-off stonith-enabled"]],
  ["off already", pair("stonith-enabled", "false"), pair("stonith-enabled", "0"), []],
  ["switched on", pair("stonith-enabled", "false"), "", []],
  ["nodes never seen", "", pair("startup-fencing", "no"), ["startup-fencing-off startup-fencing"]],
  ["quorum ignored", "", pair("no-quorum-policy", "ignore"), ["quorum-weakened no-quorum-policy"]],
  [
    "quorum frozen",
    pair("no-quorum-policy", "suicide"),
    pair("no-quorum-policy", "freeze"),
    ["quorum-weakened no-quorum-policy"],
  ],
  ["quorum stopped", pair("no-quorum-policy", "ignore"), pair("no-quorum-policy", "stop"), []],
  ["quorum less ignored", pair("no-quorum-policy", "ignore"), pair("no-quorum-policy", "demote"), []],
])("%s", (_, before, after, expected) => {
  expect(risks(cib({ properties: before }), cib({ properties: after }))).toEqual(expected);
});

it("nodes that no device is left for", () => {
  const both = WEB + device("f1", "one") + device("f2", "two");
  const one = WEB + device("f1", "one");
  expect(risks(cib({ resources: both }), cib({ resources: one }))).toEqual(["node-unfenced two"]);
  expect(risks(cib({ resources: both }), cib({ resources: WEB + device("all", "one two") }))).toEqual([]);
  expect(risks(cib({ resources: one }), cib({ resources: one }))).toEqual([]);
  const off = { resources: one, properties: pair("stonith-enabled", "false") };
  expect(risks(cib({ resources: both }), cib(off))).toEqual(["fencing-off stonith-enabled"]);
  const watchdog = { resources: one, properties: pair("stonith-watchdog-timeout", "10s") };
  expect(risks(cib({ resources: both }), cib(watchdog))).toEqual([]);
});

it("defaults that reach resources which the manifest does not have", () => {
  const before = cib({ defaults: defaults("100"), resources: WEB + STICKY });
  const after = cib({ defaults: defaults("INFINITY"), resources: WEB + STICKY });
  expect(risks(before, after, [])).toEqual(["defaults-of-others resource-stickiness"]);
  expect(risks(before, after, ["web"])).toEqual([]);
  expect(risks(before, before, [])).toEqual([]);
  expect(risks(before, after)).toEqual([]);
});

it("a cluster without resources has nothing to lose", () => {
  expect(risks(cib({ resources: "" }), cib({ properties: pair("stonith-enabled", "false"), resources: "" }))).toEqual(
    [],
  );
});
