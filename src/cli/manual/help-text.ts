/**
 * The text that follows the options in `--help`, by the sections of a man page. It is written by hand, in lines of about
 * 120 columns: paragraphs, indented lines that stay as they are, `Exit status: …`, and `Example: …` or `Examples:`.
 */

/** A paragraph, whose lines a reader's terminal breaks, or lines that stay as they are. */
export type HelpPart = { readonly paragraph: string } | { readonly lines: readonly string[] };

export interface HelpText {
  readonly description: readonly HelpPart[];
  readonly exitStatus: readonly HelpPart[];
  readonly examples: readonly string[];
}

const STATUS = "Exit status:";
const EXAMPLE = /^Examples?:/;
/** Columns that the author of a line fills: one that ends sooner, with a sentence, was ended on purpose. */
const FILLED = 100;
/** Such as `JSON: `, or the sentence on a schema that most pages have. */
const LABEL = /^(?:"holdfast schema |[A-Z][\w -]{0,30}: )/;

export function readHelpText(text: string): HelpText {
  const description: string[] = [];
  const exitStatus: string[] = [];
  const examples: string[] = [];
  let into = description;
  for (const line of text.split("\n")) {
    if (line.startsWith(STATUS)) {
      into = exitStatus;
      into.push(line.slice(STATUS.length).trim());
    } else if (EXAMPLE.test(line)) {
      into = examples;
      into.push(line.replace(EXAMPLE, "").trim());
    } else {
      if (line === "") into = description;
      into.push(line.trimEnd());
    }
  }
  return {
    description: partsOf(description),
    exitStatus: partsOf(exitStatus),
    examples: examples.map((line) => line.trim()).filter((line) => line !== ""),
  };
}

function partsOf(lines: readonly string[]): readonly HelpPart[] {
  const parts: ({ paragraph: string } | { lines: string[] })[] = [];
  let before = "";
  for (const line of lines) {
    const last = parts.at(-1);
    if (line.startsWith(" ")) {
      if (last !== undefined && "lines" in last) last.lines.push(line.trim());
      else parts.push({ lines: [line.trim()] });
    } else if (line !== "") {
      if (last !== undefined && "paragraph" in last && before !== "" && !beginsParagraph(before, line))
        last.paragraph += ` ${line}`;
      else parts.push({ paragraph: line });
    }
    before = line;
  }
  return parts;
}

function beginsParagraph(before: string, line: string): boolean {
  return LABEL.test(line) || (before.endsWith(".") && before.length < FILLED);
}
