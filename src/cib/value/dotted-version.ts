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
