/** Functions of a text that every phase of a run, and run after run, calls with the same texts. */

/**
 * `make` with its results kept, by text. When there are `most` of them all are dropped, so that the table is bounded
 * and the texts in use now come back at once.
 */
export function memoize<T>(most: number, make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      result = make(text);
      if (known.size >= most) known.clear();
      known.set(text, result);
    }
    return result;
  };
}
