/** Files that must not be applied: copies of a configuration that is no longer in force, and what does not fit. */
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it, test } from "vitest";
import { needs } from "../../test/needs.ts";
import { goldenCluster, shared, whyNoGolden, whyNoShared } from "../../test/shared.ts";
import { withWriter } from "../cib/last-written.ts";
import { withVersion } from "../cib/patch/version.ts";
import { parseXml } from "../cib/xml/parse.ts";
import { printXml } from "../cib/xml/print.ts";
import { type Element, get } from "../cib/xml/tree.ts";
import { readDesired } from "./desired.ts";

const none = () => Promise.resolve(undefined);

async function desired(path: string, text: string, current: Element): Promise<Element> {
  return (await readDesired({ path, text }, none, false)).cib(current);
}

function parsed(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

const BASE = parsed(
  '<cib validate-with="pacemaker-3.9" admin_epoch="0" epoch="2" num_updates="7" cib-last-written="Mon Apr  9 06:28:41 2018" update-origin="n1" update-client="cibadmin" update-user="root"><configuration><crm_config/><nodes/><resources/><constraints/></configuration><status/></cib>',
);

describe("a copy of the CIB that pcs -f or CIB_file edited", () => {
  /** They raise the epoch with each edit and leave the rest of the first line. */
  const copy = (edits: number, of: Element = BASE): string =>
    printXml(withVersion(of, { epoch: Number(get(of, "epoch")) + edits, numUpdates: 0 }));
  const committed = (of: Element): Element =>
    withWriter(withVersion(of, { epoch: Number(get(of, "epoch")) + 1, numUpdates: 0 }), "root", 1_700_000_000_000);

  it.each([0, 1, 3])("is taken while the cluster has what it was made from, after %i edits", async (edits) => {
    expect(get(await desired("a.xml", copy(edits), BASE), "epoch")).toBe(String(2 + edits));
  });

  it.each([0, 1, 3])("is a conflict once the cluster has moved, after %i edits", async (edits) => {
    await expect(desired("b.xml", copy(edits), committed(BASE))).rejects.toMatchObject({
      code: "conflict",
      hint: expect.stringContaining("remove epoch"),
    });
    await expect(desired("c.xml", copy(edits), committed(committed(BASE)))).rejects.toMatchObject({ code: "conflict" });
  });

  it("names both configurations", async () => {
    await expect(desired("b.xml", copy(3), committed(BASE))).rejects.toThrow(
      "b.xml was made from the configuration written by root at Mon Apr  9 06:28:41 2018, and the cluster's was written by root at Tue 14 Nov 2023 22:13:20: it would undo later changes",
    );
  });

  it("is taken as it is without an epoch", async () => {
    const { attributes } = parsed(copy(3));
    const text = copy(3).replace(` epoch="${attributes.get("epoch")}"`, "");
    expect((await desired("d.xml", text, committed(BASE))).name).toBe("cib");
  });
});

test("a CIB that was printed without its secrets is refused: applied, they would be lost", async () => {
  const text = printXml(BASE).replace(
    "<resources/>",
    '<resources><primitive id="f" class="stonith" type="x"><instance_attributes id="a"><nvpair id="p" name="passwd" value="(secret)"/></instance_attributes></primitive></resources>',
  );
  await expect(desired("shown.xml", text, BASE)).rejects.toThrow("passwd is (secret): this file was printed without");
});

describe("what Pacemaker's schema refuses is refused with the reason", () => {
  const CASES = [
    ["plan-takes-empty-group", /<group id="ge"\/>/, 'group "ge" has no <primitive>'],
    ["plan-takes-id-with-space", /<primitive id="p 1".*\/>/, 'id="p 1" of primitive "p 1" is no id'],
    ["plan-takes-location-without-score", /<rsc_location id="l9".*\/>/, 'rsc_location "l9" has no "score"'],
  ] as const;
  beforeEach((context) => needs(context, whyNoShared("cases")));
  test.each(CASES)("%s", async (name, fault, reason) => {
    const text = readFileSync(shared(`cases/${name}.xml`), "utf8");
    const before = text.replace(fault, "");
    expect(before).not.toBe(text);
    await expect(desired(`${name}.xml`, text, parsed(before))).rejects.toThrow(reason);
    expect((await desired(`${name}.xml`, before, parsed(before))).name).toBe("cib");
  });
});

it("takes what constraints name from the cluster", async () => {
  const others = parsed(
    printXml(BASE).replace("<resources/>", '<resources><primitive id="fs" class="systemd" type="fs"/></resources>'),
  );
  const text =
    "nodes: [n1]\nfencing: none\nservices: {web: {agent: 'systemd:httpd'}}\nconstraints: [{order: {first: fs, then: web}}]\n";
  expect(printXml(await desired("m.yaml", text, others))).toContain('first="fs"');
});

describe("a manifest that does not fit into the cluster's configuration is refused before it is planned", () => {
  const MANIFEST = 'nodes: [n1]\nfencing: none\nservices: {web: {agent: "systemd:httpd"}, proxy: {image: "x:1"}}\n';

  it("when a constraint names what neither has, with the place and the name that was meant", async () => {
    const constraint = "constraints: [{order: {first: wob, then: proxy}}]\n";
    await expect(desired("m.yaml", MANIFEST + constraint, BASE)).rejects.toThrow(
      /m\.yaml:4:31: there is no service or resource "wob" in this manifest or in the cluster\n[\s\S]*did you mean "web"/,
    );
  });

  it("a constraint on a node that neither has is a warning, with the node that was meant", async () => {
    const at = (node: string): string => `${MANIFEST}constraints: [{location: {resource: web, node: ${node}}}]\n`;
    const notes = async (text: string): Promise<string[]> => {
      const read = await readDesired({ path: "m.yaml", text }, async () => undefined, true);
      return read.notes(BASE).map(({ code, where, hint }) => `${code} ${where?.line}:${where?.column} ${hint}`);
    };
    expect(await notes(at("n2x"))).toEqual(["unknown-node 4:48 known here: n1"]);
    expect(await notes(at("n1"))).toEqual([]);
    expect(await notes(at("proxy-bundle-0"))).toEqual([]);
  });

  it("when the schema knows nothing of its parts", async (context) => {
    needs(context, whyNoGolden());
    const old = parsed(goldenCluster("queens").text);
    await expect(desired("m.yaml", MANIFEST, old)).rejects.toThrow(/does not fit into the cluster's configuration/);
  });
});
