/** What each fault of a way to fence a node is called, and how long things take, by a CIB each. */
import { describe, expect, test } from "vitest";
import { readingOf } from "../../scheduler/reading.ts";
import { parsed } from "../lint/rules.testing.ts";
import type { FencingExplanation } from "./document.ts";
import { explainFencing, type FencingQuestion } from "./explain.ts";
import { fencingExplanationLines } from "./explain-text.ts";

interface Parts {
  readonly properties?: string;
  readonly nodes?: string;
  readonly resources?: string;
  readonly constraints?: string;
  readonly levels?: string;
  readonly actions?: readonly string[];
  readonly totem?: FencingQuestion["totem"];
}

const pairs = (of: string, text: string): string =>
  text
    .split(" ")
    .filter((pair) => pair !== "")
    .map((pair) => pair.split("="))
    .map(([name, ...value]) => `<nvpair id="${of}-${name}" name="${name}" value="${value.join("=")}"/>`)
    .join("");
const device = (id: string, params = "", meta = ""): string =>
  `<primitive id="${id}" class="stonith" type="fence_x"><instance_attributes id="${id}-i">${pairs(`${id}-i`, params)}</instance_attributes><meta_attributes id="${id}-m">${pairs(`${id}-m`, meta)}</meta_attributes></primitive>`;
const level = (index: number, devices: string, target = 'target="one"'): string =>
  `<fencing-level id="l${index}${devices}" ${target} index="${index}" devices="${devices}"/>`;
const ban = (rsc: string, node: string, score = "-INFINITY"): string =>
  `<rsc_location id="b-${rsc}-${node}" rsc="${rsc}" node="${node}" score="${score}"/>`;
const THREE = '<node id="1" uname="one"/><node id="2" uname="two"/><node id="3" uname="three"/>';
const TWO = '<node id="1" uname="one"/><node id="2" uname="two"/>';

function explain(parts: Parts, name = "one"): FencingExplanation {
  const { properties = "", nodes = THREE, resources = "", constraints = "", levels = "", actions, totem } = parts;
  const cib = parsed(`<cib validate-with="pacemaker-3.9" admin_epoch="0" epoch="1" num_updates="0"><configuration>
    <crm_config><cluster_property_set id="o">${pairs("o", properties)}</cluster_property_set></crm_config>
    <nodes>${nodes}</nodes><resources>${resources}</resources><constraints>${constraints}</constraints>
    <fencing-topology>${levels}</fencing-topology></configuration><status/></cib>`);
  const reading = readingOf({ cib, at: 0 });
  const node = reading.model.nodesByName.get(name);
  if (node === undefined) throw new Error(`no node ${name}`);
  const known = new Map(actions === undefined ? [] : [["fence_x", new Set(actions)]]);
  return explainFencing({ reading, node, actions: known, totem });
}

const codes = (parts: Parts): string[] => explain(parts).findings.map(({ code }) => code);

const SOUND: Parts = { resources: device("f", "pcmk_host_list=one,two,three") };

/** By finding: what has it, and what is near to that and does not. */
const TABLE: Readonly<Record<string, readonly [Parts, Parts]>> = {
  FencingOff: [{ ...SOUND, properties: "stonith-enabled=false" }, SOUND],
  NothingFences: [{ resources: device("f", "pcmk_host_list=two") }, SOUND],
  NeverSucceeds: [
    { resources: device("f") + device("g", "pcmk_host_list=two"), levels: level(1, "f,g") },
    { resources: device("f") + device("g", "pcmk_host_list=ONE"), levels: level(1, "f,g") },
  ],
  NeverReached: [
    { ...SOUND, properties: "stonith-watchdog-timeout=10", levels: level(1, "watchdog") + level(2, "f") },
    { ...SOUND, properties: "stonith-watchdog-timeout=10", levels: level(1, "f") + level(2, "watchdog") },
  ],
  LevelUnused: [
    { ...SOUND, levels: level(1, "f") + level(2, "f", 'target-pattern="^o"') },
    { ...SOUND, levels: level(1, "f") + level(2, "f", 'target-pattern="^x"') },
  ],
  AmbiguousTopology: [
    { ...SOUND, levels: level(1, "f", 'target-pattern="e$"') + level(2, "f", 'target-pattern="^o"') },
    { ...SOUND, levels: level(1, "f", 'target-pattern="^o"') + level(2, "f", 'target-pattern="^o"') },
  ],
  DeviceUnused: [
    { resources: device("f") + device("g", "pcmk_host_list=one"), levels: level(1, "f") },
    { resources: device("f") + device("g", "pcmk_host_list=two"), levels: level(1, "f") },
  ],
  SamePriority: [
    { resources: device("f", "priority=1") + device("g", "priority=1") },
    { resources: device("f", "priority=1") + device("g", "priority=2") },
  ],
  StaysOff: [
    { ...SOUND, actions: ["off", "on", "status"] },
    { ...SOUND, actions: ["off", "on", "reboot"] },
  ],
  BaseAboveMost: [
    { resources: device("f", "pcmk_delay_base=9 pcmk_delay_max=5") },
    { resources: device("f", "pcmk_delay_base=5 pcmk_delay_max=9") },
  ],
  RaceOpen: [
    { nodes: TWO, resources: device("f", "pcmk_delay_max=9") },
    { nodes: TWO, resources: device("f", "pcmk_delay_base=one:9s;two:0s") },
  ],
};

