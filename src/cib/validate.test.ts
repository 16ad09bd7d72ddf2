import { describe, expect, it } from "vitest";
import { needs } from "../../test/needs.ts";
import { goldenClusters, whyNoGolden } from "../../test/shared.ts";
import type { Problem } from "./problem.ts";
import { brought, validateCib } from "./validate.ts";
import { parseXml } from "./xml/parse.ts";
import type { Element } from "./xml/tree.ts";

const SECTIONS = ["crm_config", "nodes", "resources", "constraints"];

/** Of a configuration whose other sections are empty; warnings are marked. */
function problems(configuration: string, schema = "pacemaker-3.9"): string[] {
  const rest = SECTIONS.filter((name) => !configuration.includes(`<${name}`)).map((name) => `<${name}/>`);
  const text = `<cib validate-with="${schema}" admin_epoch="0" epoch="1" num_updates="0">\n<configuration>\n${configuration}${rest.join("")}</configuration><status><anything/></status></cib>`;
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  const { refusals, warnings } = validateCib(result.root);
  const line = (p: Problem): string =>
    `${p.where?.line}: ${p.code}: ${p.message}${p.hint === undefined ? "" : ` (${p.hint})`}`;
  return [...refusals.map(line), ...warnings.map((p) => `warning ${line(p)}`)];
}

const A = '<primitive id="A" class="ocf" provider="pacemaker" type="Dummy"/>';

