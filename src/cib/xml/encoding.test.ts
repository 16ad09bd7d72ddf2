import { describe, expect, it } from "vitest";
import { decodeXml } from "./encoding.ts";

const bytes = (text: string, encoding: BufferEncoding = "latin1"): Uint8Array => Buffer.from(text, encoding);
const declared = (encoding: string, text: string): string =>
  `<?xml version="1.0" encoding="${encoding}"?>\n<a v="${text}"/>`;

describe("decodeXml", () => {
  it.each([
    ["ISO-8859-1", "gr\xfcn \x9b", "grün \x9b"],
    ["iso-8859-15", "\xa4", "€"],
    ["ISO-8859-9", "\xfe\x85", "ş\x85"],
    ["windows-1252", "\x80", "€"],
    ["US-ASCII", "green", "green"],
    ["UTF-8", "gr\xc3\xbcn", "grün"],
    ["KOI8-R", "\xc1", "а"],
    ["Shift_JIS", "\x83\x65", "テ"],
    ["UTF-16", "gr\xc3\xbcn", "grün"],
  ])("reads what is declared as %s", (encoding, written, text) => {
    expect(decodeXml(bytes(declared(encoding, written)))).toEqual({ ok: true, text: declared(encoding, text) });
  });

  it("reads UTF-8 and UTF-16 by their first bytes", () => {
    const text = declared("UTF-16", "grün 𐐷");
    const le = bytes(text, "utf16le");
    const be = Buffer.from(le).swap16();
    for (const given of [le, Buffer.concat([bytes("\xff\xfe"), le]), be, Buffer.concat([bytes("\xfe\xff"), be])])
      expect(decodeXml(given)).toEqual({ ok: true, text });
    expect(decodeXml(bytes("\xef\xbb\xbf<a/>"))).toEqual({ ok: true, text: "<a/>" });
  });

  it.each([
    ["<a>\n  gr\xfcn</a>", "byte 8, 0xFC, is not UTF-8", 2, 5],
    ["<a>\xc3\xbc\xc3", "byte 5, 0xC3, is not UTF-8", 1, 5],
    ["<a>\xed\xa0\x80</a>", "byte 3, 0xED, is not UTF-8", 1, 4],
    [declared("US-ASCII", "\xfc"), "byte 48, 0xFC, is not US-ASCII", 2, 7],
    [declared("EBCDIC-FI-SE", "x"), "the encoding EBCDIC-FI-SE is not known", 1, 1],
  ])("refuses %j", (written, message, line, column) => {
    expect(decodeXml(bytes(written), "f.xml")).toMatchObject({
      ok: false,
      problem: { code: "xml-encoding", message, where: { file: "f.xml", line, column } },
    });
  });
});
