/** Verbs of tags, groups and alerts: what they refuse, and that a tag stands for its resources. What they write, beside-pacemaker.test.ts has. */
import { afterEach, expect, test } from "vitest";
import { listConstraints, listGroups, listTags } from "../../src/change/show/listing.ts";
import { addAlert, alertIdOf, removeAlerts } from "../../src/change/verbs/alert.ts";
import { carryOut } from "../../src/change/verbs/carry-out.ts";
import { addColocation } from "../../src/change/verbs/constraint.ts";
import { addToGroup, removeFromGroup } from "../../src/change/verbs/group.ts";
import { addToTag, removeFromTag, untagged } from "../../src/change/verbs/tag.ts";
import type { Verb } from "../../src/change/verbs/verb.ts";
import type { Cluster } from "../../src/cluster/port.ts";
import { listingLines } from "../../src/report/listing/text.ts";
import { inFile, SMALL } from "./verb-cluster.ts";

const files: { dispose: () => void }[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.dispose();
});
const clusterOf = (text = SMALL): Cluster => {
  const made = inFile(text);
  files.push(made);
  return made.cluster;
};
const carried = async (cluster: Cluster, ...verbs: readonly Verb[]): Promise<string[]> => {
  const texts: string[] = [];
  for (const verb of verbs)
    texts.push(...(await carryOut(cluster, verb, { who: "tester", dryRun: false })).objects.map(({ text }) => text));
  return texts;
};

test("a tag stands for its resources, and a name that is none for itself", async () => {
  const cluster = clusterOf();
  await carried(cluster, addToTag("t", ["p", "c"]));
  expect(await untagged(cluster, ["t", "g", "p"])).toEqual(["p", "c", "g"]);
  expect(await untagged(cluster, ["t2"])).toEqual(["t2"]);
});

test("constraints name tags, and keep them", async () => {
  const cluster = clusterOf();
  await carried(cluster, addToTag("t", ["p", "g"]), addColocation("t", "c", "5"));
  const { constraints } = await listConstraints(cluster, ["t"]);
  expect(constraints.map(({ id }) => id)).toEqual(["colocation-t-c-5"]);
  const gone = { code: "invalid", message: "the constraint colocation-t-c-5 names the tag t" };
  await expect(carried(cluster, removeFromTag("t", []))).rejects.toMatchObject(gone);
  await expect(carried(cluster, removeFromTag("t", ["p", "g"]))).rejects.toMatchObject(gone);
  expect(listingLines(await listTags(cluster, []))).toEqual(["t: p, g"]);
});

test("a tag takes no name that something else has, and a wrong one is corrected", async () => {
  const cluster = clusterOf();
  await expect(carried(cluster, addToTag("g", ["p"]))).rejects.toMatchObject({ code: "invalid" });
  await carried(cluster, addToTag("night", ["p"]));
  await expect(carried(cluster, removeFromTag("nihgt", []))).rejects.toMatchObject({ hint: 'did you mean "night"?' });
  await expect(carried(cluster, addToTag("night", ["g3"]))).rejects.toMatchObject({ code: "missing" });
});

test("several resources join a group in the order of their names, wherever they are put", async () => {
  const cluster = clusterOf();
  const members = async (): Promise<string[]> => listingLines(await listGroups(cluster));
  await carried(cluster, addToGroup("h", ["p"]));
  await carried(cluster, addToGroup("g", ["p"], { before: "g1" }));
  expect(await members()).toEqual(["g: p, g1, g2"]);
  await carried(cluster, addToGroup("g", ["g2", "g1"], { before: "p" }));
  expect(await members()).toEqual(["g: g2, g1, p"]);
});

test("what no group can hold is refused with its reason", async () => {
  const cluster = clusterOf();
  for (const [name, message] of [
    ["c", "c is a clone"],
    ["cp", "cp is inside the clone c"],
    ["g", "g is a group"],
  ] as const)
    await expect(carried(cluster, addToGroup("h", [name]))).rejects.toMatchObject({ code: "invalid", message });
  await expect(carried(cluster, addToGroup("c", ["p"]))).rejects.toMatchObject({ message: "c is no group" });
  await expect(carried(cluster, addToGroup("g", ["p"], { after: "g3" }))).rejects.toMatchObject({ code: "missing" });
});

test("constraints of a group that ends go with it, those of its members stay", async () => {
  const cluster = clusterOf();
  await carried(cluster, addColocation("g", "c", "5"), addColocation("g1", "p", "6"));
  const [text] = await carried(cluster, removeFromGroup("g", []));
  expect(text).toBe("g is no group any more; its resources stay, and the constraints that name it are removed");
  expect((await listConstraints(cluster, [])).constraints.map(({ id }) => id)).toEqual(["colocation-g1-p-6"]);
});

test("a clone is not left empty", async () => {
  const cloned = SMALL.replace('<group id="g">', '<clone id="gc"><group id="g">').replace(
    "</group>",
    "</group></clone>",
  );
  const cluster = clusterOf(cloned);
  expect(listingLines(await listGroups(cluster))).toEqual(["g (in gc): g1, g2"]);
  await expect(carried(cluster, removeFromGroup("g", []))).rejects.toMatchObject({ code: "invalid" });
  expect(await carried(cluster, removeFromGroup("g", ["g1"]))).toEqual(["g1 is no longer in the group g"]);
});

test("an alert has the name of its script, is made once, and goes with its recipients", async () => {
  const cluster = clusterOf();
  expect(alertIdOf("/usr/share/pacemaker/alerts/alert_snmp.sh")).toBe("alert_snmp");
  const page = { id: "page", path: "/page", events: ["fencing"], recipients: ["x"], parameters: [] } as const;
  expect(await carried(cluster, addAlert(page), addAlert(page))).toEqual([
    "page runs /page at events of fencing",
    "page runs /page already",
  ]);
  await expect(carried(cluster, addAlert({ ...page, path: "/other" }))).rejects.toMatchObject({ code: "invalid" });
  await expect(carried(cluster, removeAlerts(["pag"]))).rejects.toMatchObject({ hint: 'did you mean "page"?' });
  expect(await carried(cluster, removeAlerts(["page"]))).toEqual(["page is removed"]);
});