describe("validateCib", () => {
  it("finds nothing wrong with CIBs of real clusters", (context) => {
    needs(context, whyNoGolden());
    for (const { name, text } of goldenClusters()) {
      const result = parseXml(text);
      expect(result.ok && validateCib(result.root), name).toEqual({ refusals: [], warnings: [], more: 0 });
    }
  });

  it.each([
    ["<resorces/>", '3: unknown-element: a <configuration> has no <resorces> (did you mean "resources"?)'],
    [
      `<resources>\n<primitive id="A" class="ocf" provider="p" typ="t"/></resources>`,
      '4: unknown-attribute: primitive "A" has an unknown attribute "typ" (did you mean "type"?)',
      '4: missing-attribute: primitive "A" has no "type"',
    ],
    ['<resources><primitive class="lsb" type="x"/></resources>', '3: missing-id: this <primitive> has no "id"'],
    [
      '<resources><primitive id="A"/></resources>',
      '3: missing-attribute: primitive "A" has neither "class" and "type" nor "template"',
    ],
    [
      '<resources><primitive id="A" class="ocf" type="x"/></resources>',
      '3: missing-attribute: primitive "A" has no "provider"',
    ],
    ['<resources><primitive id="p 1" class="lsb" type="x"/></resources>', /^3: bad-value: id="p 1" of .* is no id/],
    ['<resources><group id="g"/></resources>', '3: missing-element: group "g" has no <primitive>'],
    [
      `<resources>${A}\n<group id="A">${A.replace('"A"', '"B"')}</group></resources>`,
      '4: duplicate-id: the id "A" is already that of a <primitive>, in line 3',
    ],
    [
      `<resources>${A}</resources><constraints>\n<rsc_order id="o" first="A" then="AB"/></constraints>`,
      '4: dangling-reference: rsc_order "o" refers to "AB" by then, but nothing has that id (did you mean "A"?)',
    ],
    [
      `<resources>${A}</resources><constraints><rsc_order id="o" first="A"/></constraints>`,
      '3: missing-attribute: rsc_order "o" has no "then"',
    ],
    [
      `<resources>${A}</resources><constraints><rsc_location id="l" rsc="A" node="n"/></constraints>`,
      '3: missing-attribute: rsc_location "l" has no "score"',
    ],
    [
      `<resources>${A}</resources><constraints><rsc_location id="l" rsc="A"/></constraints>`,
      '3: missing-attribute: rsc_location "l" has neither "score" and "node" nor <rule>',
    ],
    [
      `<resources>${A}</resources><constraints><rsc_location id="l" rsc="A" node="n" score="much"/></constraints>`,
      '3: bad-value: score="much" of rsc_location "l" is no score: expected a whole number, INFINITY or -INFINITY',
    ],
    [
      '<rsc_defaults><meta_attributes id-ref="m"/></rsc_defaults>',
      '3: dangling-reference: this <meta_attributes> refers to "m" by id-ref, but nothing has that id',
    ],
    [
      `<resources>${A}</resources><constraints><rsc_ticket id="t" rsc="A" ticket="T" loss-policy="burn"/></constraints>`,
      '3: bad-value: loss-policy="burn" of rsc_ticket "t" is none of stop, demote, fence, freeze',
    ],
  ])("refuses %s", (configuration, ...expected) => {
    const found = problems(configuration);
    expect(found).toHaveLength(expected.length);
    for (const [i, wanted] of expected.entries())
      expect(found[i]).toEqual(wanted instanceof RegExp ? expect.stringMatching(wanted) : wanted);
  });

  // Each of them is taken by Pacemaker 3.0.3 and 2.1.5.
  it.each([
    ["<tags><tag id='t'><obj_ref id='1'/><obj_ref id='gone'/></tag></tags>"],
    ["<fencing-topology><fencing-level id='f' index='1' target='n' devices='gone'/></fencing-topology>"],
    [`<resources>${A}</resources><constraints><rsc_location id="l" rsc="l" node="n" score="1"/></constraints>`],
    [
      '<nodes><node id="1" uname="n"/><node id="2" uname="n"/></nodes>',
      'warning 3: duplicate-node: another node has the uname "n" already',
    ],
    [
      `<resources>${A.replace("/>", '><operations><op id="s" name="stop" interval="0" timeout="INFINITY"/></operations></primitive>')}</resources>`,
      'warning 3: bad-value: timeout="INFINITY" of op "s" is no duration: expected one such as "30s", "500ms" or "5min"; the default is used',
    ],
    [
      '<crm_config><cluster_property_set id="o">\n<nvpair id="n" name="stonith-enabled" value="maybe"/></cluster_property_set></crm_config>',
      'warning 4: bad-value: stonith-enabled="maybe" is neither true nor false; the default is used',
    ],
    [
      '<rsc_defaults><meta_attributes id="m"><nvpair id="n" name="failure-timeout" value="5 days"/><nvpair id="o" name="is-managed" value="#default"/></meta_attributes></rsc_defaults>',
      'warning 3: bad-value: failure-timeout="5 days" is no duration: expected one such as "30s", "5min" or "PT1H"; the default is used',
    ],
  ])("takes %s", (configuration, ...expected) => {
    expect(problems(configuration)).toEqual(expected);
  });

  it("asks the schema the document names, and then the later ones", () => {
    const promoted = `<resources><bundle id="b"><docker image="i" promoted-max="1"/></bundle></resources>`;
    expect(problems(promoted, "pacemaker-2.5")).toEqual([]);
    const master = `<resources><master id="m">${A}</master></resources>`;
    expect(problems(master)).toEqual([]);
    expect(problems(master, "pacemaker-4.0")).toEqual(["3: unknown-element: a <resources> has no <master>"]);
    expect(problems("<nonsense/>", "none")).toEqual([]);
    expect(problems("", "pacemaker-1.1")).toEqual(['1: unknown-schema: no schema is called "pacemaker-1.1"']);
    expect(problems("", "pacemaker-5.0")).toHaveLength(1);
  });

  it("wants a CIB with counters and a configuration", () => {
    const codes = (text: string): string[] => {
      const result = parseXml(text);
      if (!result.ok) return [];
      return validateCib(result.root, { file: "f.xml" }).refusals.map((p) => `${p.where?.file} ${p.code}`);
    };
    const counters = 'validate-with="pacemaker-3.9" admin_epoch="0" epoch="1" num_updates="0"';
    expect(codes("<html/>")).toEqual(["f.xml wrong-element"]);
    expect(codes(`<cib ${counters}/>`)).toEqual(["f.xml missing-element"]);
    expect(codes(`<cib ${counters.replace(/ epoch="1"/, "")}/>`)).toContain("f.xml missing-attribute");
    expect(codes(`<cib ${counters.replace('epoch="1"', 'epoch="-1"')}/>`)).toContain("f.xml bad-value");
  });

  it("counts what it does not keep of a document that is nothing but faults", () => {
    const faults = "<primitive/>\n".repeat(20_000);
    const result = parseXml(`<cib><configuration><resources>${faults}</resources></configuration></cib>`);
    const begun = performance.now();
    const { refusals, more } = result.ok
      ? validateCib(result.root, { configurationOnly: true })
      : { refusals: [], more: 0 };
    expect(refusals).toHaveLength(1000);
    expect(more).toBeGreaterThan(39_000);
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});

describe("what a change brings", () => {
  const cib = (resources: string): Element => {
    const result = parseXml(
      `<cib validate-with="pacemaker-3.9"><configuration><crm_config/><nodes/><resources>${resources}</resources><constraints/></configuration></cib>`,
    );
    if (!result.ok) throw new Error(result.problem.message);
    return result.root;
  };
  const withTimeout = (id: string, timeout: string): string =>
    `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"><operations><op id="${id}-s" name="stop" interval="0" timeout="${timeout}"/></operations></primitive>`;

  it("is not what was there before", () => {
    const before = cib(`${withTimeout("a", "INFINITY")}<group id="g"/>`);
    const after = cib(`${withTimeout("a", "INFINITY")}<group id="g"/>${withTimeout("b", "10s")}`);
    expect(brought(before, after)).toEqual([]);
    expect(brought(after, cib(`${withTimeout("b", "soon")}<group id="h"/>`)).map((p) => p.code)).toEqual([
      "missing-element",
      "bad-value",
    ]);
  });
});
