/** Behind every action of a plan stands the line of the manifest, or the object of the CIB, that causes it. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { planChange } from "../../src/change/plan/plan.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { newCib } from "../../src/cluster/embedded/new-cib.ts";
import { startEmbedded } from "../../src/cluster/embedded/open.ts";
import type { Snapshot } from "../../src/cluster/port.ts";
import { compile } from "../../src/manifest/compile/compile.ts";
import { whereWritten } from "../../src/manifest/compile/provenance.ts";
import { readManifest } from "../../src/manifest/manifest.ts";
import { merge } from "../../src/manifest/merge/merge.ts";
import type { Locate } from "../../src/report/plan/differences.ts";
import type { Plan, PlannedResource } from "../../src/report/plan/document.ts";
import { planLines } from "../../src/report/plan/text.ts";
import { schedule } from "../../src/scheduler/schedule.ts";

const EXAMPLE = readFileSync(new URL("../../examples/control-plane.yaml", import.meta.url), "utf8");
const BEGINNING = Date.UTC(2026, 0, 1);
const SERVICES = "services: [galera, rabbitmq, redis, haproxy, ovn-dbs, cinder-volume]";

interface Wanted {
  readonly cib: Element;
  readonly locate: Locate;
}

function desired(text: string, current: Element): Wanted {
  const read = readManifest(text, "edited.yaml");
  if (!read.ok) throw new Error(read.problems.map((p) => p.message).join("; "));
  const compiled = compile(read.manifest, { secret: () => "correct-horse" });
  if (!compiled.ok) throw new Error(compiled.problems.map((p) => p.message).join("; "));
  return { cib: merge(current, compiled.compiled), locate: whereWritten(read.manifest, read.written) };
}

let snapshot: Snapshot;
beforeAll(async () => {
  const configuration = desired(EXAMPLE, newCib(undefined)).cib;
  const clock = () => virtualClock(BEGINNING);
  const running = await startEmbedded({ directory: undefined, schedule, clock, configuration });
  expect(running.driver.settle(BEGINNING + 30 * 60 * 1000)).toBe(true);
  snapshot = await running.cluster.read();
  await running.stop();
}, 120_000);

const withService = (name: string, settings: string): string =>
  EXAMPLE.replace(
    SERVICES,
    `services:\n${["galera", "rabbitmq", "redis", "haproxy", "ovn-dbs", "cinder-volume"]
      .map((s) => `  ${s}:${s === name ? ` ${settings}` : ""}`)
      .join("\n")}`,
  );

/** Lines of the manifest that stand behind a change. */
const linesBehind = (plan: Plan, { because }: PlannedResource): (number | undefined)[] => [
  ...new Set(because.differences.map((i) => plan.differences[i]?.where?.line)),
];

