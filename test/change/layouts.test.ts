/**
 * The layouts of OpenStack's releases: where there is the CIB of a real cluster, the example manifest is all of it and
 * nothing else. Applied to it a manifest changes nothing, and what it does not own there is listed here with the reason.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compareManifests } from "../../src/change/compare.ts";
import { readDesired } from "../../src/change/desired.ts";
import { OWN_RECORDS } from "../../src/change/plan/plan.ts";
import { emptyCib } from "../../src/cib/empty.ts";
import { diffConfiguration } from "../../src/cib/patch/diff.ts";
import { validateCib } from "../../src/cib/validate.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { child, type Element, element, elements, get, idOf } from "../../src/cib/xml/tree.ts";
import { ownedIds } from "../../src/manifest/merge/ownership.ts";
import { listDifferences } from "../../src/report/plan/differences.ts";
import { needs } from "../needs.ts";
import { goldenCluster, whyNoGolden } from "../shared.ts";

const AT = 1_700_000_000_000;
const FOLDER = new URL("../../examples/openstack/", import.meta.url);

const configuration = (cib: Element): Element => child(cib, "configuration") as Element;
const desired = (release: string) =>
  readDesired(
    { path: `${release}.yaml`, text: readFileSync(new URL(`${release}.yaml`, FOLDER), "utf8") },
    async () => "****",
    true,
  );

/** Written by Pacemaker itself and by agents, in every cluster. */
const BY_OTHERS =
  /^(have-watchdog|dc-version|cluster-infrastructure|last-lrm-refresh|redis_REPL_INFO|OVN_REPL_INFO|rmq-node-attr-.*)$/;

interface Layout {
  readonly release: string;
  readonly golden: string;
  /** What a plan for the real cluster says all the same, with why. */
  readonly changes?: readonly (readonly [line: string, why: string])[];
  /** Objects of the real cluster that are not the manifest's, with why. */
  readonly others?: readonly (readonly [id: string, why: string])[];
}

const LAYOUTS: readonly Layout[] = [
  { release: "mitaka", golden: "mitaka" },
  { release: "ocata", golden: "ocata" },
  { release: "pike", golden: "pike" },
  {
    release: "queens",
    golden: "queens",
    changes: [
      [
        "compute-unfence-trigger-clone: primitive compute-unfence-trigger, start operation, requires",
        "an attribute of an operation then, which schemas from 3.0 on have as a meta attribute of the resource",
      ],
      ["compute-unfence-trigger-clone: primitive compute-unfence-trigger, requires", "likewise"],
    ],
  },
  { release: "rocky", golden: "rocky" },
  {
    release: "train",
    golden: "train-controllers",
    changes: [
      ["ovn-dbs-bundle: storage-mapping ovn-fuck", "someone edited this lab by hand: a mount of agents under test"],
      ["ovn-dbs-bundle: primitive ovndb_servers, interleave", "likewise: TripleO does not set it for OVN"],
      ["ovn-dbs-bundle: primitive ovndb_servers, ordered", "likewise"],
    ],
    others: [["cli-ban-ovn-dbs-bundle-on-controller-0", "left over from a ban by hand"]],
  },
];

describe.each(LAYOUTS)("$release", ({ release, golden, changes = [], others = [] }) => {
  it("changes nothing in the real cluster", async (context) => {
    needs(context, whyNoGolden());
    const parsed = parseXml(goldenCluster(golden).text);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const real = parsed.root;
    const wanted = await desired(release);
    expect(wanted.unlikeProfile(real)).toEqual([]);
    const merged = wanted.cib(real);
    const differences = listDifferences(real, diffConfiguration(real, merged), { unsaid: OWN_RECORDS });
    const lines = differences
      .map((d) => d.difference)
      .filter(({ before, after }) => before !== "(secret)" && after !== "(secret)")
      .map(({ object, part }) => `${object}: ${part}`);
    expect(lines).toEqual(changes.map(([line]) => line));
    expect(notOwned(real, merged)).toEqual(others.map(([id]) => id));
    expect(notSaid(real, wanted.cib(emptyCib()))).toEqual([]);
  });
});

describe("diff", () => {
  const file = (release: string) => ({
    path: `${release}.yaml`,
    text: readFileSync(new URL(`${release}.yaml`, FOLDER), "utf8"),
  });

  it("shows an upgrade as plan does", async () => {
    const plan = await compareManifests(file("rocky"), file("stein"), AT);
    expect(plan.differences.map(({ kind, object }) => `${kind} ${object}`)).toContain("added galera-bundle");
    const actions = plan.resources.map(({ kind, resource }) => `${kind} ${resource}`);
    expect(actions).toEqual(
      expect.arrayContaining([
        "stop haproxy-bundle-docker-0",
        "start haproxy-bundle-podman-0",
        "start galera-bundle-0",
      ]),
    );
    expect(plan.anyway).toEqual([]);
  });

  it("finds nothing between a manifest and itself", async () => {
    const plan = await compareManifests(file("stein"), file("stein"), AT);
    expect([plan.differences, plan.resources, plan.nodes]).toEqual([[], [], []]);
  });
});

/** Resources, constraints and levels that the manifest does not have. */
function notOwned(real: Element, merged: Element): string[] {
  const owned = ownedIds(configuration(merged));
  return ["resources", "constraints", "fencing-topology"]
    .flatMap((name) => elements(child(configuration(real), name) ?? element(name)))
    .map(idOf)
    .filter((id) => !owned.has(id));
}

/** Properties, defaults and node attributes of the real cluster, by name, that the manifest does not say. */
function notSaid(real: Element, alone: Element): string[] {
  const pairs = (cib: Element): string[] =>
    ["crm_config", "nodes", "rsc_defaults", "op_defaults"].flatMap((name) => {
      const section = child(configuration(cib), name);
      return (section === undefined ? [] : elements(section)).flatMap((holder) =>
        [holder, ...elements(holder)]
          .flatMap((set) => elements(set, "nvpair"))
          .map((p) => `${name} ${get(holder, "uname") ?? ""} ${get(p, "name")}=${get(p, "value")}`),
      );
    });
  const said = new Set(pairs(alone));
  return pairs(real).filter((p) => !said.has(p) && !BY_OTHERS.test(p.split(" ")[2]?.split("=")[0] ?? ""));
}

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith(".yaml")))("%s", (name) => {
  it("compiles to a configuration that Pacemaker takes", async () => {
    const wanted = await desired(name.replace(".yaml", ""));
    const { refusals, warnings } = validateCib(wanted.cib(emptyCib()));
    expect([refusals, warnings]).toEqual([[], []]);
    const known = "the policy does not fill a mirror made after a failure";
    expect(wanted.warnings.map((w) => w.message).filter((m) => !m.startsWith(known))).toEqual([]);
  });
});
