/** All that a configuration says is in its text and its document; no secret is. */
import { describe, expect, test } from "vitest";
import { caseFile, cases } from "../../../test/conformance/cases.ts";
import { needs } from "../../../test/needs.ts";
import { goldenClusters, whyNoCases } from "../../../test/shared.ts";
import { masked } from "../../cib/masked.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { child, type Element, walk } from "../../cib/xml/tree.ts";
import { readConfiguration } from "./read.ts";
import { configAnswer } from "./schema.ts";
import { configLines } from "./text.ts";

function parsed(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

const textOf = (cib: Element, only: readonly string[] = []): string =>
  configLines(readConfiguration(cib, only))
    .map((line) => line.text)
    .join("\n");

/** Their ids name nothing that a person looks for. */
const NAMELESS = new Set([
  ...["nvpair", "op", "rule", "expression", "date_expression", "date_spec", "duration", "rsc_expression"],
  ...["instance_attributes", "meta_attributes", "utilization", "cluster_property_set", "op_expression"],
  ...["operations", "resource_set", "acl_permission", "lifetime", "port-mapping", "storage-mapping", "fencing-level"],
]);

/** What the configuration says, as words that its text has to have. */
function wordsOf(cib: Element): { readonly e: Element; readonly word: string }[] {
  const configuration = child(cib, "configuration");
  return (configuration === undefined ? [] : walk(configuration)).flatMap((e) =>
    [...e.attributes]
      .filter(([name, value]) => value !== "" && !(name === "id" && NAMELESS.has(e.name)))
      .flatMap(([name, value]) => (name === "devices" ? value.split(",") : [value]))
      .map((word) => ({ e, word })),
  );
}

/** Said in other words: an attribute's value that has a word of its own. */
const SAID = [
  /<rsc_order [^>]*symmetrical="(?:false|no|off|0)"/i,
  /<node [^>]*type="(?:member|normal)"/,
  /<expression [^>]*operation="/,
  /<date_expression /,
  // The score of a rule that only decides whether a set counts has no effect.
  /<rule id="[^"]*" score="INFINITY"/,
];

function missing(cib: Element): string[] {
  const text = textOf(cib);
  return wordsOf(masked(cib))
    .filter(({ word }) => !text.includes(word) && !text.includes(JSON.stringify(word).slice(1, -1)))
    .filter(
      ({ e, word }) =>
        !SAID.some((said) => said.test(printXml(e, { indent: 0 }))) ||
        !/^(?:false|no|off|0|member|normal|INFINITY|[a-z_]+)$/.test(word),
    )
    .map(({ e, word }) => `${word}: ${printXml({ ...e, children: [] }, { indent: 0 })}`);
}

describe("every word of the configuration is in the text, and the document fits its schema", () => {
  for (const { name, text } of goldenClusters())
    test(name, () => {
      const cib = parsed(text);
      expect(missing(cib)).toEqual([]);
      configAnswer.parse(readConfiguration(cib));
    });

  // The whole suite takes a quarter of a minute.
  test("of every sixth of Pacemaker's cases", (context) => {
    needs(context, whyNoCases());
    const lost: string[] = [];
    for (const { name } of cases().filter((_, i) => i % 6 === 0)) {
      const cib = parsed(caseFile(name, "xml") ?? "");
      configAnswer.parse(readConfiguration(cib));
      lost.push(...missing(cib).map((word) => `${name}: ${word}`));
    }
    expect(lost).toEqual([]);
  });
});

const CIB = parsed(`<cib validate-with="pacemaker-3.9" admin_epoch="0" epoch="7" num_updates="0"><configuration>
  <crm_config/><nodes/><resources>
    <primitive id="fence" class="stonith" type="fence_ipmilan"><instance_attributes id="fa">
      <nvpair id="fa-p" name="passwd" value="canary-one"/><nvpair id="fa-o" name="options" value="-p canary-one --token=canary-two"/>
      <nvpair id="fa-c" name="copy" value="canary-one"/></instance_attributes></primitive>
    <group id="web"><primitive id="vip" class="ocf" provider="heartbeat" type="IPaddr2"/></group>
    <primitive id="other" class="ocf" provider="pacemaker" type="Dummy"/>
  </resources><constraints>
    <rsc_location id="l" rsc="vip" score="5" node="n1"/><rsc_location id="p" rsc-pattern="^v" score="-5" node="n2"/>
    <rsc_order id="o" first="web" then="other"/><rsc_location id="x" rsc="other" score="1" node="n1"/>
  </constraints></configuration>
  <status><tickets><ticket_state id="T" granted="true" standby="false" last-granted="12"/></tickets></status></cib>`);

test("secrets are in no text and in no document, by whatever name they are called", () => {
  const shown = [textOf(CIB), JSON.stringify(readConfiguration(CIB)), printXml(masked(CIB))];
  for (const text of shown) {
    expect(text).not.toContain("canary");
    expect(text).toContain("(secret)");
  }
});

test("of one resource: what it holds, and the constraints that name any of it, by pattern too", () => {
  expect(readConfiguration(CIB, ["web"]).constraints.map(({ id }) => id)).toEqual(["l", "p", "o"]);
  expect(textOf(CIB, ["web"])).toBe(`Configuration 0.7 (pacemaker-3.9)

Resources:
  group web
    primitive vip (ocf:heartbeat:IPaddr2)

Locations:
  vip prefers n1 (score 5)  [l]
  what matches /^v/ avoids n2 (score -5)  [p]

Orders:
  start web, then start other (Mandatory)  [o]`);
});

test("tickets are as the status has them", () => {
  expect(textOf(CIB)).toContain("Tickets:\n  T: granted last-granted=12");
});

test("a password that is a resource's name too is hidden, and the resource keeps its name", () => {
  const cib =
    parsed(`<cib><configuration><crm_config/><nodes/><resources><primitive id="galera" class="stonith" type="x">
    <instance_attributes id="i"><nvpair id="p" name="passwd" value="galera"/></instance_attributes></primitive></resources><constraints/></configuration></cib>`);
  expect(textOf(cib, ["galera"])).toContain("primitive galera (stonith:x)\n    parameters:\n      passwd=(secret)");
});
