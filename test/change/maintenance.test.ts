/**
 * Maintenance with an end holds for what it names and all that is in it, for each kind of resource, for nodes and the
 * cluster, whatever is configured there; at its end all is as it was before, without anyone. Pacemaker decides the same.
 */
import { afterEach, describe, expect, test } from "vitest";
import { applyPrepared } from "../../src/change/apply.ts";
import { prepareChange } from "../../src/change/prepare.ts";
import { withHold } from "../../src/change/run/kind/hold.ts";
import { showStatus } from "../../src/change/show/status.ts";
import { carryOut } from "../../src/change/verbs/carry-out.ts";
import { setMaintenance } from "../../src/change/verbs/maintenance.ts";
import { withoutMaintenance, withWindow } from "../../src/change/verbs/maintenance-edit.ts";
import { switchNodes } from "../../src/change/verbs/node.ts";
import { switchResources } from "../../src/change/verbs/resource.ts";
import { readWindows } from "../../src/cib/maintenance-window.ts";
import { validateCib } from "../../src/cib/validate.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { type Element, withAttribute } from "../../src/cib/xml/tree.ts";
import type { RunningCluster } from "../../src/cluster/embedded/open.ts";
import { importManifest } from "../../src/manifest/import/import.ts";
import { heldIn } from "../../src/report/held/read.ts";
import { findResource } from "../../src/scheduler/model/lookup.ts";
import { primitivesOf } from "../../src/scheduler/model/roles.ts";
import { readingOf } from "../../src/scheduler/reading.ts";
import { describeVerdict, judge } from "../differential/judge.ts";
import { ask, PACEMAKER_2, PACEMAKER_3, whyNot } from "../differential/oracle.ts";
import { needs } from "../needs.ts";
import { cibOf, embedded, type InFile, inFile, SMALL, whileTimePasses } from "./verb-cluster.ts";

const UNTIL = Date.UTC(2026, 0, 1, 12) / 1000;
const WINDOW = { until: UNTIL, who: "alice@bastion", why: "new disks" };

/** What is named, and the resources that it then holds. */
const SUBJECTS: readonly (readonly [name: string, held: readonly string[]])[] = [
  ["p", ["p"]],
  ["g", ["g1", "g2"]],
  ["g1", ["g1"]],
  ["c", ["cp"]],
  ["cp", ["cp"]],
  ["ms", ["msp"]],
  ["msp:0", ["msp"]],
  ["b", ["b"]],
  ["bp", ["b"]],
  ["all", ["p", "g", "c", "ms", "b"]],
];

const meta = (id: string, value: string): string =>
  `<meta_attributes id="${id}-meta_attributes"><nvpair id="${id}-maintenance" name="maintenance" value="${value}"/></meta_attributes>`;
const within = (text: string, before: string, added: string): string => text.replace(before, `${before}${added}`);

/** What may be configured already. */
const BEFORE: readonly (readonly [string, string])[] = [
  ["nothing", SMALL],
  ["a maintenance without an end", within(SMALL, '<group id="g">', meta("g", "true"))],
  [
    "contrary values inside",
    within(
      within(SMALL, 'id="g1" class="ocf" provider="pacemaker" type="Dummy">', meta("g1", "false")),
      'id="cp" class="ocf" provider="pacemaker" type="Dummy">',
      meta("cp", "no"),
    ),
  ],
  [
    "the cluster's default, written out",
    within(
      SMALL,
      '<cluster_property_set id="cib-bootstrap-options">',
      '<nvpair id="o" name="maintenance-mode" value="false"/>',
    ),
  ],
  [
    "a template with a value",
    within(
      SMALL.replace(
        '<primitive id="cp" class="ocf" provider="pacemaker" type="Dummy">',
        '<primitive id="cp" template="t">',
      ),
      "<resources>",
      `<template id="t" class="ocf" provider="pacemaker" type="Dummy">${meta("t", "false")}</template>`,
    ),
  ],
  ["defaults with a value", within(SMALL, "<constraints/>", `<rsc_defaults>${meta("d", "false")}</rsc_defaults>`)],
];

/** Whether each primitive below them is left alone at a moment. */
function left(cib: Element, names: readonly string[], at: number): boolean[] {
  const { model } = readingOf({ cib, at: at * 1000 });
  return names.flatMap((name) => {
    const rsc = findResource(model, name);
    return rsc === undefined ? [false] : primitivesOf(rsc).map((p) => !p.managed);
  });
}

/** Of a part of what is in maintenance that does not end. */
const staysIn = (text: string, name: string): boolean => name === "g1" && text.includes('id="g-maintenance"');