describe("a plan for an edited manifest", () => {
  test.each([
    ["a mount", withService("haproxy", "{mounts: {extra: {source: /etc/EDITED, target: /etc/x}}}")],
    ["an image", withService("redis", "{image: example/EDITED}")],
    ["a container option", withService("ovn-dbs", "{options: {add: --env=EDITED=1}}")],
    ["a parameter of an agent", withService("galera", "{parameters: {wsrep_cluster_address: 'gcomm://EDITED'}}")],
    ["a meta attribute", withService("rabbitmq", "{meta: {target-role: Stopped}} # EDITED")],
    ["a virtual IP", EXAMPLE.replace("  storage: 172.17.3.122\n", "  storage: 172.17.3.122\n  EDITED: 172.17.2.50\n")],
    [
      "a node's attribute",
      EXAMPLE.replace(
        "nodes: [controller-0,",
        "nodes:\n  controller-0: {attributes: {standby: on}} # EDITED\n ",
      ).replace(/ {2}controller-1, controller-2\]/, "  controller-1:\n  controller-2:"),
    ],
    [
      "a constraint",
      `${EXAMPLE}\nconstraints:\n  # EDITED below\n  - location: {resource: haproxy, node: controller-1, score: -INFINITY}\n`,
    ],
    ["a property", `${EXAMPLE}\nproperties:\n  stop-all-resources: true # EDITED\n`],
  ])("%s: names its line behind every action", (_, edited) => {
    const line = edited.split("\n").findIndex((l) => l.includes("EDITED")) + 1;
    const shift = edited.includes("EDITED below") ? 1 : 0;
    const { cib, locate } = desired(edited, snapshot.cib);
    const { plan } = planChange(snapshot, cib, { locate });
    expect(plan.resources.length).toBeGreaterThan(0);
    for (const change of plan.resources) {
      expect(linesBehind(plan, change), `${change.kind} ${change.resource}`).toContain(line + shift);
      expect(change.because.chain.length).toBeGreaterThan(0);
    }
    const text = planLines(plan).map((l) => l.text);
    expect(text.filter((l) => l.startsWith("  * ")).every((l) => l.includes(`edited.yaml:${line + shift}`))).toBe(true);
  });

  test("two edits: each action has the line of the one that causes it", () => {
    const edited = withService("haproxy", "{image: example/one}").replace("redis:\n", "redis: {image: example/two}\n");
    const lines = edited.split("\n");
    const lineOf = (word: string): number => lines.findIndex((l) => l.includes(word)) + 1;
    const { cib, locate } = desired(edited, snapshot.cib);
    const { plan } = planChange(snapshot, cib, { locate });
    const behind = new Map(plan.resources.map((c) => [c.resource, linesBehind(plan, c)]));
    expect(behind.get("haproxy-bundle-podman-0")).toEqual([lineOf("example/one")]);
    expect(behind.get("redis-bundle-podman-0")).toEqual([lineOf("example/two")]);
    expect(behind.get("redis:0")).toEqual([lineOf("example/two")]);
  });

  test("a service removed: has no line any more, and is named by its object", () => {
    const edited = EXAMPLE.replace(SERVICES, SERVICES.replace("rabbitmq, ", ""));
    const { cib, locate } = desired(edited, snapshot.cib);
    const { plan } = planChange(snapshot, cib, { locate });
    expect(plan.resources.length).toBeGreaterThanOrEqual(9);
    for (const { because } of plan.resources) {
      const paths = because.differences.map((i) => plan.differences[i]?.path);
      expect(paths).toContain("/cib/configuration/resources/bundle[@id='rabbitmq-bundle']");
    }
  });

  test("from nothing: every start has the line of its service", () => {
    const empty = newCib(undefined);
    const { cib, locate } = desired(EXAMPLE, empty);
    const { plan } = planChange({ ...snapshot, cib: withNodes(empty, snapshot.cib) }, withNodes(cib, snapshot.cib), {
      locate,
    });
    expect(plan.resources.length).toBeGreaterThan(30);
    for (const change of plan.resources)
      expect(linesBehind(plan, change).filter((l) => l !== undefined)).not.toEqual([]);
  });
});

/** The CIB with the nodes of another, as members of a cluster that has nothing yet. */
function withNodes(cib: Element, from: Element): Element {
  const states = [...printXml(from).matchAll(/<node_state [^>]*uname="(controller-\d)"[^>]*?>/g)].map(
    ([tag]) =>
      `${tag.replace(/\/?>$/, "")}><lrm id="${/ id="(\d+)"/.exec(tag)?.[1]}"><lrm_resources/></lrm></node_state>`,
  );
  const parsed = parseXml(
    printXml(cib)
      .replace(/<status\/>|<status>[\s\S]*<\/status>/, `<status>${states.join("")}</status>`)
      .replace('have-quorum="0"', 'have-quorum="1"'),
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

test("an edited CIB: each action has the path of the edit that causes it", () => {
  const text = printXml(snapshot.cib).replace(/(<podman [^>]*image=")[^"]*(redis[^"]*")/, "$1EDITED-$2");
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { plan } = planChange(snapshot, parsed.root);
  expect(plan.differences).toMatchObject([
    { path: "/cib/configuration/resources/bundle[@id='redis-bundle']/podman/@image" },
  ]);
  expect(plan.resources.length).toBeGreaterThan(0);
  for (const { because } of plan.resources) expect(because.differences).toEqual([0]);
});
