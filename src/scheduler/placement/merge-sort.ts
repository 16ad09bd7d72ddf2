/**
 * A stable merge sort that halves its list from the top, rounding the first half down. Some of the field's comparisons
 * are not transitive (they compare by a criterion only when both sides have it), so the outcome depends on which pairs
 * are compared: every sort of such a list has to walk the same pairs as Pacemaker's does.
 */

/** Sorts `list` in place. Negative: `a` first; zero: keep the order. */
export function mergeSort<T>(list: T[], compare: (a: T, b: T) => number): void {
  const sorted = sortRange(list, 0, list.length, compare);
  for (let i = 0; i < sorted.length; i++) list[i] = sorted[i] as T;
}

function sortRange<T>(list: readonly T[], from: number, to: number, compare: (a: T, b: T) => number): T[] {
  const length = to - from;
  if (length < 2) return list.slice(from, to);
  const middle = from + Math.floor(length / 2);
  const left = sortRange(list, from, middle, compare);
  const right = sortRange(list, middle, to, compare);
  const merged: T[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    const a = left[l] as T;
    const b = right[r] as T;
    if (compare(a, b) <= 0) {
      merged.push(a);
      l++;
    } else {
      merged.push(b);
      r++;
    }
  }
  while (l < left.length) merged.push(left[l++] as T);
  while (r < right.length) merged.push(right[r++] as T);
  return merged;
}
