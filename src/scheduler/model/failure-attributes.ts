/**
 * Node attributes that tell of failures, by their names.
 * Behaviour: docs/pacemaker/failures-and-health.md#effective-fail-counts.
 */
export const FAIL_COUNT = "fail-count-";
export const LAST_FAILURE = "last-failure-";

interface Named {
  readonly index: number;
  readonly attributes: ReadonlyMap<string, string>;
}

/**
 * The names of nodes' fail counts and of what goes with them. Every resource asks every node, and few nodes have any:
 * kept until the node learns of further attributes.
 */
export class FailureAttributes {
  /** By `Node.index`; `of` is how many attributes the node had. */
  readonly #known: ({ readonly of: number; readonly names: readonly string[] } | undefined)[] = [];

  on({ index, attributes }: Named): readonly string[] {
    const known = this.#known[index];
    if (known?.of === attributes.size) return known.names;
    const names: string[] = [];
    for (const name of attributes.keys()) {
      if (name.startsWith(FAIL_COUNT) || name.startsWith(LAST_FAILURE)) names.push(name);
    }
    this.#known[index] = { of: attributes.size, names };
    return names;
  }
}
