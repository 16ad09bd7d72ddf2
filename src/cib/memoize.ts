/** Functions of a text that are asked the same again and again, by every phase of a run and by run after run. */

/** The function with its results kept. When there are `most` of them, all are forgotten: what is asked now counts. */
export function remembered<T>(most: number, make: (text: string) => T): (text: string) => T {
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
