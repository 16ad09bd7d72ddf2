/** Lines that fit a terminal: broken between words, or cut to one. */

/** The lines of a text, those too long for the terminal broken between words. */
export function brokenLines(text: string, columns: number | undefined): string[] {
  return columns === undefined ? [text] : text.split("\n").flatMap((line) => wrapLine(line, columns));
}

/** The beginning of a text that has one line of the terminal, whose last column would move it on. */
export function oneLine(text: string, columns: number | undefined): string {
  return columns === undefined || text.length < columns ? text : `${text.slice(0, Math.max(0, columns - 2))}…`;
}

/** What stands before a line's text: a bullet, a plan's sign, an arrow to a cause, a score in its column. */
const BEFORE_TEXT = /^\s*(?:(?:[*+~!?-]|<-) |-?(?:\d+|INFINITY) {2})?/;

const TAB = 8;

/** Terminals move to the next stop, so that its width depends on where it is. */
const untabbed = (line: string): string => {
  let out = "";
  for (const [i, part] of line.split("\t").entries())
    out += i === 0 ? part : " ".repeat(TAB - (out.length % TAB)) + part;
  return out;
};

/** What follows the first line is indented below its text: deeper than what stands before it. Words longer than a line stay whole. */
export function wrapLine(line: string, columns: number): string[] {
  const flat = untabbed(line);
  if (flat.length <= columns) return [line];
  const indent = Math.min((BEFORE_TEXT.exec(flat)?.[0].length ?? 0) + 2, columns >> 1);
  const out: string[] = [];
  let current = "";
  for (const word of flat.split(/(?<=\S) (?=\S)/)) {
    if (current !== "" && current.length + 1 + word.length > columns) {
      out.push(current.trimEnd());
      current = " ".repeat(indent) + word.trimStart();
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...out, current];
}