describe.each(BEFORE)("over %s", (_, text) => {
  test.each(SUBJECTS)("maintenance of %s holds for %j until its end", (name, held) => {
    const before = cibOf(text);
    const during = withWindow(before, name, WINDOW);
    expect(validateCib(during).refusals).toEqual(validateCib(before).refusals);
    expect(new Set(left(during, held, UNTIL - 1))).toEqual(new Set([true]));
    // At the end as without any: one that had no end has got one.
    const everything = ["p", "g", "c", "ms", "b"];
    const free = staysIn(text, name) ? before : withoutMaintenance(before, name, 0);
    expect(left(during, everything, UNTIL)).toEqual(left(free, everything, UNTIL));
    if (!staysIn(text, name))
      expect(left(withoutMaintenance(during, name, UNTIL - 1), everything, 0)).toEqual(left(free, everything, 0));
    // Begun again it is prolonged, and is there once.
    const longer = withWindow(during, name, { ...WINDOW, until: UNTIL + 60 });
    expect(readWindows(longer)).toHaveLength(readWindows(during).length);
    expect(new Set(left(longer, held, UNTIL))).toEqual(new Set([true]));
  });
});

test.for([PACEMAKER_2, PACEMAKER_3])(
  "crm_simulate $version decides the same before and at each end",
  async (oracle, context) => {
    needs(context, whyNot(oracle));
    // Each name once, over what is configured in turn.
    const cases = [...SUBJECTS.map(([name]) => name), "one"].flatMap((name, i) =>
      [UNTIL - 1, UNTIL].map((at) => {
        const [what = "", text = SMALL] = BEFORE[i % BEFORE.length] ?? [];
        const cib = withAttribute(withWindow(cibOf(text), name, WINDOW), "execution-date", String(at));
        return { what: `${name} at ${at} over ${what}`, cib: printXml(cib) };
      }),
    );
    const answers = await ask(
      cases.map(({ cib }) => cib),
      oracle,
    );
    const wrong = cases.flatMap(({ what, cib }, i) => {
      const answer = answers[i];
      if (answer === undefined || answer instanceof Error) return [`${what}: ${String(answer)}`];
      const verdict = judge(cib, answer, oracle);
      return verdict === undefined ? [] : [`${what}\n${describeVerdict(verdict)}`];
    });
    expect(wrong).toEqual([]);
  },
);

const worlds: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of worlds.splice(0)) await end();
});
const file = (text = SMALL) => {
  const made = inFile(text);
  worlds.push(made.dispose);
  return made;
};
const engine = async (): Promise<RunningCluster> => {
  const made = await embedded();
  worlds.push(() => made.stop());
  return made;
};

const ALICE = { who: "alice@bastion", why: "new disks", dryRun: false };

test("nodes are left alone too, whatever runs there", () => {
  const during = withWindow(cibOf(SMALL), "one", WINDOW);
  const { model } = readingOf({ cib: during, at: (UNTIL - 1) * 1000 });
  expect(model.nodesByName.get("one")?.maintenance).toBe(true);
  expect(readingOf({ cib: during, at: UNTIL * 1000 }).model.nodesByName.get("one")?.maintenance).toBe(false);
});

describe("on a running cluster", () => {
  test("it ends by itself, is shown as over, and goes with the next call", async () => {
    const world = await engine();
    const { cluster, driver } = world;
    const stops: string[] = [];
    driver.subscribe(({ event }) => {
      if (event.kind === "operation" && event.task !== "monitor") stops.push(`${event.rsc} ${event.task}`);
    });
    const begin = (names: readonly string[]) => setMaintenance(cluster, { names, for: 600_000 }, ALICE);
    await whileTimePasses(world, begin(["p", "three", "all"]));
    await whileTimePasses(world, carryOut(cluster, switchResources("disable", ["p"]), ALICE));
    driver.runUntil(() => false, driver.now + 590_000);
    expect(stops).toEqual([]);
    const { document } = await showStatus(cluster, { clock: () => 0 });
    if (document.document !== "status") throw new Error(document.document);
    expect(document.windows.map(({ of, id, over, who, why }) => [of, id, over, who, why])).toEqual([
      ["cluster", "", false, "alice@bastion", "new disks"],
      ["node", "three", false, "alice@bastion", "new disks"],
      ["resource", "p", false, "alice@bastion", "new disks"],
    ]);
    driver.runUntil(() => false, driver.now + 30_000);
    expect(stops).toEqual(["p stop"]);
    const shown = await showStatus(cluster, { name: "three", clock: () => 0 });
    expect(shown.document).toMatchObject({
      windows: [
        { of: "cluster", over: true },
        { of: "node", over: true },
      ],
    });
    const done = await whileTimePasses(world, begin(["g"]));
    expect(done.objects.map(({ text }) => text.replace(/\d{4}-\S+ [\d:]+Z/, "T"))).toEqual([
      "all was in maintenance until T: its record is removed",
      "three was in maintenance until T: its record is removed",
      "p was in maintenance until T: its record is removed",
      "g is in maintenance until T (alice@bastion: new disks)",
    ]);
    expect(readWindows((await cluster.read()).cib).map(({ id }) => id)).toEqual(["g"]);
  });
});

