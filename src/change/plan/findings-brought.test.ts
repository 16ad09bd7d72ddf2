/** A plan warns of what a change brings, and of nothing that was there before, is silenced or is said elsewhere. */
import { expect, test } from "vitest";
import { emptyCib } from "../../cib/empty.ts";
import { readVersion } from "../../cib/patch/version.ts";
import { printXml } from "../../cib/xml/print.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { Snapshot } from "../../cluster/port.ts";
import { warningText } from "../../report/plan/text-risks.ts";
import { type Desired, readDesired, type Written } from "../desired.ts";
import { withFindings } from "./findings-brought.ts";
import { planChange } from "./plan.ts";

const desired = (file: Written): Promise<Desired> => readDesired(file, async () => "x", true);

async function clusterOf(text: string): Promise<Element> {
  return (await desired({ path: "m.yaml", text })).cib(emptyCib());
}

/** The lines of a plan that come from rules. */
async function warned(before: Element, text: string, path = "m.yaml"): Promise<string[]> {
  const wanted = await desired({ path, text });
  const after = wanted.cib(before);
  const at = Date.UTC(2026, 0, 1);
  const snapshot: Snapshot = { cib: before, version: readVersion(before), live: false, settled: true, at, knownAt: at };
  const planned = planChange(snapshot, after, { ...wanted, unlikeProfile: wanted.unlikeProfile(before) });
  const { plan } = withFindings({ before, after, file: { ...wanted, text } }, planned);
  return plan.warnings.filter(({ rule }) => rule !== undefined).map(warningText);
}

const FENCED = "nodes: [a, b, c]\nfencing: {agent: fence_ipmilan, parameters: {ip: '{node}-bmc'}}\n";
const careless = (...names: readonly string[]): string =>
  names
    .map((n) => `  ${n}: {agent: ocf:heartbeat:apache, operations: {monitor: {interval: 10s, on-fail: ignore}}}\n`)
    .join("");
const OLD = `${FENCED}resources:\n${careless("old")}`;

test("what was there is not said again, what is new is said with its line and what to do", async () => {
  const before = await clusterOf(OLD);
  expect(await warned(before, OLD)).toEqual([]);
  expect(await warned(before, `${OLD}  sound: {agent: ocf:heartbeat:apache}\n`)).toEqual([]);
  expect(await warned(before, `${OLD}${careless("new")}`)).toEqual([
    "! m.yaml:5: R07: a failed monitor of new is ignored; on-fail=restart, the default",
  ]);
});

test("of many that break a rule three are named, and what to do is said once", async () => {
  const before = await clusterOf(FENCED);
  const lines = await warned(before, `${FENCED}resources:\n${careless("r1", "r2", "r3", "r4", "r5")}`);
  expect(lines).toEqual([
    "! m.yaml:4: R07: a failed monitor of r1 is ignored; on-fail=restart, the default",
    "! m.yaml:5: R07: a failed monitor of r2 is ignored",
    "! m.yaml:6: R07: a failed monitor of r3 is ignored",
    "! R07: 2 more, which verify lists",
  ]);
});

test("a line with a reason silences it", async () => {
  const before = await clusterOf(OLD);
  const reason = "# holdfast: ignore R07:new another system watches it\n";
  expect(await warned(before, `${OLD}${careless("new")}${reason}`)).toEqual([]);
});

test("a resource that is moved into a group brings nothing", async () => {
  const before = await clusterOf(OLD);
  const member = careless("old").trim();
  expect(await warned(before, `${FENCED}resources:\n  all:\n    group:\n      ${member}\n`)).toEqual([]);
});

test("a node that no device fences is said, and is a risk where a device did", async () => {
  const one =
    "nodes: [a, b]\nresources:\n  d: {agent: stonith:fence_xvm, parameters: {pcmk_host_list: 'a,b'}}\n  w: {agent: systemd:w}\n";
  const before = await clusterOf(one);
  expect(await warned(before, one.replace("[a, b]", "[a, b, c]"))).toEqual([
    expect.stringContaining("F03: no fence device is for c"),
  ]);
  expect(await warned(before, one.replace("a,b", "a"))).toEqual([]);
});

test("what people switch on purpose is not said", async () => {
  const before = await clusterOf(OLD);
  expect(await warned(before, `${OLD}properties: {maintenance-mode: true}\n`)).toEqual([]);
});

test("of a CIB in a file as of a manifest", async () => {
  const before = await clusterOf(OLD);
  const edited = printXml(await clusterOf(`${OLD}${careless("new")}`));
  expect(await warned(before, edited, "edited.xml")).toEqual([
    expect.stringMatching(/^! edited\.xml:\d+: R07: a failed monitor of new /),
  ]);
});
