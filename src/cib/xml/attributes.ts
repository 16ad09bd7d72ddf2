/**
 * The attributes of an element as it was read. Elements of one kind mostly have the same names in the same order, so
 * the names and the way to find one are kept once, in a {@link NameChain}, and each element holds its values alone: a CIB
 * of a large cluster has hundreds of thousands of elements, and a map apiece costs more than all their text.
 */

/** Names in document order, as a chain from the last one to the first. Made by {@link NameChain.with}, starting at a root. */
export class NameChain {
  readonly name: string;
  readonly size: number;
  readonly #before: NameChain | undefined;
  /** Where the last element went that came by here: mostly the next one goes there too. */
  likely: NameChain | undefined;
  /** The last value of the last name: neighbours often share it, and then can share the string. */
  lastValue = "";
  #next: Map<string, NameChain> | undefined;
  #names: readonly string[] | undefined;
  #places: ReadonlyMap<string, number> | undefined;

  private constructor(name: string, before: NameChain | undefined) {
    this.name = name;
    this.#before = before;
    this.size = before === undefined ? 0 : before.size + 1;
  }

  static root(): NameChain {
    return new NameChain("", undefined);
  }

  /** These names and one more; undefined when it is one of them. */
  with(name: string): NameChain | undefined {
    let next = this.#next?.get(name);
    if (next === undefined) {
      for (let at: NameChain | undefined = this; at !== undefined && at.size > 0; at = at.#before) {
        if (at.name === name) return undefined;
      }
      next = new NameChain(name, this);
      this.#next ??= new Map();
      this.#next.set(name, next);
    }
    this.likely = next;
    return next;
  }

  get names(): readonly string[] {
    if (this.#names === undefined) {
      const names = new Array<string>(this.size);
      for (let at: NameChain | undefined = this; at !== undefined && at.size > 0; at = at.#before)
        names[at.size - 1] = at.name;
      this.#names = names;
    }
    return this.#names;
  }

  get places(): ReadonlyMap<string, number> {
    this.#places ??= new Map(this.names.map((name, i) => [name, i]));
    return this.#places;
  }
}

export class Attributes implements ReadonlyMap<string, string> {
  readonly shape: NameChain;
  readonly #values: readonly string[];

  /** As many values as the shape has names. */
  constructor(shape: NameChain, values: readonly string[]) {
    this.shape = shape;
    this.#values = values;
  }

  get size(): number {
    return this.shape.size;
  }

  get(name: string): string | undefined {
    const place = this.shape.places.get(name);
    return place === undefined ? undefined : this.#values[place];
  }

  has(name: string): boolean {
    return this.shape.places.has(name);
  }

  keys(): MapIterator<string> {
    return this.shape.names.values();
  }

  values(): MapIterator<string> {
    return this.#values.values();
  }

  *entries(): MapIterator<[string, string]> {
    const { names } = this.shape;
    for (let i = 0; i < names.length; i++) yield [names[i] as string, this.#values[i] as string];
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }

  forEach(visit: (value: string, name: string, all: ReadonlyMap<string, string>) => void): void {
    const { names } = this.shape;
    for (let i = 0; i < names.length; i++) visit(this.#values[i] as string, names[i] as string, this);
  }
}

/** A map of one's own. Much is copied, and an iterator would make two objects of every attribute. */
export function copyOfAttributes(attributes: ReadonlyMap<string, string>): Map<string, string> {
  if (!(attributes instanceof Attributes)) return new Map(attributes);
  const copy = new Map<string, string>();
  attributes.forEach((value, name) => void copy.set(name, value));
  return copy;
}
