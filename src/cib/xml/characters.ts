/** Which characters XML 1.0 (fifth edition) takes where: productions 2 (Char), 3 (S), 4 (NameStartChar) and 4a (NameChar). */

const NAME_START = 1;
const NAME = 2;
const SPACE = 4;
/** Stands for itself in an attribute's value, whichever quote ends it. */
const PLAIN_VALUE = 8;
/** Stands for itself in text; `]` may begin what may not stand there. */
const PLAIN_TEXT = 16;

const ASCII = new Uint8Array(128);
const mark = (characters: string, flag: number): void => {
  for (let i = 0; i < characters.length; i++)
    ASCII[characters.charCodeAt(i)] = (ASCII[characters.charCodeAt(i)] ?? 0) | flag;
};
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
mark(`:_${LETTERS}`, NAME_START);
mark(`:_-.0123456789${LETTERS}`, NAME);
mark(" \t\r\n", SPACE);
mark("\t\n", PLAIN_TEXT);
for (let code = 32; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (!"\"'&<".includes(character)) mark(character, PLAIN_VALUE);
  if (!"&<]".includes(character)) mark(character, PLAIN_TEXT);
}

// Each takes one UTF-16 unit and is false for NaN, which charCodeAt gives past the end of a string, and for surrogates.

/** White space (production 3). */
export const isSpace = (unit: number): boolean => unit < 128 && ((ASCII[unit] as number) & SPACE) !== 0;

/** Stands for itself in an attribute value, whichever quote ends it. */
export const isPlainInValue = (unit: number): boolean =>
  unit < 128 ? ((ASCII[unit] as number) & PLAIN_VALUE) !== 0 : unit < 0xd800;

/** Stands for itself in text. */
export const isPlainInText = (unit: number): boolean =>
  unit < 128 ? ((ASCII[unit] as number) & PLAIN_TEXT) !== 0 : unit < 0xd800;

/** Starts a name, in ASCII alone. */
export const isAsciiNameStart = (unit: number): boolean => unit < 128 && ((ASCII[unit] as number) & NAME_START) !== 0;

/** Continues a name, in ASCII alone. */
export const isAsciiName = (unit: number): boolean => unit < 128 && ((ASCII[unit] as number) & NAME) !== 0;

const START_CLASS =
  ":A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}";

/** A name from `lastIndex` on, whatever its alphabet; an empty match where no name begins. */
export const nameAt = (): RegExp =>
  new RegExp(`(?:[${START_CLASS}][${START_CLASS}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}]*)?`, "uy");

/** Any code point that a document may hold, written as itself or as a reference. */
export const isLegal = (code: number): boolean =>
  (code >= 0x20 && code < 0xd800) ||
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);
