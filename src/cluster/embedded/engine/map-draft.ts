/**
 * A map that a step may change: it copies the map of the state at the first change, so that an unchanged map costs
 * nothing and stays the same object.
 */

export class MapDraft<K, V> {
  #map: ReadonlyMap<K, V>;
  #own: Map<K, V> | undefined;

  constructor(original: ReadonlyMap<K, V>) {
    this.#map = original;
  }

  get size(): number {
    return this.#map.size;
  }

  get(key: K): V | undefined {
    return this.#map.get(key);
  }

  has(key: K): boolean {
    return this.#map.has(key);
  }

  keys(): IterableIterator<K> {
    return this.#map.keys();
  }

  values(): IterableIterator<V> {
    return this.#map.values();
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.#map[Symbol.iterator]();
  }

  set(key: K, value: V): void {
    if (this.#map.get(key) !== value || !this.#map.has(key)) this.#writable().set(key, value);
  }

  delete(key: K): void {
    if (this.#map.has(key)) this.#writable().delete(key);
  }

  clear(): void {
    if (this.#map.size > 0) this.#writable().clear();
  }

  /** As it is now; the original where nothing was changed. Nothing may be changed any more. */
  finished(): ReadonlyMap<K, V> {
    return this.#map;
  }

  #writable(): Map<K, V> {
    if (this.#own === undefined) {
      this.#own = new Map(this.#map);
      this.#map = this.#own;
    }
    return this.#own;
  }
}
