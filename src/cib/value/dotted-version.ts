/** Dotted version numbers, as feature sets and releases are written: `3.16.1`, `2.1.5-a3f44794f94`. */

/** The dotted numbers at the beginning of a text; none where it does not begin with one. */
export function versionNumbers(text: string): number[] {
  const version = /^\s*(\d+(?:\.\d+)*)/.exec(text)?.[1];
  return version === undefined ? [] : version.split(".").map(Number);
}

/** Negative when `a` is older than `b`, zero when they are the same; compared number by number, a missing one being 0. */
export function compareDottedVersions(a: string, b: string): number {
  const [x, y] = [versionNumbers(a), versionNumbers(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * As releases of Pacemaker before 3.0.1 compare them in rules: part by part, each read as C reads an `int`, sign and all, what is
 * no number being 0. A part that is no number is not passed, so that those releases never end where all else is the same; here
 * the two are equal then.
 */
export function compareVersionParts(a: string, b: string): number {
  if (a === "" || b === "") return a === b ? 0 : a === "" ? -1 : 1;
  for (let [x, y] = [a, b]; x !== "" || y !== ""; ) {
    const [first, second] = [leadingPart(x), leadingPart(y)];
    if (first.value !== second.value) return first.value - second.value;
    if (first.rest === x && second.rest === y) return 0;
    [x, y] = [first.rest, second.rest];
  }
  return 0;
}

function leadingPart(text: string): { readonly value: number; readonly rest: string } {
  const read = /^\s*[+-]?\d+/.exec(text)?.[0] ?? "";
  return { value: Number(read) | 0, rest: text.slice(read.length).replace(/^\./, "") };
}
