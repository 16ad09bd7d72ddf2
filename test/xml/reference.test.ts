/** Our XML parser against saxes: the same documents taken and refused, the same tree, the same places. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import type { Element, XmlNode } from "../../src/cib/xml/tree.ts";
import { caseFile, cases } from "../conformance/cases.ts";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { goldenClusters, whyNoCases, whyNoGolden } from "../shared.ts";
import { saxesTree } from "./saxes-tree.ts";

function plain(node: XmlNode, offset: (e: Element) => number | undefined): unknown {
  if (node.kind !== "element") return [node.kind, node.text];
  const children = node.children.map((c) => plain(c, offset));
  return [node.name, [...node.attributes], offset(node), children];
}

/** Both verdicts in a form that shows what differs. */
function verdicts(text: string): { readonly ours: unknown; readonly theirs: unknown } {
  const ours = parseXml(text, { maxDepth: 1000 });
  const theirs = saxesTree(text);
  return {
    ours: ours.ok ? plain(ours.root, (e) => e.at?.offset) : "refused",
    theirs: theirs === undefined ? "refused" : plain(theirs.root, (e) => theirs.offsets.get(e)),
  };
}

/** What saxes takes although XML does not: half a character, and an instruction whose name ends in a question mark. */
const SAXES_IS_LENIENT =
  /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|<\?[^ \t\r\n?>]+\?(?!>)/;

/** Pieces of documents, right and wrong; joined at random, or put somewhere into a document that is right. */
const PIECES = [
  ...["<a>", "</a>", "<b x='1'", "/>", ">", "<", "</", '<c\n y = "2" >', "</c>", "<é/>", "<a:b/>", "<-a/>", "<a/>"],
  ...[
    "<!--",
    "-->",
    "--",
    "-",
    "<![CDATA[",
    "]]>",
    "]]",
    "]",
    "<?pi ?>",
    "<?pi",
    "?>",
    "<?xml ?>",
    "<!DOCTYPE a>",
    "<!",
  ],
  ...['<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>', "<?xml version='2'?>"],
  ...["&amp;", "&lt;", "&#10;", "&#xA;", "&#0;", "&#x110000;", "&nope;", "&", ";", "&#;", "&#x;", "&#X41;", "&amp"],
  ...[" ", "\n", "\r", "\r\n", "\t", "\0", "\u0085", "\u2028", "\uFFFE", "\uFEFF", "\u{1F600}", "\u00B7", "text"],
  ...['"', "'", "=", "/", "!", "?", ' x="1"', " y='&quot;'", ' z="a\tb\r\nc\rd"', " x", "x=", " x=1", "toString"],
  ...[' __proto__="1"', ' constructor="2"', 'x="1"', " id='a>b'", ` v="${"long ".repeat(20)}"`],
];
const piece = fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 3 }));

const RIGHT = [
  '<?xml version="1.0" encoding="UTF-8"?>\n<a x="1" y="&lt;&#10;">\r\n  <!-- note -->\n  <b>text &amp; more</b><c/>\n</a>\n',
  "<cib epoch='1'><configuration><nodes><node id='1' uname='é'/></nodes></configuration><status/></cib>",
  "<!-- before --><?pi for the reader?><a>x<?pi?>y<![CDATA[<z>]]]]><b/> <b/></a><!-- after -->",
  `<a ${Array.from({ length: 80 }, (_, i) => `a${i}="${i}"`).join(" ")} ><b a1="1"/></a>`,
];

/**
 * Twice five thousand documents, the same in every run unless FUZZ_SEED says otherwise, within a minute each: a run
 * that takes longer has failed.
 */
const FUZZ = {
  numRuns: 5000,
  seed: Number(process.env.FUZZ_SEED ?? 11),
  interruptAfterTimeLimit: 60_000,
  markInterruptAsFailure: true,
};

describe("our parser and saxes", () => {
  it("agree on documents that are right but for one place", LONG, () => {
    const mutated = fc
      .record({
        text: fc.constantFrom(...RIGHT),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.nat({ max: 4 }),
        pieces: fc.array(piece, { maxLength: 3 }),
      })
      .map(({ text, at, cut, pieces }) => {
        const i = Math.floor(at * text.length);
        return text.slice(0, i) + pieces.join("") + text.slice(i + cut);
      })
      .filter((text) => !SAXES_IS_LENIENT.test(text));
    fc.assert(
      fc.property(mutated, (text) => {
        const { ours, theirs } = verdicts(text);
        expect(ours).toEqual(theirs);
      }),
      FUZZ,
    );
  });

  it("agree on pieces put together at random", LONG, () => {
    const document = fc
      .array(piece, { maxLength: 12 })
      .map((pieces) => pieces.join(""))
      .filter((text) => !SAXES_IS_LENIENT.test(text));
    fc.assert(
      fc.property(document, fc.boolean(), (text, inside) => {
        const { ours, theirs } = verdicts(inside ? `<a>${text}</a>` : text);
        expect(ours).toEqual(theirs);
      }),
      FUZZ,
    );
  });

  function expectSameTrees(files: readonly { readonly name: string; readonly text: string }[]): void {
    expect(files.length).toBeGreaterThan(5);
    for (const { name, text } of files) {
      const { ours, theirs } = verdicts(text);
      expect(ours === "refused", name).toBe(false);
      expect(JSON.stringify(ours) === JSON.stringify(theirs), name).toBe(true);
    }
  }

  it("have the same trees of the golden CIBs", (context) => {
    needs(context, whyNoGolden());
    expectSameTrees(goldenClusters());
  });

  it("have the same trees of Pacemaker's cases", LONG, (context) => {
    needs(context, whyNoCases());
    expectSameTrees(cases().map(({ name }) => ({ name, text: caseFile(name, "xml") ?? "" })));
  });

  it("differ in what saxes lets pass", () => {
    for (const text of ["<a>\uD800</a>", "<a b='\uDC00'/>", "<a><?pi?x?></a>"]) {
      expect(parseXml(text), JSON.stringify(text)).toMatchObject({ ok: false, problem: { code: "xml-syntax" } });
    }
  });
});
