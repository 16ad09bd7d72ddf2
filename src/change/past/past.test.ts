/** The way back: to a version of the history, and to a backup. */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { configurationVersion } from "../../cib/change-record.ts";
import { masked } from "../../cib/masked.ts";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { child, descend, type Element, elements, idOf } from "../../cib/xml/tree.ts";
import { virtualClock } from "../../cluster/embedded/clock.ts";
import { type RunningCluster, startEmbedded } from "../../cluster/embedded/open.ts";
import { writeSecretFile } from "../../cluster/file/secret-file.ts";
import type { Cluster } from "../../cluster/port.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { applyPrepared } from "../apply.ts";
import { prepareRestore, takeBackup } from "./backup.ts";
import { historyDiff, prepareRevert } from "./history.ts";
import { withPast } from "./past-configuration.ts";

const AUTHOR = { who: "tester", why: "test" };

function parsed(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

const NODES = '<node id="1" uname="one"/><node id="2" uname="two"/>';
const OWN =
  '<nvpair id="dv" name="dc-version" value="2.1.5"/><nvpair id="ci" name="cluster-infrastructure" value="corosync"/>';
const dummy = (id: string): string => `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"/>`;

function configuration(resources: string, nodes = NODES, name = "here"): Element {
  return parsed(`<configuration><crm_config><cluster_property_set id="cib-bootstrap-options">
    ${OWN}<nvpair id="n" name="cluster-name" value="${name}"/><nvpair id="e" name="stonith-enabled" value="false"/>
    </cluster_property_set></crm_config><nodes>${nodes}</nodes><resources>${resources}</resources><constraints/></configuration>`);
}

let directory: string;
let running: RunningCluster;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-past-"));
  running = await startEmbedded({
    directory: join(directory, "c"),
    schedule,
    configuration: configuration(dummy("a")),
    clock: () => virtualClock(Date.UTC(2026, 0, 1)),
  });
  running.driver.settle(running.driver.now + 60_000);
});
afterEach(async () => {
  await running.stop();
  rmSync(directory, { recursive: true });
});

async function put(cluster: Cluster, to: Element, why = "test"): Promise<string> {
  const { cib, version } = await cluster.read();
  const patch = diffConfiguration(cib, { ...cib, children: [to] });
  await passing(cluster.commit({ patch, expected: version, who: "tester", why }));
  running.driver.settle(running.driver.now + 60_000);
  return configurationVersion((await cluster.read()).cib);
}

/** The engine's time passes only here. */
async function passing<T>(work: Promise<T>): Promise<T> {
  let done = false;
  void work
    .finally(() => {
      done = true;
    })
    .catch(() => undefined);
  while (!done) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    running.driver.runUntil(() => false, running.driver.now + 100);
  }
  return work;
}

const ids = (cib: Element): string[] => {
  const section = descend(cib, "configuration", "resources");
  return section === undefined ? [] : elements(section).map(idOf);
};

test("reverting makes the configuration what it was, as a new version, and names what it undoes", async () => {
  const { cluster } = running;
  const first = configurationVersion((await cluster.read()).cib);
  const before = child((await cluster.read()).cib, "configuration");
  await put(cluster, configuration(dummy("a") + dummy("b")), "add b");
  const third = await put(cluster, configuration(dummy("b")), "remove a");

  const diff = await historyDiff(cluster, first, undefined);
  expect(diff).toMatchObject({ from: first, to: third });
  // The test's own commits leave out what the engine has written.
  const differences = diff.differences.filter(({ object }) => object !== "crm_config");
  expect(differences.map(({ kind, object }) => `${kind} ${object}`).sort()).toEqual(["added b", "removed a"]);
  expect((await historyDiff(cluster, first, first)).differences).toEqual([]);

  const prepared = await passing(prepareRevert(cluster, first));
  expect(prepared.undone.map(({ why }) => why)).toEqual(["remove a", "add b"]);
  expect(prepared.plan.resources.map(({ kind, resource }) => `${kind} ${resource}`).sort()).toEqual([
    "start a",
    "stop b",
  ]);
  const applied = await passing(applyPrepared(cluster, prepared, AUTHOR));
  expect(applied.changed).toBe(true);
  const now = await cluster.read();
  expect(now.version.epoch).toBeGreaterThan(Number(third.split(".")[1]));
  expect(ids(now.cib)).toEqual(["a"]);
  if (before === undefined) throw new Error("no configuration");
  const again = withPast(now.cib, before).cib;
  expect(diffConfiguration(now.cib, again).changes).toEqual([]);
  expect((await passing(prepareRevert(cluster, first))).plan.differences).toEqual([]);
});

