/**
 * A stable merge sort that halves its list from the top, rounding the first half down. Some of the field's comparisons
 * are not transitive (they compare by a criterion only when both sides have it), so the outcome depends on which pairs
 * are compared: every sort of such a list has to walk the same pairs as Pacemaker's does.
 * Behaviour: docs/pacemaker/values.md#lists-and-sorting.
 */

/** Sorts `list` in place. Negative: `a` first; zero: keep the order. */
export function mergeSort<T>(list: T[], compare: (a: T, b: T) => number): void {
  if (list.length < 2) return;
  // A comparison may look at the list itself, so that changes at the end and all at once.
  const sorted = list.slice();
  sortRange(sorted, list.slice(), 0, list.length, compare);
  for (let i = 0; i < sorted.length; i++) list[i] = sorted[i] as T;
}

/** Sorts the range of `list`; `spare`, as long as the list, is written over. */
function sortRange<T>(list: T[], spare: T[], from: number, to: number, compare: (a: T, b: T) => number): void {
  if (to - from < 2) return;
  const middle = from + Math.floor((to - from) / 2);
  sortRange(list, spare, from, middle, compare);
  sortRange(list, spare, middle, to, compare);
  for (let i = from; i < to; i++) spare[i] = list[i] as T;
  let l = from;
  let r = middle;
  let at = from;
  while (l < middle && r < to) {
    const a = spare[l] as T;
    const b = spare[r] as T;
    if (compare(a, b) <= 0) {
      list[at++] = a;
      l++;
    } else {
      list[at++] = b;
      r++;
    }
  }
  while (l < middle) list[at++] = spare[l++] as T;
  while (r < to) list[at++] = spare[r++] as T;
}
