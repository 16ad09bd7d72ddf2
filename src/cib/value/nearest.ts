/** The known name nearest to a mistyped one. */

/** More names than these are a list of ids, of which the first ones do for a hint: a text to read may be hostile. */
const MOST = 1000;

/** "Did you mean": the known name nearest to a mistyped one, if one is near enough to be meant. */
export function nearest(typed: string, known: Iterable<string>): string | undefined {
  let seen = 0;
  let best: string | undefined;
  let least = Math.min(4, Math.ceil(typed.length / 3) + 1);
  for (const name of known) {
    if (++seen > MOST) break;
    const distance = edits(typed.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** The hint for a name that is not known: the nearest one, or all of them while they fit a line. */
export function didYouMean(typed: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const near = nearest(typed, names);
  if (near !== undefined) return `did you mean "${near}"?`;
  const all = names.join(", ");
  return names.length > 0 && all.length <= 120 ? `known here: ${all}` : undefined;
}

/** Single-character edits, a swap of neighbours counting as one. */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 4 || a.length > 100) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
