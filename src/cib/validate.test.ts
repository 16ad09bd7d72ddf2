import { describe, expect, it } from "vitest";
import { needs } from "../../test/needs.ts";
import { goldenClusters, whyNoGolden } from "../../test/shared.ts";
import { validateCib } from "./validate.ts";
import { parseXml } from "./xml/parse.ts";

function problems(configuration: string): string[] {
  const result = parseXml(`<cib>\n<configuration>\n${configuration}</configuration><status><anything/></status></cib>`);
  if (!result.ok) throw new Error(result.problem.message);
  return validateCib(result.root).map(
    (p) => `${p.where?.line}: ${p.code}: ${p.message}${p.hint === undefined ? "" : ` (${p.hint})`}`,
  );
}

const A = '<primitive id="A" class="ocf" provider="pacemaker" type="Dummy"/>';

describe("validateCib", () => {
  it("finds nothing wrong with CIBs of real clusters", (context) => {
    needs(context, whyNoGolden());
    for (const { name, text } of goldenClusters()) {
      const result = parseXml(text);
      expect(result.ok && validateCib(result.root), name).toEqual([]);
    }
  });

  it.each([
    ["<resorces/>", '3: unknown-element: a <configuration> has no <resorces> (did you mean "resources"?)'],
    [
      `<resources>\n<primitive id="A" class="ocf" provider="p" typ="t"/></resources>`,
      '4: unknown-attribute: primitive "A" has an unknown attribute "typ" (did you mean "type"?)',
      '4: missing-attribute: primitive "A" has neither "type" nor a "template"',
    ],
    [
      '<nodes><node id="1" uname="a"/>\n<node id="2" uname="a"/>\n<node id="2" uname="b"/></nodes>',
      '4: duplicate-id: another node has the uname "a" already',
      '5: duplicate-id: another node has the id "2" already',
    ],
    ['<resources><primitive class="lsb" type="x"/></resources>', '3: missing-id: this <primitive> has no "id"'],
    [
      '<resources><primitive id="A" class="ocf" type="x"/></resources>',
      '3: missing-attribute: primitive "A" is of class ocf but has no "provider"',
    ],
    [
      `<resources>${A}\n<group id="A">${A.replace('"A"', '"B"')}</group></resources>`,
      '4: duplicate-id: the id "A" is already that of a <primitive>, in line 3',
    ],
    [
      `<resources>${A}</resources><constraints>\n<rsc_order id="o" first="A" then="AB"/></constraints>`,
      '4: dangling-reference: rsc_order "o" refers to "AB", but there is no such element (did you mean "A"?)',
    ],
    [
      `<resources>${A}<primitive id="B" template="A"/></resources>`,
      '3: wrong-reference: primitive "B" refers to "A", which is a <primitive>; expected <template>',
    ],
    [
      `<resources>${A}</resources><constraints><rsc_location id="l" rsc="A" node="n" score="much"/></constraints>`,
      '3: bad-value: score="much" of rsc_location "l" is no score: expected a whole number, INFINITY or -INFINITY',
    ],
    [
      '<fencing-topology><fencing-level id="f" index="1" target="n" devices="x"/></fencing-topology>',
      '3: dangling-reference: fencing-level "f" refers to "x", but there is no such element',
    ],
    [
      '<crm_config><cluster_property_set id="o">\n<nvpair id="n" name="stonith-enabled" value="maybe"/></cluster_property_set></crm_config>',
      '4: bad-value: stonith-enabled="maybe" is neither true nor false',
    ],
    [
      '<rsc_defaults><meta_attributes id="m"><nvpair id="n" name="failure-timeout" value="5 days"/><nvpair id="o" name="is-managed" value="#default"/></meta_attributes></rsc_defaults>',
      '3: bad-value: failure-timeout="5 days" is no duration: expected one such as "30s", "5min" or "PT1H"',
    ],
    [
      '<rsc_defaults><meta_attributes id-ref="m"/></rsc_defaults>',
      '3: dangling-reference: this <meta_attributes> refers to "m", but there is no such meta_attributes',
    ],
    [
      '<constraints><rsc_ticket id="t" ticket="T" loss-policy="burn"/></constraints>',
      '3: bad-value: loss-policy="burn" of rsc_ticket "t" is none of stop, demote, fence, freeze',
    ],
  ])("%s", (configuration, ...expected) => {
    expect(problems(configuration)).toEqual(expected);
  });

  it("wants a CIB with a configuration", () => {
    const codes = (text: string): string[] => {
      const result = parseXml(text);
      return result.ok ? validateCib(result.root, { file: "f.xml" }).map((p) => `${p.where?.file} ${p.code}`) : [];
    };
    expect([codes("<cib/>"), codes("<html/>")]).toEqual([["f.xml missing-element"], ["f.xml wrong-element"]]);
  });
});
