/**
 * The order in which Pacemaker's tools list an unsorted table: that of GLib's hash tables, where an entry's slot depends on
 * its hash and on earlier entries. Scripts compare such listings as text.
 * Behaviour: docs/pacemaker/simulator.md#utilization.
 */

/** Pacemaker's hash of names: times 31 plus the next byte (signed), in 32 bits. */
function hash(text: string): number {
  let h = 0;
  for (const byte of new TextEncoder().encode(text)) h = (Math.imul(h, 31) + (byte > 127 ? byte - 256 : byte)) >>> 0;
  return Math.max(h, 2);
}

/** The largest primes below powers of two, the moduli of hashes; a table has at least 8 slots. */
const PRIMES: Readonly<Record<number, number>> = { 8: 7, 16: 13, 32: 31, 64: 61, 128: 127, 256: 251, 512: 509 };

export function inTableOrder<T>(entries: ReadonlyMap<string, T>): Map<string, T> {
  let size = 8;
  while (size < 512 && entries.size >= size) size *= 2;
  const places = new Map<number, string>();
  for (const name of entries.keys()) {
    let place = (Math.imul(hash(name), 11) >>> 0) % (PRIMES[size] ?? 509);
    for (let step = 1; places.has(place); step++) place = (place + step) % size;
    places.set(place, name);
  }
  return new Map([...places].sort(([a], [b]) => a - b).map(([, name]) => [name, entries.get(name) as T]));
}
