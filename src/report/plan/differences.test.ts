/** A difference names what differs, and nothing around it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { type Element, get, idOf, walk } from "../../cib/xml/tree.ts";
import { listDifferences } from "./differences.ts";

function parsed(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

function cib(resources: string, rest = ""): Element {
  return parsed(
    `<cib><configuration><crm_config>${rest}</crm_config><resources>${resources}</resources></configuration></cib>`,
  );
}

const said = (before: Element, after: Element): string[] =>
  listDifferences(before, diffConfiguration(before, after)).map(
    ({ difference: d }) => `${d.kind} ${d.object}: ${d.part}: ${d.before ?? ""} -> ${d.after ?? ""}`,
  );

const primitive = (inside: string): string => `<primitive id="p" class="ocf" type="Dummy">${inside}</primitive>`;
const bundle = (inside: string): string => `<bundle id="b"><podman image="i"/>${primitive(inside)}</bundle>`;
const parameters = '<instance_attributes id="i"><nvpair id="n" name="state" value="/x"/></instance_attributes>';

test("the last parameter of a resource that goes is no removal of the resource", () => {
  expect(said(cib(bundle(parameters)), cib(bundle("")))).toEqual(["removed b: primitive p, state: /x -> "]);
  expect(said(cib(primitive(parameters)), cib(primitive("")))).toEqual(["removed p: state: /x -> "]);
});

test("an empty set that goes is called what it is", () => {
  expect(said(cib(primitive('<meta_attributes id="m"/>')), cib(primitive("")))).toEqual([
    "removed p: meta attributes:  -> ",
  ]);
});

test("a resource that is put into another is moved, not removed", () => {
  expect(said(cib(primitive(parameters)), cib(bundle(parameters)))).toContain("moved p: :  -> bundle b");
  expect(said(cib(bundle("")), cib(primitive("")))).toContain("removed b: :  -> ");
});

test("a property set that goes is its properties", () => {
  const set = '<cluster_property_set id="s"><nvpair id="a" name="x" value="1"/></cluster_property_set>';
  expect(said(cib("", set), cib(""))).toEqual(["removed crm_config: x: 1 -> "]);
});

test("what a removal names last is not there afterwards, whatever the edit", () => {
  const set = (tag: string, id: string): fc.Arbitrary<string> =>
    fc
      .option(fc.subarray(["a", "b"]), { freq: 3 })
      .map((names) =>
        names === null
          ? ""
          : `<${tag} id="${id}">${names.map((n) => `<nvpair id="${id}-${n}" name="${n}" value="1"/>`).join("")}</${tag}>`,
      );
  const ops = fc.constantFrom(
    "",
    '<operations><op id="o" name="monitor" interval="10s"/></operations>',
    "<operations/>",
  );
  const rsc = fc
    .tuple(set("instance_attributes", "i"), set("meta_attributes", "m"), ops)
    .map((parts) => parts.join(""));
  const resources = fc.oneof(fc.constant(""), rsc.map(primitive), rsc.map(bundle));
  fc.assert(
    fc.property(resources, resources, (first, second) => {
      const [before, after] = [cib(first), cib(second)];
      for (const { difference, trail } of listDifferences(before, diffConfiguration(before, after))) {
        if (difference.kind !== "removed") continue;
        const target = trail.at(-1) as Element;
        const last = difference.part === "" ? difference.object : (difference.part.split(", ").at(-1) ?? "");
        const names = [idOf(target), get(target, "name"), "parameters", "meta attributes", "operations"];
        expect(names.some((name) => name !== undefined && name !== "" && last.includes(name))).toBe(true);
        // Named by an id or a name, it is what went.
        expect(walk(after).some((e) => e.name === target.name && idOf(e) !== "" && idOf(e) === idOf(target))).toBe(
          false,
        );
      }
    }),
    { numRuns: 200, seed: 3 },
  );
});