describe.each(Object.entries(TABLE))("%s", (code, [broken, sound]) => {
  test("is found", () => expect(codes(broken)).toContain(code));
  test("is not found where it is not so", () => expect(codes(sound)).not.toContain(code));
});

test.each([
  ["f", "NotConfigured", { resources: device("g"), levels: level(1, "f") }],
  ["f", "Disabled", { resources: device("f", "", "target-role=Stopped"), levels: level(1, "f") }],
  ["f", "NotForNode", { resources: device("f", "pcmk_host_map=two:1"), levels: level(1, "f") }],
  ["f", "OnlyOnTarget", { resources: device("f"), constraints: ban("f", "two") + ban("f", "three", "-1") }],
  ["f", "Banned", { resources: device("f"), constraints: ["one", "two", "three"].map((n) => ban("f", n)).join("") }],
] as const)("a device that can never be asked says why: %s %s", (id, fails, parts) => {
  const answer = explain(parts);
  expect(answer.ways[0]).toMatchObject({ never: "Fails", worst: 0, devices: [{ device: id, fails }] });
  expect(answer.findings.map(({ code }) => code)).toContain("NothingFences");
  expect(fencingExplanationLines(answer).join("\n")).toMatch(/! nothing can fence one.*\n! .*can never succeed: .*f/s);
});

test("a device that a finite score keeps away is not asked from there either", () => {
  const { ways } = explain({ resources: device("f"), constraints: ban("f", "two", "-10000") });
  expect(ways[0]?.devices[0]).toMatchObject({
    runners: ["three"],
    notFrom: [
      { node: "one", why: "Target" },
      { node: "two", why: "Banned", score: -10000 },
    ],
  });
});

test("times add up: delays, timeouts of each action, all ways, and the fencer's patience above them", () => {
  const answer = explain({
    properties: "stonith-timeout=20",
    resources: device("f", "pcmk_delay_base=2 pcmk_delay_max=5 pcmk_off_timeout=30") + device("g") + device("h"),
    levels: level(1, "f,g") + level(4, "h"),
  });
  expect(answer.ways.map(({ worst }) => worst)).toEqual([5 + 30 + 20 + 20 + 20, 20]);
  expect(answer.worst).toEqual({ seconds: 115, givenUp: 138 });
  expect(answer.noticed).toEqual({ token: 3.65, consensus: 4.38, source: "default" });
  const early = explain({ ...SOUND, properties: "dc-version=1.1.23-1.el7_9.1-9acf116022" });
  expect(early.noticed).toEqual({ token: 1.65, consensus: 1.98, source: "default" });
  expect(explain({ ...SOUND, totem: { token: 10_000, consensus: 12_000 } }).noticed).toEqual({
    token: 10,
    consensus: 12,
    source: "corosync.conf",
  });
});

test("of two nodes the one that is fenced later is ahead, by the least difference of the delays", () => {
  const separate = (one: string, two: string): Parts => ({
    nodes: TWO,
    resources: device("f1", `pcmk_host_list=one ${one}`) + device("f2", `pcmk_host_list=two ${two}`),
  });
  expect(explain(separate("pcmk_delay_base=10", "")).race).toEqual({
    other: "two",
    delays: { node: { least: 10, most: 10 }, other: { least: 0, most: 0 } },
    survivor: "one",
    lead: 10,
  });
  expect(explain(separate("pcmk_delay_base=10", ""), "two").race).toMatchObject({ survivor: "one", lead: 10 });
  expect(explain(separate("pcmk_delay_base=10", "pcmk_delay_max=7")).race).toMatchObject({ survivor: "one", lead: 3 });
  expect(explain(separate("pcmk_delay_base=10", "pcmk_delay_max=12")).race).toMatchObject({ survivor: null, lead: 0 });
  expect(explain(separate("delay=8", "pcmk_delay_max=3")).race).toMatchObject({ survivor: "one", lead: 5 });
  expect(explain({ ...separate("", ""), nodes: THREE }).race).toBeUndefined();
});

test("no parameter but what says who and when is shown", () => {
  const answer = explain({ nodes: TWO, resources: device("f", "password=canary ip=canary pcmk_delay_base=4") });
  expect(JSON.stringify(answer) + fencingExplanationLines(answer).join("\n")).not.toContain("canary");
});

test("a guest node is fenced with its container", () => {
  const vm = `<primitive id="vm" class="ocf" provider="heartbeat" type="VirtualDomain"><meta_attributes id="vm-m">${pairs("vm-m", "remote-node=inner")}</meta_attributes></primitive>`;
  const answer = explain({ resources: device("f") + vm }, "inner");
  expect(answer).toMatchObject({ kind: "guest", container: "vm", ways: [], findings: [] });
});
