/**
 * A manifest changes what it says and nothing else, so one that says nothing changes nothing, on any CIB whatever: those of
 * real clusters, the lab's, the cases of findings and a sample of Pacemaker's (all of them with UNTOUCHED=all).
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type Desired, readDesired } from "../../src/change/desired.ts";
import { planChange } from "../../src/change/plan/plan.ts";
import { diffConfiguration } from "../../src/cib/patch/diff.ts";
import { readVersion } from "../../src/cib/patch/version.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import { caseFile, cases } from "../conformance/cases.ts";
import { needs } from "../needs.ts";
import {
  goldenCluster,
  goldenClusters,
  type NamedText,
  shared,
  whyNoCases,
  whyNoGolden,
  whyNoShared,
} from "../shared.ts";

const STICKY = '<nvpair id="rsc_defaults-options-resource-stickiness" name="resource-stickiness" value="INFINITY"/>';
const AT = 1_700_000_000_000;

function read(text: string): Promise<Desired> {
  return readDesired({ path: "nothing.yaml", text }, async () => undefined, false);
}

const NOTHING = await read("nodes: []\n");

/** Undefined for what no cluster could hold, such as a broken file of an attack. */
function cibOf(text: string): Element | undefined {
  const parsed = parseXml(text);
  return parsed.ok && parsed.root.name === "cib" ? parsed.root : undefined;
}

function changes({ name, text }: Pick<NamedText, "name" | "text">): string[] {
  const cib = cibOf(text);
  if (cib === undefined) return [];
  return diffConfiguration(cib, NOTHING.cib(cib)).changes.map((c) => `${name}: ${c.operation} ${c.path}`);
}

function filesIn(folder: string): NamedText[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".xml"))
    .map((name) => ({ name, path: join(folder, name), text: readFileSync(join(folder, name), "utf8") }));
}

describe("a manifest that says nothing changes nothing", () => {
  it("on real clusters", { timeout: 120_000 }, (context) => {
    needs(context, whyNoGolden());
    for (const cluster of goldenClusters()) {
      expect(changes(cluster), cluster.name).toEqual([]);
      const cib = cibOf(cluster.text) as Element;
      const snapshot = { cib, version: readVersion(cib), live: false, settled: undefined, at: AT, knownAt: undefined };
      const { plan } = planChange(snapshot, NOTHING.cib(cib), { ofManifest: true });
      expect([plan.differences, plan.resources, plan.risks], cluster.name).toEqual([[], [], []]);
    }
  });

  it.for(["lab-prototype/samples", "cases", "cases/attack"])("on all of %s", (folder, context) => {
    needs(context, whyNoShared(folder));
    expect(filesIn(shared(folder)).flatMap(changes)).toEqual([]);
  });

  it("on Pacemaker's cases", { timeout: 300_000 }, (context) => {
    needs(context, whyNoCases());
    const every = process.env.UNTOUCHED === "all" ? 1 : 12;
    const names = cases().flatMap(({ name }, i) => (i % every === 0 ? [name] : []));
    const found = names.flatMap((name) => changes({ name, text: caseFile(name, "xml") ?? "" }));
    expect(found).toEqual([]);
    expect(names.length).toBeGreaterThan(20);
  });
});

describe("a profile on a cluster that has something else", () => {
  beforeEach((context) => needs(context, whyNoGolden()));

  it("leaves what the cluster has, and says what it would set", async () => {
    const queens = cibOf(goldenCluster("queens").text) as Element;
    const wanted = await read("profile: tripleo-train\nproperties: {cluster-recheck-interval: 60s}\nnodes: []\n");
    expect(wanted.unlikeProfile(queens)).toEqual([]);
    const train = cibOf(goldenCluster("rocky").text.replace(STICKY, STICKY.replace("INFINITY", "100"))) as Element;
    expect(wanted.unlikeProfile(train)).toMatchObject([
      { section: "resource-defaults", name: "resource-stickiness", has: "100", value: "INFINITY", where: { line: 1 } },
    ]);
  });

  it("is a risk where it sets what resources of others then have", async () => {
    const cib = cibOf(goldenCluster("rocky").text) as Element;
    const wanted = await read("profile: tripleo-train\nnodes: []\n");
    const snapshot = { cib, version: readVersion(cib), live: false, settled: undefined, at: AT, knownAt: undefined };
    const { plan } = planChange(snapshot, wanted.cib(cib), { ...wanted, unlikeProfile: [] });
    expect(plan.differences.map((d) => d.part)).toEqual(["timeout"]);
    expect(plan.risks.map((r) => `${r.code} ${r.object} ${r.where?.line}`)).toEqual(["defaults-of-others timeout 1"]);
  });
});
