/**
 * Bytes of a document to its text, by the encoding that its first bytes or its declaration say, UTF-8 where neither does.
 * Bytes that the encoding does not have are refused with their place: a replaced character would be written back.
 * Source: XML 1.0, "Autodetection of Character Encodings".
 */

import type { Problem } from "../problem.ts";

export type Decoded = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: Problem };

/**
 * The text of a document.
 *
 * @param file named in the problem
 */
export function decodeXml(bytes: Uint8Array, file?: string): Decoded {
  const encoding = detected(bytes);
  const decode = decoderOf(encoding);
  if (decode === undefined) return refused(`the encoding ${encoding} is not known`, 1, 1, file);
  try {
    return { ok: true, text: decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    const offset = firstWrong(bytes, decode);
    const before = decode(bytes.subarray(0, offset)).split(/\r\n|\r|\n/);
    const shown = `0x${(bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
    const message = `byte ${offset}, ${shown}, is not ${encoding}`;
    return refused(message, before.length, (before.at(-1)?.length ?? 0) + 1, file);
  }
}

function refused(message: string, line: number, column: number, file: string | undefined): Decoded {
  const where = { ...(file === undefined ? {} : { file }), line, column };
  const hint = "write the file in UTF-8, or declare its encoding in its first line";
  return { ok: false, problem: { code: "xml-encoding", message, where, hint } };
}

/** More than a declaration has. */
const HEAD = 256;

function detected(bytes: Uint8Array): string {
  const starts = (...expected: readonly number[]): boolean => expected.every((byte, i) => bytes[i] === byte);
  if (starts(0xef, 0xbb, 0xbf)) return "UTF-8";
  if (starts(0xff, 0xfe) || starts(0x3c, 0, 0x3f, 0)) return "UTF-16LE";
  if (starts(0xfe, 0xff) || starts(0, 0x3c, 0, 0x3f)) return "UTF-16BE";
  const head = String.fromCharCode(...bytes.subarray(0, HEAD));
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']/.exec(head)?.[1];
  // Read a byte at a time so far, it is not of two bytes each.
  return declared === undefined || /^utf-?16|^ucs-?[24]|^utf-?32/i.test(declared) ? "UTF-8" : declared;
}

/** What it has in the place of controls; five places are empty, and stay controls. */
const WINDOWS_1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

type Decode = (bytes: Uint8Array) => string;

/** Throws a TypeError or a RangeError for bytes that the encoding does not have. */
function decoderOf(encoding: string): Decode | undefined {
  if (/^(?:us-?ascii|ascii|ansi_x3\.4-1968)$/i.test(encoding))
    return singleBytes((byte) => (byte < 0x80 ? byte : undefined));
  if (/^(?:iso[-_]?8859[-_]?1|latin-?1|l1)$/i.test(encoding)) return singleBytes((byte) => byte);
  // Some releases of Node take it for ISO 8859-1.
  if (/^(?:windows-|cp)1252$/i.test(encoding))
    return singleBytes((byte) => (byte < 0x80 || byte > 0x9f ? byte : WINDOWS_1252.charCodeAt(byte - 0x80)));
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    return undefined;
  }
  if (!/^(?:iso[-_]?8859|latin)/i.test(encoding)) return (bytes) => decoder.decode(bytes);
  // What browsers call ISO 8859 are in part Microsoft's code pages, which have letters where it has controls.
  return singleBytes((byte) => {
    if (byte < 0xa0) return byte;
    try {
      return decoder.decode(Uint8Array.of(byte)).charCodeAt(0);
    } catch {
      return undefined;
    }
  });
}

const PIECE = 4096;

function singleBytes(unitOf: (byte: number) => number | undefined): Decode {
  const units = Array.from({ length: 256 }, (_, byte) => unitOf(byte));
  return (bytes) => {
    const pieces: string[] = [];
    for (let i = 0; i < bytes.length; i += PIECE) {
      const piece: number[] = [];
      for (const byte of bytes.subarray(i, i + PIECE)) {
        const unit = units[byte];
        if (unit === undefined) throw new RangeError("no such character");
        piece.push(unit);
      }
      pieces.push(String.fromCharCode(...piece));
    }
    return pieces.join("");
  };
}

/** The least number of bytes that cannot be read, less one: the offset of the first wrong byte. */
function firstWrong(bytes: Uint8Array, decode: Decode): number {
  const reads = (length: number): boolean => {
    // A character that is cut off is not wrong yet; it has four bytes at most.
    for (let cut = 0; cut < 4; cut++) {
      try {
        decode(bytes.subarray(0, Math.max(0, length - cut)));
        return true;
      } catch (error) {
        if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
      }
    }
    return false;
  };
  let low = 0;
  let high = bytes.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (reads(middle)) low = middle;
    else high = middle;
  }
  // Up to three bytes more were taken for a cut character.
  while (low > 0) {
    try {
      decode(bytes.subarray(0, low));
      return low;
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
      low--;
    }
  }
  return 0;
}
