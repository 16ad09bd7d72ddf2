/**
 * What a YAML document says, before anyone asks what it means: maps, lists and texts, each with its place. Scalars
 * keep the text as written: `525400e10267` is a MAC address, not a number too large for one.
 */
import type { Place } from "../../cib/problem.ts";

export type Value = MapValue | ListValue | ScalarValue | EmptyValue;

export interface MapEntry {
  readonly key: string;
  readonly keyAt: Place;
  readonly value: Value;
}

interface MapValue {
  readonly kind: "map";
  readonly at: Place;
  readonly entries: readonly MapEntry[];
}

interface ListValue {
  readonly kind: "list";
  readonly at: Place;
  readonly items: readonly Value[];
}

export interface ScalarValue {
  readonly kind: "scalar";
  readonly at: Place;
  readonly text: string;
  /** Written in quotes or as a block, and so a text whatever it looks like. */
  readonly quoted: boolean;
}

/** `key:` with nothing behind it, `null` or `~`. */
export interface EmptyValue {
  readonly kind: "empty";
  readonly at: Place;
}

const LONGEST = 40;

/** The value in the words of an error: `a map`, `"three"`. */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case "map":
      return "a map";
    case "list":
      return "a list";
    case "empty":
      return "nothing";
    case "scalar": {
      const text = value.text.length > LONGEST ? `${value.text.slice(0, LONGEST)}…` : value.text;
      return value.quoted ? `the text "${text}"` : `"${text}"`;
    }
  }
}
