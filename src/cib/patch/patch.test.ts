/** Patches applied, made and sent, held against Pacemaker's own tools. Over 300 lines: all of it shares one way to mutate a CIB. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findProgram, needs, whyNoProgram } from "../../../test/needs.ts";
import { goldenClusters, whyNoGolden } from "../../../test/shared.ts";
import { parseXml } from "../xml/parse.ts";
import { printXml } from "../xml/print.ts";
import { type Element, element, elements, get, walk, withAttribute, withChildren, type XmlNode } from "../xml/tree.ts";
import { diff, diffConfiguration, sameNode } from "./diff.ts";
import { applyPatch, type Change, type Patch } from "./patch.ts";
import { patchFromXml, patchToXml } from "./patch-xml.ts";
import { readVersion, type Version, withVersion } from "./version.ts";

function read(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

function apply(cib: Element, patch: Patch): Element {
  const result = applyPatch(cib, patch);
  if (!result.ok) throw new Error(result.problem.message);
  return result.cib;
}

/** Through XML and back, as a patch travels. */
function sent(patch: Patch): Patch {
  const result = patchFromXml(read(printXml(patchToXml(patch))));
  if (!result.ok) throw new Error(result.problem.message);
  return result.patch;
}

/** A small source of arbitrary numbers, so that a mutation of a big CIB is a short list to shrink. */
type Choose = (below: number) => number;

function chooser(numbers: readonly number[]): Choose {
  let i = 0;
  return (below) => (((numbers[i++ % numbers.length] as number) % below) + below) % below;
}

/** Ways in which CIBs change, and ways in which they should not: these make siblings that no path tells apart (or comments). */
const SOUND = [0, 1, 2, 3, 4];
const ALL = [...SOUND, 5, 6, 7];

function mutate(root: Element, choose: Choose, serial: number, kinds: readonly number[]): Element {
  const candidates = [...walk(root)].filter((e) => e !== root && e.name !== "configuration" && e.name !== "status");
  const chosen = candidates[choose(candidates.length)];
  if (chosen === undefined) return root;
  const fresh = element("primitive", { id: `new-${serial}`, class: "ocf", provider: "pacemaker", type: "Dummy" });
  const rebuild = (e: Element): Element => {
    const children = e.children.flatMap((c): readonly XmlNode[] => {
      if (c !== chosen) return c.kind === "element" ? [rebuild(c)] : [c];
      switch (kinds[choose(kinds.length)]) {
        case 0:
          return [];
        case 1:
          return [withAttribute(chosen, "description", `d${serial} <&"' ü`)];
        case 2:
          return [fresh, chosen];
        case 3:
          return [withChildren(chosen, [...chosen.children].reverse())];
        case 5:
          return [{ kind: "comment", text: ` ${serial} ` }, chosen];
        case 4:
          return [withAttribute(chosen, [...chosen.attributes.keys()].find((k) => k !== "id") ?? "x", undefined)];
        case 6:
          return [withChildren(chosen, [...chosen.children, fresh, element("nameless", { n: String(serial) })])];
        default:
          return [chosen, withAttribute(chosen, "id", undefined)];
      }
    });
    // Something else moves to the front.
    const rotated =
      choose(40) === 0 && children.length > 1 ? [children.at(-1) as XmlNode, ...children.slice(0, -1)] : children;
    return withChildren(e, rotated);
  };
  return rebuild(root);
}

const mutations = fc.array(fc.array(fc.nat(1_000_003), { minLength: 20, maxLength: 20 }), {
  minLength: 1,
  maxLength: 6,
});

function mutated(root: Element, lists: readonly (readonly number[])[], kinds: readonly number[] = ALL): Element {
  const changed = lists.reduce((cib, numbers, serial) => mutate(cib, chooser(numbers), serial, kinds), root);
  return withVersion(changed, { epoch: readVersion(root).epoch + 1, numUpdates: 0 });
}

const SMALL =
  read(`<cib crm_feature_set="3.16.1" validate-with="none" admin_epoch="0" epoch="7" num_updates="3"><configuration>
  <crm_config><cluster_property_set id="o"><nvpair id="o1" name="a" value="1"/><nvpair id="o2" name="b" value="2"/></cluster_property_set></crm_config>
  <nodes/><resources><!-- one --><primitive id="A"/><primitive id="B"><operations><op id="op"/></operations></primitive>
  <group id="G"><primitive id="C"/><primitive id="D"/><primitive id="E"/></group><!-- two --></resources><constraints/></configuration><status/></cib>`);

