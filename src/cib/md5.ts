/**
 * MD5 (RFC 1321): the fingerprint that the CIB's format asks for; it protects nothing. Our own, because a run makes
 * hundreds of digests of short texts, and a library's streams and byte arrays cost several times the sum itself. A test
 * compares it with a library's.
 */

/** How far each round of four turns. */
const TURNS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);
const encoder = new TextEncoder();

/** Of the text's UTF-8 bytes, in hexadecimal. */
export function md5(text: string): string {
  const words = paddedWords(text);
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let at = 0; at < words.length; at += 16) addBlock(state, words, at);
  let hex = "";
  for (const word of state) for (let shift = 0; shift < 32; shift += 8) hex += HEX[(word >>> shift) & 255];
  return hex;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The bytes as little-endian words, then a one bit, zeros, and the length in bits. */
function paddedWords(text: string): Int32Array {
  let words = roomFor(text.length);
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 127) {
      const bytes = encoder.encode(text);
      length = bytes.length;
      words = roomFor(length);
      for (let j = 0; j < length; j++) put(words, j, bytes[j] as number);
      break;
    }
    put(words, i, unit);
  }
  put(words, length, 0x80);
  words[words.length - 2] = length << 3;
  words[words.length - 1] = length >>> 29;
  return words;
}

const roomFor = (length: number): Int32Array => new Int32Array(((length + 72) >>> 6) << 4);

function put(words: Int32Array, i: number, byte: number): void {
  words[i >> 2] = (words[i >> 2] as number) | (byte << ((i & 3) << 3));
}

function addBlock(state: Int32Array, words: Int32Array, at: number): void {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  for (let i = 0; i < 64; i++) {
    let mixed: number;
    let word: number;
    if (i < 16) {
      mixed = (b & c) | (~b & d);
      word = i;
    } else if (i < 32) {
      mixed = (d & b) | (~d & c);
      word = (5 * i + 1) & 15;
    } else if (i < 48) {
      mixed = b ^ c ^ d;
      word = (3 * i + 5) & 15;
    } else {
      mixed = c ^ (b | ~d);
      word = (7 * i) & 15;
    }
    const sum = (a + mixed + (SINES[i] as number) + (words[at + word] as number)) | 0;
    const turn = TURNS[((i >> 4) << 2) | (i & 3)] as number;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
  }
  state[0] = ((state[0] as number) + a) | 0;
  state[1] = ((state[1] as number) + b) | 0;
  state[2] = ((state[2] as number) + c) | 0;
  state[3] = ((state[3] as number) + d) | 0;
}