test("a version that is none, and one that is not kept, are named", async () => {
  await expect(prepareRevert(running.cluster, "yesterday")).rejects.toMatchObject({ code: "usage" });
  await expect(prepareRevert(running.cluster, "7.7")).rejects.toMatchObject({ code: "missing" });
  await expect(historyDiff(running.cluster, "7.7", undefined)).rejects.toMatchObject({ code: "missing" });
});

test("which nodes there are stays as it is: one that is gone would be fenced, one that has joined would lose its entry", () => {
  const attribute = '<instance_attributes id="x"><nvpair id="y" name="rack" value="1"/></instance_attributes>';
  const past = configuration(
    "",
    `<node id="1" uname="one">${attribute}</node><node id="9" uname="gone"/><node id="r" uname="r" type="remote"/>`,
  );
  const { cib, absent } = withPast(parsed(`<cib>${printXml(configuration("", NODES))}<status/></cib>`), past);
  expect(absent).toEqual(["gone"]);
  const nodes = descend(cib, "configuration", "nodes");
  expect(nodes === undefined ? "" : printXml(nodes, { indent: 0 })).toBe(
    `<nodes><node id="1" uname="one">${attribute}</node><node id="2" uname="two"/><node id="r" uname="r" type="remote"/></nodes>`,
  );
});

test("what Pacemaker writes itself stays: its version, and when it was last refreshed", () => {
  const present = (resources: string): Element => {
    const text = printXml(configuration(resources), { indent: 0 })
      .replace(OWN, '<nvpair id="dv" name="dc-version" value="3.0.1"/>')
      .replace("</cluster_property_set>", '<nvpair id="lr" name="last-lrm-refresh" value="7"/></cluster_property_set>');
    return parsed(`<cib>${text}<status/></cib>`);
  };
  const { cib } = withPast(present(dummy("a")), configuration(""));
  expect(diffConfiguration(present(""), cib).changes).toEqual([]);
});

test("a backup brings the configuration back, with its secrets, and only its owner may read it", async () => {
  const { cluster } = running;
  const secret = `<primitive id="f" class="stonith" type="fence_x"><instance_attributes id="fi"><nvpair id="fp" name="passwd" value="canary"/></instance_attributes></primitive>`;
  await put(cluster, configuration(dummy("a") + secret));
  const backup = await takeBackup(cluster);
  expect(backup.done.secrets).toBe(1);
  expect(backup.text).toContain("canary");
  const path = join(directory, backup.name);
  await writeSecretFile(path, backup.text);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await expect(writeSecretFile(path, "other")).rejects.toMatchObject({ code: "unsafe" });
  expect(readFileSync(path, "utf8")).toBe(backup.text);

  await put(cluster, configuration(dummy("z")), "all gone");
  const request = { file: { path, text: backup.text }, otherCluster: false };
  const prepared = await passing(prepareRestore(cluster, request));
  expect(prepared.undone.map(({ why }) => why)).toEqual(["all gone"]);
  expect(JSON.stringify(prepared.plan)).not.toContain("canary");
  await passing(applyPrepared(cluster, prepared, AUTHOR));
  expect(ids((await cluster.read()).cib)).toEqual(["a", "f"]);
  expect((await takeBackup(cluster)).text).toContain("canary");
});

test("the backup of another cluster is refused, and what is none", async () => {
  const { cluster } = running;
  const { text } = await takeBackup(cluster);
  const restore = (changed: string, otherCluster = false) =>
    passing(prepareRestore(cluster, { file: { path: "b.xml", text: changed }, otherCluster }));
  const other = text.replace('value="here"', 'value="there"');
  await expect(restore(other)).rejects.toThrow('b.xml is of the cluster "there", and this is "here"');
  expect((await restore(other, true)).plan.differences).toHaveLength(1);
  const nodes = text.replace('uname="one"', 'uname="x1"').replace('uname="two"', 'uname="x2"');
  await expect(restore(nodes)).rejects.toMatchObject({ code: "unsafe" });
  await expect(restore("<cib/>")).rejects.toMatchObject({ code: "invalid" });
  await expect(restore(text.slice(0, 100))).rejects.toMatchObject({ code: "invalid" });
  const shown = printXml(
    masked(
      parsed(
        text.replace(
          "</resources>",
          `<primitive id="f" class="stonith" type="x"><instance_attributes id="i"><nvpair id="p" name="passwd" value="canary"/></instance_attributes></primitive></resources>`,
        ),
      ),
    ),
  );
  await expect(restore(shown)).rejects.toThrow("passwd is hidden in it");
});