describe("diff and applyPatch", () => {
  it("lead from any CIB to any other, also by way of XML", () => {
    fc.assert(
      fc.property(mutations, mutations, (first, second) => {
        const [a, b] = [mutated(SMALL, first), mutated(SMALL, second)];
        expect(sameNode(apply(a, sent(diff(a, b))), b)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("say nothing about what is the same, and share it", () => {
    expect(diff(SMALL, SMALL).changes).toEqual([]);
    expect(apply(SMALL, diff(SMALL, SMALL))).toBe(SMALL);
    const changed = mutated(SMALL, [[3, 1]]);
    const after = apply(SMALL, diff(SMALL, changed));
    expect(elements(after, "status")[0]).toBe(elements(SMALL, "status")[0]);
  });

  it("move as little as possible", () => {
    const after = read(
      printXml(SMALL)
        .replace('<primitive id="C"/>', "")
        .replace('<primitive id="E"/>', '<primitive id="E"/>\n<primitive id="C"/><primitive id="X"/>')
        .replace('epoch="7"', 'epoch="8"'),
    );
    expect(
      diff(SMALL, after).changes.map((c) => `${c.operation} ${c.path} ${"position" in c ? c.position : ""}`),
    ).toEqual([
      "modify /cib ",
      "move /cib/configuration/resources/group[@id='G']/primitive[@id='C'] 2",
      "create /cib/configuration/resources/group[@id='G'] 3",
    ]);
  });

  it("replace an element as a whole where no path leads inside", () => {
    const odd = (value: string): Element =>
      read(`<cib><configuration><acls id="q"><x id="it's"><y id="1" v="${value}"/></x></acls></configuration></cib>`);
    const patch = diff(odd("1"), odd("2"));
    expect(patch.changes.map((c) => `${c.operation} ${c.path}`)).toEqual([
      "delete /cib/configuration/acls[@id='q']",
      "create /cib/configuration",
    ]);
    expect(sameNode(apply(odd("1"), patch), odd("2"))).toBe(true);
  });
});

describe("applyPatch", () => {
  const later = withVersion(SMALL, { numUpdates: 4 });
  const edited = withVersion(read(printXml(SMALL).replace('value="2"', 'value="9"')), { epoch: 8, numUpdates: 0 });

  it("refuses a patch for another version", () => {
    const result = applyPatch(later, diff(SMALL, edited));
    expect(result).toMatchObject({
      ok: false,
      kind: "conflict",
      problem: { message: "the patch is for version 0.7.3, the CIB has moved on to 0.7.4" },
    });
    expect(applyPatch(withVersion(SMALL, { epoch: 6 }), diff(SMALL, edited))).toMatchObject({
      ok: false,
      kind: "conflict",
    });
  });

  it("takes a patch of the configuration whatever the status has done", () => {
    const result = apply(later, sent(diffConfiguration(SMALL, edited)));
    expect(printXml(result)).toContain('value="9"');
    expect(readVersion(result)).toEqual(readVersion(later));
    expect(applyPatch(withVersion(SMALL, { epoch: 8 }), diffConfiguration(SMALL, edited))).toMatchObject({
      ok: false,
      kind: "conflict",
    });
  });

  it("refuses to change what is not there, but not to delete it", () => {
    const path = "/cib/configuration/resources/primitive[@id='Z']";
    expect(applyPatch(SMALL, { changes: [{ operation: "move", path, position: 0 }] })).toMatchObject({
      ok: false,
      kind: "mismatch",
    });
    expect(apply(SMALL, { changes: [{ operation: "delete", path }] })).toBe(SMALL);
  });
});

describe("what is created", () => {
  const path = "/cib/configuration/resources/group[@id='G']";
  const create = (id: string, position: number): Change => ({
    operation: "create",
    path,
    position,
    node: element("primitive", { id }),
  });

  it("comes in by rising position, in whatever order the patch has it", () => {
    for (const changes of [
      [create("X", 3), create("Y", 0)],
      [create("Y", 0), create("X", 3)],
    ]) {
      const group = [...walk(apply(SMALL, { changes }))].find((e) => get(e, "id") === "G") as Element;
      expect(elements(group).map((e) => get(e, "id"))).toEqual(["Y", "C", "D", "X", "E"]);
    }
  });
});

describe("a patch's version", () => {
  const target = { adminEpoch: 2, epoch: 1, numUpdates: 0 };

  it("has three counters, each of which must be the CIB's, and survives the way through XML", () => {
    for (const version of [{ adminEpoch: 1 }, { epoch: 8 }, { numUpdates: 4 }] satisfies Partial<Version>[]) {
      const source = { ...readVersion(SMALL), ...version };
      const patch = sent({ source, target, changes: [] });
      expect(patch).toEqual({ source, target, changes: [] });
      expect(applyPatch(SMALL, patch)).toMatchObject({ ok: false, kind: "conflict" });
      expect(readVersion(apply(withVersion(SMALL, source), patch))).toEqual(target);
    }
  });
});

describe("a move", () => {
  const path = "/cib/configuration/resources/group[@id='G']/primitive[@id='C']";
  const order = (position: number): readonly (string | undefined)[] | string => {
    const result = applyPatch(SMALL, { changes: [{ operation: "move", path, position }] });
    if (!result.ok) return result.kind;
    const group = [...walk(result.cib)].find((e) => get(e, "id") === "G") as Element;
    return elements(group).map((e) => get(e, "id"));
  };

  it("goes as far as the end, and no farther: beyond it the patch is for another CIB", () => {
    expect(order(0)).toEqual(["C", "D", "E"]);
    expect(order(2)).toEqual(["D", "E", "C"]);
    expect(order(3)).toBe("mismatch");
  });
});

describe("patchFromXml", () => {
  it("refuses other formats and senseless changes with their place", () => {
    expect(patchFromXml(read("<diff/>"))).toMatchObject({ ok: false, problem: { where: { line: 1, column: 1 } } });
    for (const change of [
      'operation="modify" path="/cib"',
      'operation="create" path="/cib"',
      'operation="delete" path="//x"',
      'operation="burn" path="/cib"',
    ]) {
      expect(patchFromXml(read(`<diff format="2">\n<change ${change}/></diff>`))).toMatchObject({
        ok: false,
        problem: { where: { line: 2, column: 1 } },
      });
    }
  });
});

describe("CIBs of real clusters", () => {
  it("are reached from one another and from what they mutate to", (context) => {
    needs(context, whyNoGolden());
    const cibs = goldenClusters().map(({ text }) => read(text));
    for (const [i, a] of cibs.entries()) {
      const b = cibs[(i + 1) % cibs.length] as Element;
      expect(sameNode(apply(a, sent(diff(a, b))), b)).toBe(true);
    }
    fc.assert(
      fc.property(fc.nat(cibs.length - 1), mutations, (i, lists) => {
        const a = cibs[i] as Element;
        const b = mutated(a, lists);
        expect(sameNode(apply(a, sent(diff(a, b))), b)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe("Pacemaker's own tools", () => {
  const missing = ["crm_diff", "cibadmin"].map((tool) => whyNoProgram(tool, "pacemaker-cli-utils"));
  let dir = "";
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "holdfast-patch-"));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  function run(tool: string, args: readonly string[], cibFile?: string): string {
    const env = { ...process.env, ...(cibFile === undefined ? {} : { CIB_file: cibFile }) };
    return execFileSync(findProgram(tool) ?? tool, args, {
      encoding: "utf8",
      env,
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
  }
  function file(name: string, e: Element): string {
    const path = join(dir, name);
    writeFileSync(path, printXml(e));
    return path;
  }
  /** crm_diff exits with 1 where there is a difference. */
  function theirDiff(a: Element, b: Element): Patch {
    let text = "";
    try {
      text = run("crm_diff", ["--cib", "--original", file("a.xml", a), "--new", file("b.xml", b)]);
    } catch (error) {
      text = (error as { stdout: string }).stdout;
    }
    const result = patchFromXml(read(text));
    if (!result.ok) throw new Error(result.problem.message);
    return result.patch;
  }
  const theirApply = (a: Element, patch: Patch): Element =>
    read(run("crm_diff", ["--original", file("a.xml", a), "--patch", file("p.xml", patchToXml(patch))]));

  it("apply our patches, and we theirs", { timeout: 120_000 }, (context) => {
    needs(context, ...missing);
    fc.assert(
      fc.property(mutations, mutations, (first, second) => {
        const a = mutated(SMALL, first);
        const b = withVersion(mutated(SMALL, second), { epoch: 9 });
        expect(sameNode(theirApply(a, diff(a, b)), b)).toBe(true);
      }),
      { numRuns: 40 },
    );
    // Their own patches do not always lead where they should; what counts is that both apply them alike.
    // Not so where a path is ambiguous, which in sound CIBs only those of comments are.
    const plain = read(printXml(SMALL).replace(/<!--.*?-->/g, ""));
    fc.assert(
      fc.property(mutations, mutations, (first, second) => {
        const a = mutated(plain, first, SOUND);
        const patch = theirDiff(a, withVersion(mutated(plain, second, SOUND), { epoch: 9 }));
        const theirs = attempt(() => theirApply(a, patch));
        const ours = attempt(() => apply(a, patch));
        if (theirs !== undefined)
          expect(ours !== undefined && sameNode(ours, theirs), printXml(patchToXml(patch))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("agree on CIBs of real clusters, cibadmin included", { timeout: 120_000 }, (context) => {
    needs(context, ...missing);
    needs(context, whyNoGolden());
    for (const { name, text } of goldenClusters()) {
      const a = read(text);
      const [nvpair] = [...walk(a)].filter((e) => e.name === "nvpair" && get(e, "name") === "cluster-name");
      const b = withVersion(
        read(printXml(mutated(a, [[0, 1, 1]])).replace(`id="${get(nvpair as Element, "id")}"`, 'id="renamed"')),
        { epoch: readVersion(a).epoch + 1 },
      );
      expect(sameNode(theirApply(a, diff(a, b)), b), name).toBe(true);
      expect(sameNode(apply(a, theirDiff(a, b)), b), name).toBe(true);
    }
    const cib = file("cib.xml", SMALL);
    const b = read(printXml(SMALL).replace('<primitive id="D"/>', "").replace('value="1"', 'value="one"'));
    run("cibadmin", ["--patch", "--xml-file", file("p.xml", patchToXml(diffConfiguration(SMALL, b)))], cib);
    const [result] = [read(run("cibadmin", ["--query"], cib))];
    expect(sameNode(elements(result, "configuration")[0] as Element, elements(b, "configuration")[0] as Element)).toBe(
      true,
    );
    expect(readVersion(result)).toEqual({ adminEpoch: 0, epoch: 8, numUpdates: 0 });
  });
});

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
