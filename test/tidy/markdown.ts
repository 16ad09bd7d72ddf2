/**
 * What a markdown page offers as targets of links, and where its own links lead. Anchors are made by GitHub's rules:
 * the heading in lower case, without punctuation, blanks as dashes, a repeated one with a number.
 */

/** The lines outside of fenced code; what is inside is left as empty lines, so that line numbers hold. */
function withoutFences(text: string): string[] {
  let fence: string | undefined;
  return text.split("\n").map((line) => {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (fence === undefined && mark === undefined) return line;
    if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence) === true) fence = undefined;
    return "";
  });
}

/** A heading as it is read: links by their text, without marks of emphasis and code. */
function plain(heading: string): string {
  return heading.replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, "$1").replace(/[*`]/g, "");
}

export function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const line of withoutFences(text)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const anchor = plain(heading)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
      .replaceAll(" ", "-");
    let unique = anchor;
    for (let n = 1; anchors.has(unique); n++) unique = `${anchor}-${n}`;
    anchors.add(unique);
  }
  return anchors;
}

export interface Link {
  /** From 1. */
  readonly line: number;
  readonly target: string;
}

/** Inline links, images and definitions; and, as their own target, labels that no definition is there for. */
export function linksOf(text: string): Link[] {
  const links: Link[] = [];
  const labels = new Set<string>();
  const used: Link[] = [];
  for (const [i, whole] of withoutFences(text).entries()) {
    const line = i + 1;
    const definition = /^\s{0,3}\[([^\]]+)\]:\s+(\S+)/.exec(whole);
    if (definition?.[1] !== undefined && definition[2] !== undefined) {
      labels.add(definition[1].toLowerCase());
      links.push({ line, target: definition[2] });
      continue;
    }
    const read = whole.replace(/`[^`]*`/g, "``");
    for (const [, target = ""] of read.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)) links.push({ line, target });
    for (const [, label = ""] of read.matchAll(/\[[^\]]+\]\[([^\]]+)\]/g)) used.push({ line, target: label });
  }
  return [...links, ...used.filter(({ target }) => !labels.has(target.toLowerCase()))];
}
