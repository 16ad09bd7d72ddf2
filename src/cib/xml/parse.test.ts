import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { needs } from "../../../test/needs.ts";
import { goldenClusters, whyNoGolden } from "../../../test/shared.ts";
import { sameNode } from "../patch/diff.ts";
import { formatProblem } from "../problem.ts";
import { parseXml } from "./parse.ts";
import { printXml } from "./print.ts";
import { element, elements, get, walk, type XmlNode } from "./tree.ts";

function read(text: string) {
  const result = parseXml(text);
  if (!result.ok) throw new Error(formatProblem(result.problem, text));
  return result.root;
}

/** The problem as a user sees it. */
function refusal(text: string, options = {}): string {
  const result = parseXml(text, { file: "cib.xml", ...options });
  if (result.ok) throw new Error("was not refused");
  return formatProblem(result.problem, text);
}

describe("parseXml", () => {
  it("keeps attributes, text and comments in order, and drops white space between elements", () => {
    const root = read(
      `<?xml version="1.0"?>\n<a z="1" b="&lt;&#10;&quot;">\n  <!-- one -->\n  <b>t &amp; u</b><c><![CDATA[ ]]></c>\n</a>`,
    );
    expect([...root.attributes]).toEqual([
      ["z", "1"],
      ["b", '<\n"'],
    ]);
    expect(root.children.map((c) => c.kind)).toEqual(["comment", "element", "element"]);
    expect(elements(root).map((e) => e.children)).toEqual([
      [{ kind: "text", text: "t & u" }],
      [{ kind: "text", text: " " }],
    ]);
  });

  it("says where every element starts, whatever ends the lines", () => {
    const text = '<a>\r\n\t<b\r\n x="1"/>\r<c/>\n<d><e/></d></a>';
    const places = [...walk(read(text))].map((e) => [e.name, e.at?.line, e.at?.column, text[e.at?.offset ?? -1]]);
    expect(places).toEqual([
      ["a", 1, 1, "<"],
      ["b", 2, 2, "<"],
      ["c", 4, 1, "<"],
      ["d", 5, 1, "<"],
      ["e", 5, 4, "<"],
    ]);
  });

  it("refuses what is not well-formed, and shows where", () => {
    expect(refusal("<a>\n  <b x='1' x='2'/>\n</a>")).toBe(
      "cib.xml:2:12: not well-formed XML: duplicate attribute: x\n  2 |   <b x='1' x='2'/>\n    |            ^",
    );
    for (const text of [
      "",
      "  ",
      "<a>",
      "<a></b>",
      "<a/><b/>",
      "<a b=c/>",
      "<a>&nope;</a>",
      "<a b='<'/>",
      "text",
      "<a>\0</a>",
    ]) {
      expect(parseXml(text), text).toMatchObject({ ok: false, problem: { code: "xml-syntax" } });
    }
  });

  it("refuses document types, so no entity is ever expanded", () => {
    const bomb = `<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]>\n<a>&y;</a>`;
    expect(refusal(bomb)).toContain("cib.xml:1:1: a document type declaration is not allowed");
  });

  it("refuses what is too big or too deep", () => {
    expect(refusal("<a>ü</a>", { maxBytes: 8 })).toContain("larger than 8 bytes");
    expect(parseXml("<a>ü</a>", { maxBytes: 9 }).ok).toBe(true);
    expect(refusal("<a><a><a/></a></a>", { maxDepth: 2 })).toContain(
      "cib.xml:1:7: elements are nested more than 2 deep",
    );
    expect(parseXml("<a>".repeat(100_000), { maxDepth: 200 }).ok).toBe(false);
  });

  it("takes names that mean something to JavaScript for names", () => {
    const root = read('<a __proto__="1" constructor="2"><toString/></a>');
    expect([get(root, "__proto__"), get(root, "constructor"), elements(root)[0]?.name]).toEqual(["1", "2", "toString"]);
  });
});

describe("printXml", () => {
  const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_.-]{0,6}$/);
  const legal = fc
    .string({ unit: "grapheme" })
    .map((s) => s.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ""));
  const tree = fc.letrec<{ node: XmlNode; element: XmlNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.record({ kind: fc.constant("comment" as const), text: legal.map((s) => ` ${s.replace(/-|\r/g, "")} `) }),
      tie("element"),
    ),
    element: fc
      .tuple(
        name,
        fc.dictionary(name, legal),
        fc.array(tie("node"), { maxLength: 4 }),
        fc.option(legal.map((s) => `x${s}`)),
      )
      .map(([tag, attributes, children, text]) =>
        element(tag, attributes, text === null ? children : [{ kind: "text", text }]),
      ),
  }));

  it("is read back as the same tree, indented or not", () => {
    fc.assert(
      fc.property(tree.element, (e) => {
        for (const indent of [0, 2]) {
          const back = read(printXml(e as never, { indent }));
          // Adjacent comments and elements only: text is printed exactly.
          expect(sameNode(back, e)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("replaces what XML cannot hold", () => {
    expect(printXml(element("a", { b: "x\u0000y\u001b\ud800" }), { indent: 0 })).toBe('<a b="x\uFFFDy\uFFFD\uFFFD"/>');
  });

  it("brings CIBs of real clusters through unchanged", (context) => {
    needs(context, whyNoGolden());
    for (const { name, text } of goldenClusters()) {
      const root = read(text);
      expect(sameNode(read(printXml(root)), root), name).toBe(true);
      expect(printXml(read(printXml(root))), name).toBe(printXml(root));
    }
  });
});

describe("formatProblem", () => {
  it("shows a window of a long line, and no control characters", () => {
    const source = `${"x".repeat(300)}\u001b[31m!`;
    const shown = formatProblem(
      { code: "bad-value", message: "bad", where: { line: 1, column: 306 }, hint: "look" },
      source,
    );
    expect(shown).not.toContain("\u001b");
    const [, line, caret, hint] = shown.split("\n");
    expect((line ?? "")[(caret ?? "").indexOf("^")]).toBe("!");
    expect(hint).toBe("  hint: look");
  });
});