describe("it ends before its time", () => {
  test.each([
    [
      "maintenance end",
      (names: readonly string[], c: InFile["cluster"]) => setMaintenance(c, { names, for: undefined }, ALICE),
    ],
    [
      "unmaintenance",
      (names: readonly string[], c: InFile["cluster"]) =>
        carryOut(
          c,
          names[0] === "two" ? switchNodes("unmaintenance", names) : switchResources("unmaintenance", names),
          ALICE,
        ),
    ],
  ])("by %s", async (_, end) => {
    for (const name of ["p", "g", "cp", "b", "two"]) {
      const { cluster, text } = file();
      await setMaintenance(cluster, { names: [name], for: 600_000 }, ALICE);
      const done = await end([name], cluster);
      expect(done.objects.map((o) => o.changed)).toEqual([true]);
      expect(text()).not.toContain("holdfast-maintenance");
    }
  });

  test("not of a part of what is in maintenance, and what was not says so", async () => {
    const { cluster } = file();
    await setMaintenance(cluster, { names: ["g"], for: 600_000 }, ALICE);
    const part = setMaintenance(cluster, { names: ["g1"], for: undefined }, ALICE);
    await expect(part).rejects.toMatchObject({ code: "invalid", message: "g1 is in maintenance as a part of g" });
    const none = await setMaintenance(cluster, { names: ["p"], for: undefined }, ALICE);
    expect(none).toMatchObject({ changed: false, objects: [{ text: "p is not in maintenance" }] });
  });
});

test.each([
  ["without a reason", ["p"], { ...ALICE, why: " " }, { code: "usage", message: "a maintenance needs its reason" }],
  ["for an unknown name", ["q"], ALICE, { code: "missing", message: 'there is no resource "q"' }],
])("does not begin %s", async (_, names, options, error) => {
  const { cluster, text } = file();
  const before = text();
  await expect(setMaintenance(cluster, { names, for: 600_000 }, options)).rejects.toMatchObject(error);
  expect(text()).toBe(before);
});

const MANIFEST = `resources:
  p: {agent: "ocf:pacemaker:Dummy", meta: {resource-stickiness: 7}}
`;

test("apply keeps it, with its rule, and says so; a manifest's own maintenance has no end", async () => {
  const { cluster } = file();
  const request = (text: string) => ({ file: { path: "m.yaml", text }, secrets: async () => undefined });
  await setMaintenance(cluster, { names: ["p", "one", "all"], for: 600_000 }, ALICE);
  const windows = readWindows((await cluster.read()).cib);
  const prepared = await prepareChange(cluster, request(MANIFEST));
  expect(prepared.plan.kept.map(({ text }) => text.replace(/\d{4}-\S+ [\d:]+Z/, "T"))).toEqual([
    "the whole cluster is in maintenance until T (alice@bastion: new disks)",
    "one is in maintenance until T (alice@bastion: new disks)",
    "p is in maintenance until T (alice@bastion: new disks)",
  ]);
  await applyPrepared(cluster, prepared, ALICE);
  const { cib } = await cluster.read();
  expect(readWindows(cib)).toEqual(windows);
  // What it does not say, import does not say either.
  expect(importManifest(cib)).not.toMatch(/maintenance(-mode)?: true|rule/);
  const own = await prepareChange(cluster, request("properties: {maintenance-mode: false}\n"));
  await applyPrepared(cluster, own, ALICE);
  await expect(setMaintenance(cluster, { names: ["all"], for: 600_000 }, ALICE)).rejects.toMatchObject({
    code: "invalid",
    message: "the manifest sets maintenance-mode=false for the cluster, which no end would change",
  });
});

test("what a rolling edit has left, which no run knows of any more, goes with the command that status names", () => {
  for (const [, text] of BEFORE)
    for (const resource of ["p", "g", "c", "ms", "b"]) {
      const left = withHold(cibOf(text), resource);
      const [held, ...others] = heldIn(left, 0);
      expect([held?.state, held?.holds.map((hold) => hold.resource), others]).toEqual(["left", [resource], []]);
      const [, named = ""] = /^holdfast maintenance end (\S+)$/.exec(held?.ends.join() ?? "") ?? [];
      expect(heldIn(withoutMaintenance(left, named, 0), 0)).toEqual([]);
    }
});
