/** Text in the language of man pages (groff_man(7)): nothing in it can be taken for a request or for an escape. */

/** Of ASCII, what would be printed as another character than the one a reader has to type (groff_char(7)). */
const SPELLED: Readonly<Record<string, string>> = {
  "\\": "\\(rs",
  "-": "\\-",
  "'": "\\(aq",
  "`": "\\(ga",
  "^": "\\(ha",
  "~": "\\(ti",
  '"': "\\(dq",
};

/** A longer word, such as an address of three nodes, may be broken after one of these: a narrow terminal has no room. */
const LONG_WORD = /[^\s]{40,}/g;
const BREAK_AFTER = /[,/](?=[^\s,/])/g;
/** Stands for the escape of a place to break at, until the text's own characters are spelled. */
const BREAK = "\u0000";

/** One line of text, so that a page shows it as it is written. It begins with no control character. */
export function roffText(text: string): string {
  const breakable = text.replaceAll(LONG_WORD, (word) => word.replaceAll(BREAK_AFTER, `$&${BREAK}`));
  const spelled = [...breakable].map((character) => {
    if (character === BREAK) return "\\:";
    const code = character.codePointAt(0) ?? 0;
    return SPELLED[character] ?? (code > 126 ? `\\[u${code.toString(16).toUpperCase().padStart(4, "0")}]` : character);
  });
  return `${text.startsWith(".") ? "\\&" : ""}${spelled.join("")}`;
}

export function bold(text: string): string {
  return `\\fB${roffText(text)}\\fR`;
}

/** Lines that stay as they are, indented. */
export function literal(lines: readonly string[]): readonly string[] {
  return [".PP", ".RS 4", ".nf", ...lines.map((line) => (line === "" ? "\\&" : roffText(line))), ".fi", ".RE"];
}

/** A term, and below it what it means. */
export function tagged(term: string, meaning: string): readonly string[] {
  return [".TP", bold(term), roffText(meaning)];
}
