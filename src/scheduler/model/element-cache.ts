/**
 * What was made of elements and follows from them alone, whatever the moment, the node or the rest of the CIB. A run asks
 * for much of it again and again; and since versions of a CIB share the elements that did not change, the next run can
 * have it too. A cache keeps its elements alive: use one for a series of runs, not for the life of a process.
 */
import type { Element } from "../../cib/xml/tree.ts";

export class ElementCache {
  private readonly tables = new Map<(element: Element) => unknown, Map<Element, unknown>>();

  /**
   * What `make` makes of the element, made once. `make` is one function for all calls, not a new one for each, and
   * looks at nothing but the element. What depends on a second thing too is a map that `make` returns empty.
   */
  of<T extends object | string>(make: (element: Element) => T, element: Element): T {
    // A table holds what its own function returned.
    let table = this.tables.get(make) as Map<Element, T> | undefined;
    if (table === undefined) {
      table = new Map();
      this.tables.set(make, table);
    }
    let made = table.get(element);
    if (made === undefined) {
      made = make(element);
      table.set(element, made);
    }
    return made;
  }
}
