/**
 * What follows from an element alone, whatever the moment, the node or the rest of the CIB, is read from it once. A run
 * asks for much of it again and again; and since versions of a CIB share the elements that did not change, the next run
 * finds it here too. A cache keeps its elements alive: use one for a series of runs, not for the life of a process.
 */
import type { Element } from "../../cib/xml/tree.ts";

/** A way to read elements, and the number of the cache's table with its results; made by {@link perElement} alone. */
export interface PerElement<T> {
  readonly table: number;
  readonly make: (element: Element) => T;
}

let tables = 0;

/**
 * Lets caches keep what `make` returns for an element; called once for each `make`, as its module loads. `make` looks
 * at nothing but the element. What depends on a second thing too is a map that `make` returns empty.
 */
export function perElement<T extends object | string>(make: (element: Element) => T): PerElement<T> {
  return { table: tables++, make };
}

export class ElementCache {
  private readonly tables: (Map<Element, unknown> | undefined)[] = [];

  /** What the element says, read at the first call. */
  of<T>({ table, make }: PerElement<T>, element: Element): T {
    // A table holds what its own function returned.
    let known = this.tables[table] as Map<Element, T> | undefined;
    if (known === undefined) {
      known = new Map();
      this.tables[table] = known;
    }
    let made = known.get(element);
    if (made === undefined) {
      made = make(element);
      known.set(element, made);
    }
    return made;
  }
}
