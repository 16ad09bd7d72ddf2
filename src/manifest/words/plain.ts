/** What is to be printed as YAML: texts, lists and maps, without places. */
import type { MapEntry, Value } from "../read/value.ts";

export type Plain = string | null | readonly Plain[] | PlainMap;

export type PlainMap = ReadonlyMap<string, Plain>;

export function isMap(plain: Plain | undefined): plain is PlainMap {
  return plain instanceof Map;
}

/** A map of what there is; undefined values are left out. */
export function plainMap(entries: Readonly<Record<string, Plain | undefined>>): PlainMap {
  const said = Object.entries(entries).filter((entry): entry is [string, Plain] => entry[1] !== undefined);
  return new Map(said);
}

/** For `plainMap`, which leaves out what is undefined. */
export function unlessEmpty(map: PlainMap): PlainMap | undefined {
  return map.size === 0 ? undefined : map;
}

const NOWHERE = { line: 1, column: 1 };

/** As it would be read again. */
export function readAgain(plain: Plain): Value {
  if (plain === null) return { kind: "empty", at: NOWHERE };
  if (typeof plain === "string") return { kind: "scalar", at: NOWHERE, text: plain, quoted: false };
  if (isMap(plain)) {
    const entries = [...plain].map(([key, value]): MapEntry => ({ key, keyAt: NOWHERE, value: readAgain(value) }));
    return { kind: "map", at: NOWHERE, entries };
  }
  return { kind: "list", at: NOWHERE, items: plain.map(readAgain) };
}
